/**
 * Budgets of signed-in people: what one request is counted against is taken before the request is answered, so that many
 * at once get no more than one after another, and given back when the answer used none of it.
 */
import type { BudgetId } from '@rolecall/contract'
import { sql } from 'kysely'
import type { Database } from '../database/connect.ts'
import { takeFrom, usedUp } from '../signin/budget.ts'
import type { Token } from '../signin/token.ts'
import type { Answer } from './handle-request.ts'

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
