import { insertEntries } from '../audit/log.ts'
import type { Asker } from './client-info.ts'
import { accountEntry, mayEnter } from './memberships.ts'
import { verifyPassword } from './password-hash.ts'
import { provenSession, renewToken } from './proven-session.ts'
import type { SignInParts } from './sign-in.ts'
import { takeAttempt } from './throttle.ts'

export type Unlocked =
  | { readonly outcome: 'unlocked'; readonly token: string }
  | { readonly outcome: 'signed-out' | 'wrong' | 'busy' }
  | { readonly outcome: 'throttled'; readonly minutesLeft: number }

/** Go on with a session, under a new token: what copied the old one while nobody sat there has nothing. */
export async function unlockSession(
  { database, log, times }: SignInParts,
  given: { readonly token: string | undefined; readonly password: string },
  { requestId, address }: Asker,
): Promise<Unlocked> {
  const session = await provenSession(database, given.token, times)
  if (session === undefined) return { outcome: 'signed-out' }
  const { account, place } = session
  const attempt = await takeAttempt(database, [{ of: ['unlock', session.id], most: 10, minutes: 15 }])
  if (attempt.spent) return { outcome: 'throttled', minutesLeft: attempt.minutesLeft }
  const event = { requestId, operation: 'unlockSession', detail: { address } }
  const verified = await verifyPassword(account.passwordHash, given.password)
  if (verified === 'busy') {
    await attempt.giveBack()
    return { outcome: 'busy' }
  }
  if (verified === 'wrong') {
    await log.append(accountEntry(place, account.id, { ...event, outcome: 'refused' }))
    return { outcome: 'wrong' }
  }
  const { practiceId } = place
  const unlocked = await database.within(
    { practiceId, mode: 'change' },
    async (transaction): Promise<Unlocked> => {
      if (!(await mayEnter(transaction, account.id, place, 'hold'))) return { outcome: 'signed-out' }
      const token = await renewToken(transaction, session.token)
      if (token === undefined) return { outcome: 'signed-out' }
      await insertEntries(transaction, [accountEntry(place, account.id, { ...event, outcome: 'allowed' })])
      return { outcome: 'unlocked', token }
    },
  )
  if (unlocked.outcome === 'unlocked') await attempt.giveBack()
  return unlocked
}
