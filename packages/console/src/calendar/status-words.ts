import type { Appointment } from '@rolecall/contract'

/** What an appointment is at, as a receptionist says it. */
export const statusWords = {
  booked: 'Booked',
  arrived: 'Arrived',
  fulfilled: 'Took place',
  cancelled: 'Cancelled',
  noshow: 'Did not come',
} as const satisfies Record<Appointment['status'], string>

type Said = Exclude<Appointment['status'], 'cancelled'>

const said: Readonly<Record<Said, string>> = {
  booked: 'Take it back',
  arrived: 'Has arrived',
  fulfilled: 'Took place',
  noshow: 'Did not come',
}

/** What one presses to say what becomes of an appointment. */
export function sayWords(now: Appointment['status'], next: Said): string {
  if (next !== 'arrived') return said[next]
  return now === 'fulfilled' ? said.booked : now === 'noshow' ? 'Came after all' : said.arrived
}
