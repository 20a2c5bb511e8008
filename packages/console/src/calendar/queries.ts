/** What the calendar asks, and what is done in it. */
import type {
  Appointment,
  AppointmentInFull,
  Calendar,
  Calendars,
  SavedAppointment,
} from '@rolecall/contract'
import { queryOptions } from '@tanstack/react-query'
import { Failure } from '../api/failure.ts'
import { asked, type Eyes } from '../api/queries.ts'
import { request } from '../api/request.ts'
import { type Day, midnight } from '../ui/days.ts'

export interface Stretch {
  readonly from: Day
  /** Exclusive. */
  readonly until: Day
  /** In which these days begin and end. */
  readonly timeZone: string
  readonly practitioner?: string | undefined
  readonly location?: string | undefined
}

export function askCalendar(eyes: Eyes, { from, until, timeZone, practitioner, location }: Stretch) {
  return queryOptions({
    queryKey: ['calendar', eyes, from, until, timeZone, practitioner, location],
    queryFn: ({ signal }) =>
      request(
        `/api/appointments${asked({
          from: midnight(from, timeZone),
          until: midnight(until, timeZone),
          practitioner,
          location,
        })}`,
        { signal },
      ) as Promise<Calendar>,
  })
}

/** Whose calendars are open, and in which of them one may book. */
export function askCalendars(eyes: Eyes) {
  return queryOptions({
    queryKey: ['calendars', eyes],
    queryFn: async ({ signal }) => ((await request('/api/calendars', { signal })) as Calendars).calendars,
    staleTime: 60_000,
  })
}

/** All appointments of a patient that are in reach, in their order. */
export function askAppointmentsOf(eyes: Eyes, patient: string) {
  return queryOptions({
    queryKey: ['calendar', eyes, 'of', patient],
    queryFn: async ({ signal }) =>
      ((await request(`/api/appointments${asked({ patient })}`, { signal })) as Calendar).appointments,
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

/** A change, and whether the person confirms that it widens their own access. */
export type Asked<Change> = Change & { readonly confirmed: boolean }

export async function book(booking: Asked<Booking>): Promise<SavedAppointment> {
  return (await request('/api/appointments', { method: 'POST', body: booking })) as SavedAppointment
}

export interface Move {
  readonly appointment: Pick<Appointment, 'id' | 'version'>
  readonly to: Partial<Pick<Booking, 'practitioner' | 'start' | 'end' | 'location' | 'description'>>
}

export async function moveAppointment({
  appointment: { id, version },
  to,
  confirmed,
}: Asked<Move>): Promise<SavedAppointment> {
  return (await request(at(id), {
    method: 'PATCH',
    version,
    body: { ...to, confirmed },
  })) as SavedAppointment
}

export interface Said {
  readonly appointment: Pick<Appointment, 'id' | 'version'>
  readonly status: Appointment['status']
}

export async function sayStatus({
  appointment: { id, version },
  status,
  confirmed,
}: Asked<Said>): Promise<SavedAppointment> {
  return (await request(`${at(id)}/status`, {
    method: 'PUT',
    version,
    body: { status, confirmed },
  })) as SavedAppointment
}

export async function cancelAppointment(
  { id, version }: Pick<Appointment, 'id' | 'version'>,
  why: Asked<{ readonly reason: string }>,
): Promise<SavedAppointment> {
  return (await request(`${at(id)}/cancel`, {
    method: 'POST',
    version,
    body: why,
  })) as SavedAppointment
}

function at(id: string): string {
  return `/api/appointments/${encodeURIComponent(id)}`
}
