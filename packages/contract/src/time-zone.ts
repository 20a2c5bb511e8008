import { z } from 'zod'

/**
 * A time zone by its name in the database of time zones: `Europe/Berlin`. An offset is none: it knows no summer, and not
 * every browser knows it.
 */
export const timeZone = z
  .string()
  .max(100)
  .refine(isTimeZone, 'give the name of a time zone such as `Europe/Berlin`')

function isTimeZone(text: string): boolean {
  try {
    return (
      /^[a-z]/i.test(text) &&
      new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== ''
    )
  } catch {
    return false
  }
}
