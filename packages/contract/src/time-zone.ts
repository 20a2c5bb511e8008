import { z } from 'zod'

/** A time zone by its name in the database of time zones: `Europe/Berlin`. */
export const timeZone = z.string().refine(isTimeZone, 'give the name of a time zone such as `Europe/Berlin`')

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
