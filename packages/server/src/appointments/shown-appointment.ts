import type { AboutPatient, Appointment } from '@rolecall/contract'
import type { Door } from '../access/door.ts'
import { personOf } from '../access/edit-history.ts'

/** With the name of the location, whose table is joined. */
export const appointmentColumns = [
  'appointment.id',
  'appointment.patient_id',
  'appointment.owner_id',
  'appointment.author_id',
  'appointment.location_id',
  'location.name as location_name',
  'appointment.starts_at',
  'appointment.ends_at',
  'appointment.status',
  'appointment.description',
  'appointment.version',
] as const

interface Row {
  readonly id: string
  readonly patient_id: string
  readonly owner_id: string | null
  readonly author_id: string | null
  readonly location_id: string | null
  readonly location_name: string | null
  readonly starts_at: Date
  readonly ends_at: Date
  readonly status: string
  readonly description: string
  readonly version: number
}

export function shownAppointment(row: Row, about: (id: string) => AboutPatient, door: Door): Appointment {
  const { location_id, location_name } = row
  return {
    id: row.id,
    start: row.starts_at.toISOString(),
    end: row.ends_at.toISOString(),
    patient: about(row.patient_id),
    practitioner: row.owner_id === null ? null : personOf(row.owner_id, door),
    author: row.author_id === null ? null : personOf(row.author_id, door),
    location: location_id === null ? null : { id: location_id, name: location_name ?? location_id },
    status: statusOf(row.status),
    description: row.description,
    version: row.version,
  }
}

const statuses = ['booked', 'arrived', 'fulfilled', 'cancelled', 'noshow'] as const

/** The database keeps no other. */
export function statusOf(text: string): Appointment['status'] {
  const status = statuses.find((one) => one === text)
  if (status === undefined) throw new Error(`an appointment has the unknown status \`${text}\``)
  return status
}
