import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'

/**
 * Take the policy of a practice for oneself until the transaction ends. Writes that were decided by it have committed
 * by then, and those that come wait.
 */
export async function takePolicy(transaction: Transaction, practiceId: string): Promise<void> {
  await transaction
    .selectFrom('policy_epoch')
    .select('epoch')
    .where('practice_id', '=', practiceId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/**
 * Make every plan and snapshot of the practice old, from the moment that this transaction commits. It comes last: a
 * snapshot that the same transaction asked for afterwards would be kept under a number that may never be.
 */
export async function raiseEpoch(transaction: Transaction, practiceId: string): Promise<void> {
  await transaction
    .updateTable('policy_epoch')
    .set({ epoch: sql<string>`epoch + 1` })
    .where('practice_id', '=', practiceId)
    .execute()
}
