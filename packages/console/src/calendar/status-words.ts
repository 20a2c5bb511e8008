import type { Appointment } from '@rolecall/contract'

/** What an appointment is at, as a receptionist says it. */
export const statusWords = {
  booked: 'Booked',
  arrived: 'Arrived',
  fulfilled: 'Took place',
  cancelled: 'Cancelled',
  noshow: 'Did not come',
} as const satisfies Record<Appointment['status'], string>
