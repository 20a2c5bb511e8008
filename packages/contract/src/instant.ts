import { z } from 'zod'

/** The years of four digits that are no slip of the pen. PostgreSQL knows no year 0. */
const first = Date.parse('1000-01-01T00:00:00Z')
const last = Date.parse('9999-12-31T23:59:59.999Z')

/** Further from UTC than this there is no zone, in hours. */
const furthestZone = 14

/** An instant as a request gives it: with its zone, or in UTC with a `Z`. */
export const givenInstant = z.iso
  .datetime({ offset: true, error: 'give an instant with its zone, `2026-11-21T09:00:00Z`' })
  .max(40)
  .refine(isWithinYears, 'give an instant of the years 1000 to 9999')
  .refine(isInZone, 'give a zone within 14 hours of UTC')

function isWithinYears(text: string): boolean {
  const time = Date.parse(text)
  return first <= time && time <= last
}

function isInZone(text: string): boolean {
  const [, hours = 0, minutes = 0] = /[+-](\d\d):(\d\d)$/.exec(text) ?? []
  return Number(hours) + Number(minutes) / 60 <= furthestZone
}
