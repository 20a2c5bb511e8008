/** A new password by a link in a mail, for those who forgot theirs. */
import { sql } from 'kysely'
import { emailKey } from '../access/email-key.ts'
import type { AuditLog } from '../audit/log.ts'
import type { Database, Transaction } from '../database/connect.ts'
import { resetMail } from '../delivery/mails.ts'
import { postMail } from '../delivery/outbox.ts'
import { setPassword } from './account.ts'
import { checkPassword } from './check-password.ts'
import type { Asker } from './client-info.ts'
import { atEvenTime } from './constant-time.ts'
import { deviceToken, forgetDevices, rememberDevice } from './known-device.ts'
import { accountEntry, endSessionsOf, noPractice, placesOf } from './memberships.ts'
import { hashPassword } from './password-hash.ts'
import { networkOf, takeAttempt } from './throttle.ts'
import { tokenHash } from './token.ts'

interface Parts {
  readonly database: Database
  readonly log: AuditLog
}

/** Send a link, where the address has an account. Whoever asks learns nothing about that, in words or by time. */
export function requestReset(parts: Parts, email: string, asker: Asker): Promise<void> {
  return atEvenTime(
    () => sendLink(parts, email, asker),
    () => true,
  )
}

async function sendLink(
  { database, log }: Parts,
  email: string,
  { requestId, address }: Asker,
): Promise<void> {
  const attempt = await takeAttempt(database, [
    { of: ['reset', emailKey(email)], most: 3, minutes: 60 },
    { of: ['reset', 'from', networkOf(address)], most: 30, minutes: 60 },
  ])
  if (attempt.spent) return
  const account = await database.anywhere
    .selectFrom('account')
    .select(['id', 'email', 'name'])
    .where('email_key', '=', emailKey(email))
    .executeTakeFirst()
  if (account === undefined) return
  const places = await placesOf(database.anywhere, account.id)
  const ofPractices = places.map(({ practiceId }) => ({
    of: ['reset', 'practice', practiceId],
    most: 100,
    minutes: 60,
  }))
  if ((await takeAttempt(database, ofPractices)).spent) return
  const event = {
    requestId,
    operation: 'requestPasswordReset',
    outcome: 'allowed',
    detail: { address },
  } as const
  await Promise.all(places.map((place) => log.append(accountEntry(place, account.id, event))))
  await postMail(database.anywhere, { ...resetMail(account), link: { reset: account.id } })
}

export type Reset =
  | { readonly outcome: 'reset'; readonly deviceToken: string }
  | { readonly outcome: 'gone' | 'busy' }
  | { readonly outcome: 'weak'; readonly sentence: string }

/** Choose a password by a link, which opens once. All sessions of the account end. */
export async function resetPassword(
  { database }: Parts,
  given: { readonly token: string; readonly password: string },
  asker: Asker,
): Promise<Reset> {
  const link = tokenHash(given.token)
  const account = await accountBehind(database, link)
  if (account === undefined) return { outcome: 'gone' }
  const practices = await placesOf(database.anywhere, account.id)
  const about = [account.name, account.email, ...practices.map(({ practiceName }) => practiceName)]
  const strength = await checkPassword(given.password, about, asker.address)
  if (strength === 'busy') return { outcome: 'busy' }
  if (!strength.accepted) return { outcome: 'weak', sentence: strength.sentence }
  const hash = await hashPassword(given.password)
  if (hash === 'busy') return { outcome: 'busy' }
  return database.within({ practiceId: noPractice, mode: 'change' }, async (transaction): Promise<Reset> => {
    await holdAccount(transaction, account.id)
    if (!(await useLink(transaction, link))) return { outcome: 'gone' }
    await setPassword(transaction, { accountId: account.id, hash })
    await forgetDevices(transaction, account.id)
    const device = deviceToken(asker.deviceToken)
    await rememberDevice(transaction, account.id, device)
    const { requestId, address } = asker
    await endSessionsOf(transaction, account.id, {
      requestId,
      operation: 'resetPassword',
      outcome: 'allowed',
      detail: { address },
    })
    return { outcome: 'reset', deviceToken: device }
  })
}

async function accountBehind({ anywhere }: Database, link: Buffer) {
  return anywhere
    .selectFrom('password_reset')
    .innerJoin('account', 'account.id', 'password_reset.account_id')
    .select(['account.id', 'account.name', 'account.email'])
    .where('password_reset.token_hash', '=', link)
    .where('password_reset.used_at', 'is', null)
    .where('password_reset.ends_at', '>', sql<Date>`now()`)
    .executeTakeFirst()
}

/** The account comes before its links, as where a password is changed: two who wait never wait for each other. */
async function holdAccount(transaction: Transaction, id: string): Promise<void> {
  await transaction.selectFrom('account').select('id').where('id', '=', id).forNoKeyUpdate().execute()
}

/** Of two who use it at once one finds it unused. */
async function useLink(transaction: Transaction, link: Buffer): Promise<boolean> {
  const used = await transaction
    .updateTable('password_reset')
    .set({ used_at: sql<Date>`now()` })
    .where('token_hash', '=', link)
    .where('used_at', 'is', null)
    .where('ends_at', '>', sql<Date>`now()`)
    .returning('account_id')
    .executeTakeFirst()
  return used !== undefined
}
