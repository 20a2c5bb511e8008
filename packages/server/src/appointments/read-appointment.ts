import type { AppointmentInFull } from '@rolecall/contract'
import { openAct } from '../access/action-status.ts'
import type { Door } from '../access/door.ts'
import { editColumns, shownEdit } from '../access/edit-history.ts'
import { patientNames } from '../access/patient-names.ts'
import { nextStatuses } from './next-statuses.ts'
import { appointmentColumns, shownAppointment, statusOf } from './shown-appointment.ts'

/** An appointment in reach. Undefined: there is none, as far as this person is told. */
export async function readAppointment(door: Door, id: string): Promise<AppointmentInFull | undefined> {
  const record = await door.find('appointment', id)
  if (record === undefined) return undefined
  const row = await door
    .read('appointment')
    .leftJoin('location', (join) =>
      join
        .onRef('location.practice_id', '=', 'appointment.practice_id')
        .onRef('location.id', '=', 'appointment.location_id'),
    )
    .select([...appointmentColumns, 'appointment.cancelled_because'])
    .where('appointment.id', '=', id)
    .executeTakeFirstOrThrow()
  const about = await patientNames(door, [row.patient_id])
  return {
    ...shownAppointment(row, about, door),
    cancelledBecause: row.cancelled_because,
    edited: await lastEdit(door, id),
    next: nextStatuses(statusOf(row.status), {
      start: row.starts_at,
      at: door.at,
      timeZone: await door.timeZone(),
    }),
    acts: [openAct(door, 'edit', record), openAct(door, 'cancel', record)],
  }
}

async function lastEdit(door: Door, id: string): Promise<AppointmentInFull['edited']> {
  const row = await door
    .read('appointment')
    .innerJoin('record_edit', (join) =>
      join
        .onRef('record_edit.practice_id', '=', 'appointment.practice_id')
        .onRef('record_edit.record_id', '=', 'appointment.id')
        .onRef('record_edit.revision', '=', 'appointment.version')
        .on('record_edit.kind', '=', 'appointment'),
    )
    .select(editColumns)
    .where('appointment.id', '=', id)
    .executeTakeFirst()
  return row === undefined ? null : shownEdit(row, door)
}
