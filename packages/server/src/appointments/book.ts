import { randomUUID } from 'node:crypto'
import type { SavedAppointment } from '@rolecall/contract'
import type { Door, Refusal } from '../access/door.ts'
import { type Clash, orClash } from './conflict.ts'
import { isTaken } from './double-booking.ts'
import { holdCalendar } from './lock-calendar.ts'

export interface Booking {
  readonly patient: string
  readonly practitioner: string
  readonly start: Date
  readonly end: Date
  readonly location: string | null
  readonly description: string
}

/** Book an appointment. The practitioner joins the patient's care team, and the location is added to the patient. */
export function book(door: Door, booking: Booking): Promise<SavedAppointment | Clash | Refusal> {
  const { patient, practitioner, start, end, location, description } = booking
  const id = randomUUID()
  const author = door.member.id
  const created = door.create<SavedAppointment | Clash>({
    kind: 'appointment',
    id,
    patient,
    nextState: { owner: practitioner, author, state: { status: 'booked' } },
    detail: { patient, practitioner, ...(location !== null && { location }) },
    async work(transaction) {
      await holdCalendar(transaction, door.practice.id, practitioner)
      await transaction
        .insertInto('appointment')
        .values({
          practice_id: door.practice.id,
          id,
          patient_id: patient,
          owner_id: practitioner,
          author_id: author,
          location_id: location,
          starts_at: start,
          ends_at: end,
          status: 'booked',
          description,
        })
        .execute()
      if (await isTaken(transaction, door.practice.id, booking, id)) return { clash: 'taken' }
      return { id, version: 1, status: 'booked' }
    },
  })
  return orClash(created)
}
