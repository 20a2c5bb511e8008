/**
 * Signing in with a password. What is wrong is not told apart: an unknown address, a wrong password and a place that is
 * locked have one answer, after one time.
 */

import { emailKey } from '../access/email-key.ts'
import type { AuditDetail } from '../audit/entry.ts'
import { type AuditLog, insertEntries } from '../audit/log.ts'
import type { Database, Transaction } from '../database/connect.ts'
import type { Asker } from './client-info.ts'
import { atEvenTime } from './constant-time.ts'
import { deviceToken, rememberDevice } from './known-device.ts'
import { accountEntry, mayEnter, type Place, placesOf } from './memberships.ts'
import { openSession } from './open-session.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'
import type { SessionTimes } from './session-times.ts'
import { type Budget, networkOf, takeAttempt } from './throttle.ts'
import { tokenHash } from './token.ts'

export interface SignInParts {
  readonly database: Database
  readonly log: AuditLog
  readonly times: SessionTimes
}

export interface Credentials {
  readonly email: string
  readonly password: string
  /** Which of several places. */
  readonly practice?: string | undefined
}

export type SignedIn =
  | { readonly outcome: 'in'; readonly token: string; readonly deviceToken: string }
  | {
      readonly outcome: 'choose'
      readonly practices: readonly { readonly id: string; readonly name: string }[]
    }
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'throttled'; readonly minutesLeft: number }
  | { readonly outcome: 'busy' }

export function signIn(parts: SignInParts, given: Credentials, asker: Asker): Promise<SignedIn> {
  return atEvenTime(
    (differs) => tryToSignIn(parts, given, asker, differs),
    ({ outcome }) => outcome !== 'in',
  )
}

async function tryToSignIn(
  parts: SignInParts,
  given: Credentials,
  asker: Asker,
  differs: () => void,
): Promise<SignedIn> {
  const { database } = parts
  const account = await findAccount(database, given.email, asker.deviceToken)
  const attempt = await takeAttempt(database, budgetsOf(given.email, account?.knowsDevice === true, asker))
  if (attempt.spent) {
    if (attempt.isFirst) await logRefusal(parts, account?.id, asker, 'too many attempts')
    return { outcome: 'throttled', minutesLeft: attempt.minutesLeft }
  }
  const verified = await verifyPassword(account?.passwordHash, given.password)
  differs()
  if (verified === 'busy') {
    await attempt.giveBack()
    return { outcome: 'busy' }
  }
  if (account === undefined || verified === 'wrong') {
    await logRefusal(parts, account?.id, asker, 'wrong password')
    return { outcome: 'wrong' }
  }
  const places = await openPlaces(database, account.id)
  const fitting =
    given.practice === undefined ? places : places.filter((one) => one.practiceId === given.practice)
  const [place, another] = fitting
  if (place === undefined) {
    await logRefusal(parts, account.id, asker, 'no place that is open')
    return { outcome: 'wrong' }
  }
  if (another !== undefined) {
    await attempt.giveBack()
    const practices = fitting.map(({ practiceId, practiceName }) => ({ id: practiceId, name: practiceName }))
    return { outcome: 'choose', practices }
  }
  const renewed = verified === 'old' ? await hashPassword(given.password) : undefined
  const opened = await open(parts, {
    account,
    place,
    asker,
    renewed: renewed === 'busy' ? undefined : renewed,
  })
  if (opened.outcome === 'in') await attempt.giveBack()
  return opened
}

interface Account {
  readonly id: string
  readonly passwordHash: string | null
  readonly knowsDevice: boolean
}

async function findAccount(
  { anywhere }: Database,
  email: string,
  device: string | undefined,
): Promise<Account | undefined> {
  const hash = tokenHash(device ?? '')
  const found = await anywhere
    .selectFrom('account')
    .leftJoin('known_device', (join) =>
      join.onRef('known_device.account_id', '=', 'account.id').on('known_device.token_hash', '=', hash),
    )
    .select(['account.id', 'account.password_hash', 'known_device.token_hash'])
    .where('account.email_key', '=', emailKey(email))
    .executeTakeFirst()
  return found && { id: found.id, passwordHash: found.password_hash, knowsDevice: found.token_hash !== null }
}

/** By the address that was typed, whether or not it has an account: so a budget says nothing about that. */
function budgetsOf(
  email: string,
  isKnownDevice: boolean,
  { address, deviceToken }: Asker,
): readonly Budget[] {
  const key = emailKey(email)
  if (isKnownDevice)
    return [{ of: ['sign-in', key, 'known device', deviceToken ?? ''], most: 10, minutes: 15 }]
  const network = networkOf(address)
  return [
    { of: ['sign-in', key, 'from', network], most: 10, minutes: 15 },
    { of: ['sign-in', 'from', network], most: 100, minutes: 15 },
    { of: ['sign-in', key, 'strangers'], most: 100, minutes: 60 },
  ]
}

async function openPlaces(database: Database, accountId: string): Promise<readonly Place[]> {
  const places = await placesOf(database.anywhere, accountId)
  const areOpen = await Promise.all(
    places.map((place) =>
      database.within({ practiceId: place.practiceId, mode: 'look' }, (transaction) =>
        mayEnter(transaction, accountId, place, 'look'),
      ),
    ),
  )
  return places.filter((_, index) => areOpen[index])
}

interface Opening {
  readonly account: Account
  readonly place: Place
  readonly asker: Asker
  /** The same password, hashed with the parameters of today. */
  readonly renewed: string | undefined
}

function open({ database, times }: SignInParts, opening: Opening): Promise<SignedIn> {
  const { account, place, asker, renewed } = opening
  const { practiceId, memberId } = place
  return database.within({ practiceId, mode: 'change' }, async (transaction) => {
    if (!(await mayEnter(transaction, account.id, place, 'hold'))) return { outcome: 'wrong' }
    if (!(await stillHas(transaction, account))) return { outcome: 'wrong' }
    if (renewed !== undefined)
      await transaction
        .updateTable('account')
        .set({ password_hash: renewed })
        .where('id', '=', account.id)
        .execute()
    const device = deviceToken(asker.deviceToken)
    await rememberDevice(transaction, account.id, device)
    const token = await openSession(
      transaction,
      { practiceId, memberId, accountId: account.id, device: asker.device },
      times,
    )
    const { requestId, address } = asker
    await insertEntries(transaction, [
      accountEntry(place, account.id, {
        requestId,
        operation: 'signIn',
        outcome: 'allowed',
        detail: { address },
      }),
    ])
    return { outcome: 'in', token, deviceToken: device }
  })
}

/** Whether the password that was verified is the one still: it may have been changed since, which ended all sessions. */
async function stillHas(transaction: Transaction, { id, passwordHash }: Account): Promise<boolean> {
  const now = await transaction
    .selectFrom('account')
    .select('password_hash')
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return now !== undefined && now.password_hash === passwordHash
}

async function logRefusal(
  { database, log }: SignInParts,
  accountId: string | undefined,
  { requestId, address }: Asker,
  reason: string,
): Promise<void> {
  if (accountId === undefined) return
  const detail: AuditDetail = { reason, address }
  const places = await placesOf(database.anywhere, accountId)
  await Promise.all(
    places.map((place) =>
      log.append(
        accountEntry(place, accountId, { requestId, operation: 'signIn', outcome: 'refused', detail }),
      ),
    ),
  )
}
