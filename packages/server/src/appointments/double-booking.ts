import { longestAppointment, type SavedAppointment } from '@rolecall/contract'
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'

/** When somebody is wanted. */
export interface Slot {
  readonly practitioner: string | null | undefined
  readonly start: Date
  readonly end: Date
}

/** Whether one that is at this has its practitioner's time for itself. */
export function takesTime(status: SavedAppointment['status']): boolean {
  return status === 'booked' || status === 'arrived'
}

/**
 * Whether another appointment than `id` takes some of this time already. Asked once the calendar is held: among those
 * that were booked here the database sees to it too, but not where an import brought one, since calendars of elsewhere
 * overlap. An import that is under way holds no calendar: what it brings comes after what is booked meanwhile.
 */
export async function isTaken(
  transaction: Transaction,
  practiceId: string,
  { practitioner, start, end }: Slot,
  id: string,
): Promise<boolean> {
  if (practitioner == null) return false
  const dayBefore = new Date(start.getTime() - longestAppointment)
  const other = await transaction
    .selectFrom('appointment')
    .select('id')
    .where('practice_id', '=', practiceId)
    .where('owner_id', '=', practitioner)
    .where('status', 'in', ['booked', 'arrived'])
    .where('id', '!=', id)
    .where('starts_at', '<', end)
    // What lasts longer than a day comes from an import, and there is an index of those.
    .where(
      sql<boolean>`(starts_at >= ${dayBefore} or (ends_at > ${start} and ends_at - starts_at > interval '24 hours'))`,
    )
    // What takes no time at all is in nobody's way.
    .where(sql<boolean>`tstzrange(starts_at, ends_at) && tstzrange(${start}, ${end})`)
    .limit(1)
    .executeTakeFirst()
  return other !== undefined
}
