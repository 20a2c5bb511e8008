import type { Appointment } from '@rolecall/contract'

/** What an appointment is at, as a receptionist says it. */
export const statusWords = {
  booked: 'Booked',
  arrived: 'Arrived',
  fulfilled: 'Took place',
  cancelled: 'Cancelled',
  noshow: 'Did not come',
} as const satisfies Record<Appointment['status'], string>

/** The same as something to say: what one presses. */
export const sayWords = {
  booked: 'Back to booked',
  arrived: 'Has arrived',
  fulfilled: 'Took place',
  noshow: 'Did not come',
} as const satisfies Record<Exclude<Appointment['status'], 'cancelled'>, string>
