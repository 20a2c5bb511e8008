import type { Policy } from '@rolecall/core'
import { sql, type Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'

/**
 * Change a practice's policy and raise its epoch. The row is locked first: two changes follow each other, and no
 * write that was decided by the policy before commits after this one was answered.
 */
export async function changePolicy(
  transaction: Transaction<Tables>,
  practiceId: string,
  change: (policy: Policy) => Policy,
): Promise<Policy> {
  const { policy } = await transaction
    .selectFrom('practice')
    .select('policy')
    .where('id', '=', practiceId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const before = policy as Policy
  const after = change(before)
  if (after === before) return before
  await transaction
    .updateTable('practice')
    .set({ policy: JSON.stringify(after), epoch: sql<string>`epoch + 1` })
    .where('id', '=', practiceId)
    .execute()
  return after
}
