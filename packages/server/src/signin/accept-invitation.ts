/** Accepting an invitation: by the link from the mail, with a new account, or with the one the address has. */
import type { Member, Policy } from '@rolecall/core'
import { sql } from 'kysely'
import { announce } from '../access/announce.ts'
import { emailKey } from '../access/email-key.ts'
import { openPractice } from '../access/open-practice.ts'
import { raiseEpoch, takePolicy } from '../access/raise-epoch.ts'
import { readPolicy } from '../access/read-policy.ts'
import { insertEntries } from '../audit/log.ts'
import type { Database, Transaction } from '../database/connect.ts'
import { unconfirmedInvitation } from '../delivery/mails.ts'
import { addedFaults } from '../policy/new-violations.ts'
import { createAccount, linkAccount } from './account.ts'
import { checkPassword } from './check-password.ts'
import type { Asker } from './client-info.ts'
import { currentIncarnation } from './current-incarnation.ts'
import { deviceToken, rememberDevice } from './known-device.ts'
import { accountEntry, mayEnter } from './memberships.ts'
import { openSession } from './open-session.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'
import type { SignInParts } from './sign-in.ts'
import { takeAttempt } from './throttle.ts'
import { readToken, type Token } from './token.ts'
import { type SentInvitation, whyNotConfirmed } from './why-not-confirmed.ts'

export interface Acceptance {
  readonly token: string
  /** For a new account. Left out: as the practice wrote it. */
  readonly name?: string | undefined
  /** Of the account the address has, or for a new one. */
  readonly password?: string | undefined
}

export type Accepted =
  | { readonly outcome: 'in'; readonly token: string; readonly deviceToken: string }
  | { readonly outcome: 'gone' | 'wrong' | 'busy' | 'taken' | 'not-yet' | 'conflict' | 'unconfirmed' }
  | { readonly outcome: 'weak'; readonly sentence: string }
  | { readonly outcome: 'throttled'; readonly minutesLeft: number }

export async function acceptInvitation(
  { database, log, times }: SignInParts,
  given: Acceptance,
  { requestId, address, device, deviceToken: keptDevice }: Asker,
): Promise<Accepted> {
  const link = readToken(given.token)
  if (link === undefined) return { outcome: 'gone' }
  const { practiceId } = link
  const invited = await invitationOf(database, link)
  if (invited === undefined) return { outcome: 'gone' }
  const proof = await prove(database, invited, given, address)
  if (typeof proof === 'object' && 'outcome' in proof) return proof
  const accepted = await database.within(
    { practiceId, mode: 'change' },
    (transaction) => takePlace(transaction, { link, invited, proof, requestId, address }),
    ({ outcome }) => outcome !== 'accepted',
  )
  if (accepted.outcome === 'unconfirmed') {
    await reportUnconfirmed(database, { link, invited, why: accepted.why, requestId, address })
    return { outcome: 'unconfirmed' }
  }
  if (accepted.outcome === 'conflict') {
    await log.append({
      practiceId,
      requestId,
      operation: 'acceptInvitation',
      kind: 'member',
      records: [invited.memberId],
      outcome: 'failed',
      carriedBy: [],
      detail: { address, email: invited.email, faults: accepted.faults },
    })
    return { outcome: 'conflict' }
  }
  if (accepted.outcome !== 'accepted') return accepted
  const { accountId, place } = accepted
  // The policy as it has become is read once it is committed: what was read before may never come to be.
  return database.within({ practiceId, mode: 'change' }, async (transaction): Promise<Accepted> => {
    if (!(await mayEnter(transaction, accountId, place, 'hold'))) return { outcome: 'not-yet' }
    const kept = deviceToken(keptDevice)
    await rememberDevice(transaction, accountId, kept)
    const token = await openSession(transaction, { ...place, accountId, device }, times)
    return { outcome: 'in', token, deviceToken: kept }
  })
}

type AcceptedBy =
  | {
      readonly outcome: 'accepted'
      readonly accountId: string
      readonly place: { readonly practiceId: string; readonly memberId: string }
    }
  | { readonly outcome: 'gone' | 'taken' }
  | { readonly outcome: 'conflict'; readonly faults: readonly string[] }
  | { readonly outcome: 'unconfirmed'; readonly why: string }

interface Accepting {
  readonly link: Token
  readonly invited: Invited
  readonly proof: Proof
  readonly requestId: string
  readonly address: string
}

/** Use the invitation up, and give its member the account. Whatever does not come to that is to be undone. */
async function takePlace(
  transaction: Transaction,
  { link, invited: { memberId, email }, proof, requestId, address }: Accepting,
): Promise<AcceptedBy> {
  const { practiceId } = link
  await takePolicy(transaction, practiceId)
  const sent = await useInvitation(transaction, link)
  const practice = await openPractice(transaction, practiceId, 'look')
  const { snapshot, at } = practice
  const target = snapshot.members.get(memberId)
  if (sent === undefined || target === undefined || !canAccept(target)) return { outcome: 'gone' }
  const why = whyNotConfirmed(practice, sent, target)
  if (why !== undefined) return { outcome: 'unconfirmed', why }
  const accountId = proof.accountId ?? (await createAccount(transaction, proof.account))
  // Made by somebody else meanwhile: then its password has to be asked for.
  if (accountId === undefined) return { outcome: 'taken' }
  const place = { practiceId, memberId }
  if ((await linkAccount(transaction, { ...place, accountId })) === 'taken') return { outcome: 'taken' }
  await transaction
    .updateTable('member')
    .set({ status: 'active' })
    .where('practice_id', '=', practiceId)
    .where('id', '=', memberId)
    .where('status', '=', 'invited')
    .execute()
  const faults = addedFaults(
    without(snapshot.policy, memberId),
    await readPolicy(transaction, practiceId),
    at,
  )
  if (faults.length > 0) return { outcome: 'conflict', faults: faults.map(({ sentence }) => sentence) }
  await raiseEpoch(transaction, practiceId)
  const detail = { address, member: memberId, email }
  await insertEntries(transaction, [
    accountEntry(place, accountId, {
      requestId,
      operation: 'acceptInvitation',
      outcome: 'allowed',
      detail,
    }),
  ])
  return { outcome: 'accepted', accountId, place }
}

/** A member who has an account, or was locked or archived, has no use for an invitation. */
function canAccept({ status, account }: Member): boolean {
  return !account && (status === 'invited' || status === 'active')
}

/** A policy in which somebody is not there: whatever is wrong with them comes into force when they do. */
function without({ members, ...policy }: Policy, id: string): Policy {
  return { ...policy, members: members.filter((member) => member.id !== id) }
}

interface Invited {
  readonly memberId: string
  readonly name: string
  readonly email: string
  readonly practiceName: string
}

function invitationOf(database: Database, { practiceId, hash }: Token): Promise<Invited | undefined> {
  return database.within({ practiceId, mode: 'look' }, async (transaction) => {
    const row = await transaction
      .selectFrom('invitation')
      .innerJoin('member', (join) =>
        join
          .onRef('member.practice_id', '=', 'invitation.practice_id')
          .onRef('member.id', '=', 'invitation.member_id'),
      )
      .innerJoin('practice', 'practice.id', 'invitation.practice_id')
      .select(['member.id', 'member.name', 'invitation.email', 'practice.name as practice_name'])
      .where('invitation.practice_id', '=', practiceId)
      .where('invitation.token_hash', '=', hash)
      .where('invitation.accepted_at', 'is', null)
      .where('invitation.withdrawn_at', 'is', null)
      .where('invitation.ends_at', '>', sql<Date>`now()`)
      .where('invitation.incarnation', '=', currentIncarnation)
      .executeTakeFirst()
    if (row === undefined) return undefined
    const { id: memberId, name, email, practice_name: practiceName } = row
    return { memberId, name: name ?? email, email, practiceName }
  })
}

interface Proof {
  /** Undefined: it is to be made. */
  readonly accountId: string | undefined
  readonly account: { readonly email: string; readonly name: string; readonly passwordHash: string }
}

/** Who holds the link reads the mail of the address; who has an account there proves that as well. */
async function prove(
  database: Database,
  { email, name: writtenName, practiceName, memberId }: Invited,
  { password, name = writtenName }: Acceptance,
  address: string,
): Promise<Proof | Exclude<Accepted, { readonly outcome: 'in' }>> {
  const known = await database.anywhere
    .selectFrom('account')
    .select(['id', 'password_hash'])
    .where('email_key', '=', emailKey(email))
    .executeTakeFirst()
  const account = { email, name, passwordHash: '' }
  if (known !== undefined) {
    if (password === undefined) return { outcome: 'wrong' }
    const attempt = await takeAttempt(database, [
      { of: ['accept', known.id, memberId], most: 10, minutes: 15 },
    ])
    if (attempt.spent) return { outcome: 'throttled', minutesLeft: attempt.minutesLeft }
    const verified = await verifyPassword(known.password_hash, password)
    if (verified === 'wrong') return { outcome: 'wrong' }
    await attempt.giveBack()
    return verified === 'busy' ? { outcome: 'busy' } : { accountId: known.id, account }
  }
  const strength = await checkPassword(password ?? '', [name, email, practiceName], address)
  if (strength === 'busy') return { outcome: 'busy' }
  if (!strength.accepted) return { outcome: 'weak', sentence: strength.sentence }
  const passwordHash = await hashPassword(password ?? '')
  if (passwordHash === 'busy') return { outcome: 'busy' }
  return { accountId: undefined, account: { ...account, passwordHash } }
}

/** @returns undefined if the invitation is not open any more */
async function useInvitation(
  transaction: Transaction,
  { practiceId, hash }: Token,
): Promise<SentInvitation | undefined> {
  return transaction
    .updateTable('invitation')
    .set({ accepted_at: sql<Date>`now()` })
    .where('practice_id', '=', practiceId)
    .where('token_hash', '=', hash)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('ends_at', '>', sql<Date>`now()`)
    .where('incarnation', '=', currentIncarnation)
    .returning(['invited_by', 'invited_for', 'offer_hash'])
    .executeTakeFirst()
}

interface Unconfirmed {
  readonly link: Token
  readonly invited: Invited
  readonly why: string
  readonly requestId: string
  readonly address: string
}

/** Tell the admins that an invitation has to be confirmed: once, however often its link is used. */
function reportUnconfirmed(
  database: Database,
  { link: { practiceId, hash }, invited, why, requestId, address }: Unconfirmed,
): Promise<void> {
  return database.within({ practiceId, mode: 'change' }, async (transaction) => {
    const first = await transaction
      .updateTable('invitation')
      .set({ reported_at: sql<Date>`now()` })
      .where('practice_id', '=', practiceId)
      .where('token_hash', '=', hash)
      .where('reported_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (first === undefined) return
    const { memberId, name, email } = invited
    const practice = await openPractice(transaction, practiceId, 'look')
    await announce(transaction, practice, unconfirmedInvitation({ name, email, why }))
    await insertEntries(transaction, [
      {
        practiceId,
        requestId,
        operation: 'acceptInvitation',
        kind: 'member',
        records: [memberId],
        outcome: 'failed',
        carriedBy: [],
        detail: { address, email, unconfirmed: why },
      },
    ])
  })
}
