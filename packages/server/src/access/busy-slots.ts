import { type Plan, stepSql } from '@rolecall/core'
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { embed } from '../lists/embed.ts'
import { storedKinds } from '../lists/record-sources.ts'

/**
 * The slots that are taken in calendars somebody may view, by patients they may not reach: when, with whom and where.
 * An appointment whose first failed step is `patient` has passed the one about whose work it is, so that its
 * practitioner is within team access; one that fails before is no business of theirs. Nothing else of it leaves here.
 */
export function busySlots(transaction: Transaction, practiceId: string, plan: Plan) {
  const { rows, columns } = storedKinds.appointment
  return transaction
    .selectFrom(
      rows(transaction, practiceId)
        .where(sql<boolean>`${embed(stepSql(plan, columns))} = 'patient'`)
        .where('appointment.status', 'in', ['booked', 'arrived', 'fulfilled'])
        // Without a practitioner it is in nobody's calendar.
        .where('appointment.owner_id', 'is not', null)
        .whereRef('appointment.starts_at', '<', 'appointment.ends_at')
        .select([
          'appointment.practice_id',
          'appointment.owner_id',
          'appointment.location_id',
          'appointment.starts_at',
          'appointment.ends_at',
        ])
        .as('slot'),
    )
    .where('slot.practice_id', '=', practiceId)
}

/** A query that starts from the slots, as `slot`. */
export type BusySlots = ReturnType<typeof busySlots>
