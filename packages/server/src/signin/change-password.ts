import { setPassword } from './account.ts'
import { checkPassword } from './check-password.ts'
import type { Asker } from './client-info.ts'
import { accountEntry, endSessionsOf, placesOf } from './memberships.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'
import { provenSession, renewToken } from './proven-session.ts'
import type { SignInParts } from './sign-in.ts'
import { takeAttempt } from './throttle.ts'

export type Changed =
  | { readonly outcome: 'changed'; readonly token: string }
  | { readonly outcome: 'signed-out' | 'locked' | 'wrong' | 'busy' }
  | { readonly outcome: 'weak'; readonly sentence: string }
  | { readonly outcome: 'throttled'; readonly minutesLeft: number }

/**
 * Choose another password by the one of before. Every other session of the account ends, in every practice, and this one
 * goes on under a new token: a copy of the old one opens nothing.
 */
export async function changePassword(
  { database, log, times }: SignInParts,
  given: { readonly token: string | undefined; readonly current: string; readonly next: string },
  { requestId, address }: Asker,
): Promise<Changed> {
  const session = await provenSession(database, given.token, times)
  if (session === undefined) return { outcome: 'signed-out' }
  if (session.isLocked) return { outcome: 'locked' }
  const { account, place } = session
  const attempt = await takeAttempt(database, [
    { of: ['change', account.id, session.id], most: 10, minutes: 15 },
  ])
  if (attempt.spent) return { outcome: 'throttled', minutesLeft: attempt.minutesLeft }
  const event = { requestId, operation: 'changePassword', detail: { address } }
  const verified = await verifyPassword(account.passwordHash, given.current)
  if (verified === 'wrong') {
    await log.append(accountEntry(place, account.id, { ...event, outcome: 'refused' }))
    return { outcome: 'wrong' }
  }
  await attempt.giveBack()
  if (verified === 'busy') return { outcome: 'busy' }
  const weak = await whyNot(given)
  if (weak === 'busy') return { outcome: 'busy' }
  if (weak !== undefined) return { outcome: 'weak', sentence: weak }
  const hash = await hashPassword(given.next)
  if (hash === 'busy') return { outcome: 'busy' }
  return database.within(
    { practiceId: place.practiceId, mode: 'change' },
    async (transaction): Promise<Changed> => {
      const insteadOf = account.passwordHash
      // Whoever changed it meanwhile has signed this one out, too.
      if (!(await setPassword(transaction, { accountId: account.id, hash, insteadOf })))
        return { outcome: 'signed-out' }
      const token = await renewToken(transaction, session.token)
      if (token === undefined) return { outcome: 'signed-out' }
      await endSessionsOf(transaction, account.id, { ...event, outcome: 'allowed' }, session.id)
      return { outcome: 'changed', token }
    },
    ({ outcome }) => outcome !== 'changed',
  )

  async function whyNot({ current, next }: { current: string; next: string }): Promise<string | undefined> {
    if (current.normalize('NFC') === next.normalize('NFC')) return 'it is the one you have, choose another'
    const practices = await placesOf(database.anywhere, account.id)
    const about = [account.name, account.email, ...practices.map(({ practiceName }) => practiceName)]
    const strength = await checkPassword(next, about, address)
    if (strength === 'busy') return strength
    return strength.accepted ? undefined : strength.sentence
  }
}
