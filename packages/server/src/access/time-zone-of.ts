import type { Transaction } from '../database/connect.ts'

/** In which time zone a practice tells its days and hours. */
export async function timeZoneOf(transaction: Transaction, practiceId: string): Promise<string> {
  const settings = await transaction
    .selectFrom('practice_settings')
    .select('time_zone')
    .where('practice_id', '=', practiceId)
    .executeTakeFirst()
  return settings?.time_zone ?? 'UTC'
}
