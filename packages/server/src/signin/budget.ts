/**
 * Budgets of signed-in people, by hour: of a person, of the whole practice and, for some, of the record it is about.
 */
import { type BudgetId, budgets } from '@rolecall/contract'
import { problem } from '../access/problem.ts'
import type { Database } from '../database/connect.ts'
import { type Budget, type Taken, takeAttempts } from './throttle.ts'

const minutes = 60

/** Who draws on a budget, and with which records. */
export interface Spender {
  readonly practiceId: string
  readonly memberId: string
  readonly records?: readonly string[]
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
