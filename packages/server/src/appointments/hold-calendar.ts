import type { Transaction } from '../database/connect.ts'

/**
 * Two who book one practitioner at once follow each other. Otherwise each would find the other's row unfinished, wait
 * for it, and be tried again after a second.
 */
export async function holdCalendar(
  transaction: Transaction,
  practiceId: string,
  practitioner: string,
): Promise<void> {
  await transaction
    .selectFrom('member')
    .select('id')
    .where('practice_id', '=', practiceId)
    .where('id', '=', practitioner)
    .forNoKeyUpdate()
    .execute()
}
