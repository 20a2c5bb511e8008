import type { Instant } from '@rolecall/core'

/** The day that an instant lies in, by the clocks of a time zone. */
export function dayOf(at: Instant, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(timeZone).toPlainDate()
}
