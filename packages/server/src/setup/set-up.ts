/** Making the first practice, its owner and their account, all or nothing, and once. */
import { randomUUID } from 'node:crypto'
import type { Input, Operations } from '@rolecall/contract'
import { sql } from 'kysely'
import { isEmail } from '../access/email-key.ts'
import { insertEntries } from '../audit/log.ts'
import type { Database } from '../database/connect.ts'
import { addPractice } from '../policy/new-practice.ts'
import { createAccount, linkAccount } from '../signin/account.ts'
import { checkPassword } from '../signin/check-password.ts'
import type { Asker } from '../signin/client-info.ts'
import { deviceToken, rememberDevice } from '../signin/known-device.ts'
import { accountEntry } from '../signin/memberships.ts'
import { openSession } from '../signin/open-session.ts'
import { hashPassword } from '../signin/password-hash.ts'
import type { SessionTimes } from '../signin/session-times.ts'
import { firstPolicy } from './first-policy.ts'
import { hasPractice, lookAtSetupLink, useSetupLink } from './setup-link.ts'

export type SetUpAnswers = Input<Operations['setUp']>['body']

export type SetUp =
  | { readonly outcome: 'in'; readonly token: string; readonly deviceToken: string }
  | { readonly outcome: 'done-before' | 'unknown-link' | 'busy' }
  | { readonly outcome: 'unfit'; readonly sentence: string }

interface Parts {
  readonly database: Database
  readonly times: SessionTimes
}

/** Any number will do, as long as it is the same for all. */
const lock = 7_652_555

export async function setUp(
  { database, times }: Parts,
  answers: SetUpAnswers,
  { requestId, address, device, deviceToken: keptDevice }: Asker,
): Promise<SetUp> {
  const { token, practice, owner } = answers
  const link = await lookAtSetupLink(database.anywhere, token)
  if (link === 'used' || (await hasPractice(database.anywhere))) return { outcome: 'done-before' }
  if (link === 'unknown') return { outcome: 'unknown-link' }
  if (!isEmail(owner.email))
    return { outcome: 'unfit', sentence: 'the address of the owner is no e-mail address' }
  const about = [owner.name, owner.email, practice.name]
  const strength = await checkPassword(owner.password, about, address)
  if (strength === 'busy') return { outcome: 'busy' }
  if (!strength.accepted) return { outcome: 'unfit', sentence: strength.sentence }
  const passwordHash = await hashPassword(owner.password)
  if (passwordHash === 'busy') return { outcome: 'busy' }
  const practiceId = randomUUID()
  const memberId = randomUUID()
  return database.within(
    { practiceId, mode: 'change' },
    async (transaction): Promise<SetUp> => {
      // Two links, of two servers that were started at once, are two rows; this makes them wait for each other as well.
      await sql`select pg_advisory_xact_lock(${lock})`.execute(transaction)
      if (await hasPractice(transaction)) return { outcome: 'done-before' }
      if (!(await useSetupLink(transaction, token))) return { outcome: 'done-before' }
      const { modules, sharesPatients, assistantsReadSignedNotes } = answers
      const { name, memberKind } = owner
      const settings = { modules, sharesPatients, assistantsReadSignedNotes }
      const policy = firstPolicy({ ...settings, owner: { id: memberId, name, memberKind } })
      await addPractice(transaction, practiceId, practice.name, policy)
      await transaction
        .updateTable('practice_settings')
        .set({ kind: practice.kind, time_zone: practice.timeZone, shares_patients: sharesPatients })
        .where('practice_id', '=', practiceId)
        .execute()
      const accountId = await createAccount(transaction, { email: owner.email, name, passwordHash })
      if (accountId === undefined)
        return { outcome: 'unfit', sentence: 'the address has an account already, take another' }
      const place = { practiceId, memberId }
      await linkAccount(transaction, { ...place, accountId })
      await transaction
        .updateTable('member')
        .set({ email: owner.email.trim(), job_title: 'owner' })
        .where('practice_id', '=', practiceId)
        .where('id', '=', memberId)
        .execute()
      const kept = deviceToken(keptDevice)
      await rememberDevice(transaction, accountId, kept)
      const session = await openSession(transaction, { ...place, accountId, device }, times)
      const detail = { ...settings, address, practice: practiceId, owner: memberId, kind: practice.kind }
      await insertEntries(transaction, [
        accountEntry(place, accountId, { requestId, operation: 'setUp', outcome: 'allowed', detail }),
      ])
      return { outcome: 'in', token: session, deviceToken: kept }
    },
    ({ outcome }) => outcome !== 'in',
  )
}
