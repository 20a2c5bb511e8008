/** What the calendar asks, and what is done in it. */
import type { Appointment, AppointmentInFull, Calendar, SavedAppointment } from '@rolecall/contract'
import { queryOptions } from '@tanstack/react-query'
import { Failure } from '../api/failure.ts'
import { asked, type Eyes } from '../api/questions.ts'
import { request } from '../api/request.ts'
import { type Day, daysOn, midnight } from './days.ts'

export interface Stretch {
  readonly from: Day
  /** Exclusive. */
  readonly until: Day
  readonly practitioner?: string | undefined
  readonly location?: string | undefined
}

export function askCalendar(eyes: Eyes, { from, until, practitioner, location }: Stretch) {
  return queryOptions({
    queryKey: ['calendar', eyes, from, until, practitioner, location],
    queryFn: ({ signal }) =>
      request(
        `/api/appointments${asked({
          from: midnight(from).toISOString(),
          until: midnight(until).toISOString(),
          practitioner,
          location,
        })}`,
        { signal },
      ) as Promise<Calendar>,
  })
}

/** Weeks around a day, for who has a calendar here at all. More than can be answered at once is nobody. */
export function askAround(eyes: Eyes, monday: Day) {
  return queryOptions({
    queryKey: ['calendar-people', eyes, monday],
    queryFn: async ({ signal }): Promise<Calendar> => {
      try {
        return (await request(
          `/api/appointments${asked({
            from: midnight(daysOn(monday, -14)).toISOString(),
            until: midnight(daysOn(monday, 21)).toISOString(),
          })}`,
          { signal },
        )) as Calendar
      } catch (error) {
        if (error instanceof Failure && error.kind === 'refused') return { appointments: [], busy: [] }
        throw error
      }
    },
    staleTime: 300_000,
  })
}

/** Null: there is none under this id within reach. */
export function askAppointment(eyes: Eyes, id: string) {
  return queryOptions({
    queryKey: ['appointment', eyes, id],
    queryFn: async ({ signal }): Promise<AppointmentInFull | null> => {
      try {
        return (await request(at(id), { signal })) as AppointmentInFull
      } catch (error) {
        if (error instanceof Failure && error.status === 404) return null
        throw error
      }
    },
  })
}

export interface Booking {
  readonly patient: string
  readonly practitioner: string
  readonly start: string
  readonly end: string
  readonly location: string | null
  readonly description: string
}

export async function book(booking: Booking): Promise<SavedAppointment> {
  return (await request('/api/appointments', { method: 'POST', body: booking })) as SavedAppointment
}

export interface Move {
  readonly appointment: Pick<Appointment, 'id' | 'version'>
  readonly to: Partial<Pick<Booking, 'practitioner' | 'start' | 'end' | 'location' | 'description'>>
}

export async function moveAppointment({ appointment: { id, version }, to }: Move): Promise<SavedAppointment> {
  return (await request(at(id), { method: 'PATCH', version, body: to })) as SavedAppointment
}

export async function cancelAppointment(
  { id, version }: Pick<Appointment, 'id' | 'version'>,
  reason: string,
): Promise<SavedAppointment> {
  return (await request(`${at(id)}/cancel`, {
    method: 'POST',
    version,
    body: { reason },
  })) as SavedAppointment
}

function at(id: string): string {
  return `/api/appointments/${encodeURIComponent(id)}`
}
