import type { Transaction } from '../database/connect.ts'

/**
 * Those who book one practitioner at once follow each other. Otherwise two may each find the other's row unfinished and
 * wait for it, until the database notices after a second and has one of them try again.
 */
export async function holdCalendar(
  transaction: Transaction,
  practiceId: string,
  practitioner: string | null | undefined,
): Promise<void> {
  if (practitioner == null) return
  await transaction
    .selectFrom('member')
    .select('id')
    .where('practice_id', '=', practiceId)
    .where('id', '=', practitioner)
    .forNoKeyUpdate()
    .execute()
}
