/**
 * Budgets of signed-in people: what one request is counted against is taken before the request is answered, so that many
 * at once get no more than one after another, and given back when the answer used none of it.
 */
import { type BudgetId, budgets } from '@rolecall/contract'
import { sql } from 'kysely'
import type { Database } from '../database/connect.ts'
import { problem } from '../http/problem.ts'
import type { Answer } from './enter.ts'
import { type Budget, type Taken, takeAttempts } from './throttle.ts'
import type { Token } from './token.ts'

const minutes = 60

/** Who draws on a budget, and with which records. */
export interface Spender {
  readonly practiceId: string
  readonly memberId: string
  readonly records?: readonly string[]
}

/** Whether an answer used what was taken for it. */
const isUsed: Readonly<Record<BudgetId, (answer: Answer) => boolean>> = {
  // A patient whom the person may see is named, which tells nothing they could not look up.
  patientChecks: ({ status, body }) => status === 409 && !isNamed(body),
  invitations: ({ status }) => status < 400,
  exports: ({ status }) => status < 400,
}

function isNamed(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'duplicate' in body
}

/** Take from a budget; `uses` is how many times what it counts would be done. */
export function takeFrom(
  database: Database,
  of: BudgetId,
  { practiceId, memberId, records = [] }: Spender,
  uses = 1,
): Promise<Taken> {
  const { member, practice, record } = { record: undefined, ...budgets[of] }
  const budget = (name: readonly string[], most: number): Budget => ({
    of: ['budget', of, practiceId, ...name],
    most,
    minutes,
  })
  return takeAttempts(
    database,
    [
      ...(record === undefined ? [] : records.map((id) => budget(['record', id], record))),
      budget(['member', memberId], member),
      budget([], practice),
    ],
    uses,
  )
}

/** The answer to a request beyond its budget. */
export function usedUp(of: BudgetId, minutesLeft: number) {
  return {
    ...problem(429, `${budgets[of].usedUp}, try again within an hour`),
    retryAfter: minutesLeft * 60,
  }
}

/**
 * Answer a request within its budget. Who draws on it is found by the session before the request is let in; a token that
 * opens nothing draws on none.
 */
export async function withinBudget(
  database: Database,
  {
    of,
    token,
    records,
  }: { readonly of: BudgetId; readonly token: Token; readonly records: readonly string[] },
  answerOf: (beyond: Answer | undefined) => Promise<Answer>,
): Promise<Answer> {
  const memberId = await memberOf(database, token)
  if (memberId === undefined) return answerOf(undefined)
  const taken = await takeFrom(database, of, { practiceId: token.practiceId, memberId, records })
  if (taken.spent) return answerOf(usedUp(of, taken.minutesLeft))
  const answer = await answerOf(undefined).catch(async (error: unknown) => {
    await taken.giveBack()
    throw error
  })
  if (!isUsed[of](answer)) await taken.giveBack()
  return answer
}

async function memberOf(database: Database, { practiceId, hash }: Token): Promise<string | undefined> {
  const session = await database.within({ practiceId, mode: 'look' }, (transaction) =>
    transaction
      .selectFrom('session')
      .select('member_id')
      .where('practice_id', '=', practiceId)
      .where('token_hash', '=', hash)
      .where('ends_at', '>', sql<Date>`now()`)
      .executeTakeFirst(),
  )
  return session?.member_id
}
