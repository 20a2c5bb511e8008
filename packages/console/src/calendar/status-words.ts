import type { Appointment } from '@rolecall/contract'

/** The labels of an appointment's status. */
export const statusWords = {
  booked: 'Booked',
  arrived: 'Arrived',
  fulfilled: 'Completed',
  cancelled: 'Cancelled',
  noshow: 'No-show',
} as const satisfies Record<Appointment['status'], string>

type Said = Exclude<Appointment['status'], 'cancelled'>

/** The label of the button that sets a status. */
export function sayWords(now: Appointment['status'], next: Said): string {
  const isUndo = next === 'booked' || (next === 'arrived' && now === 'fulfilled')
  return isUndo ? 'Undo' : statusWords[next]
}
