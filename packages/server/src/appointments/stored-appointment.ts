import type { SavedAppointment } from '@rolecall/contract'
import { sql } from 'kysely'
import type { Door } from '../access/door.ts'
import { recordEdit } from '../access/edit-history.ts'
import type { Transaction } from '../database/connect.ts'
import { statusOf } from './shown-appointment.ts'

/** An appointment that is to be changed. */
export interface Named {
  readonly id: string
  /** The version that was read. */
  readonly version: number
}

export interface Held {
  readonly version: number
  readonly status: SavedAppointment['status']
  readonly start: Date
  readonly end: Date
}

/** As it is: the door holds its patient, whom everyone takes first who writes something of theirs. */
export async function held(transaction: Transaction, { practice }: Door, id: string): Promise<Held> {
  const row = await transaction
    .selectFrom('appointment')
    .select(['version', 'status', 'starts_at as start', 'ends_at as end'])
    .where('practice_id', '=', practice.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { ...row, status: statusOf(row.status) }
}

interface Saving {
  readonly id: string
  readonly fields: readonly string[]
  readonly set: Readonly<Record<string, string | Date | null>>
}

/** Write what becomes of it, and who did that. */
export async function saved(
  transaction: Transaction,
  door: Door,
  { id, fields, set }: Saving,
): Promise<SavedAppointment> {
  const { version, status } = await transaction
    .updateTable('appointment')
    .set({ ...set, version: sql<number>`version + 1` })
    .where('practice_id', '=', door.practice.id)
    .where('id', '=', id)
    .returning(['version', 'status'])
    .executeTakeFirstOrThrow()
  await recordEdit(transaction, door, { kind: 'appointment', id, revision: version, fields })
  return { id, version, status: statusOf(status) }
}
