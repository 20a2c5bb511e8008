/** Where a page of notes ended: the last one's instant, to the microsecond as PostgreSQL keeps it, and its id. */
export type Place = readonly [writtenAt: string, id: string]

export function placeText(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** Undefined where the text was not made by `placeText`. */
export function placeOf(text: string): Place | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (!Array.isArray(parts) || parts.length !== 2) return undefined
    const [given, id]: readonly unknown[] = parts
    if (typeof given !== 'string' || typeof id !== 'string') return undefined
    const writtenAt = instantIn(given)
    return writtenAt !== undefined && !id.includes('\0') && id.isWellFormed() ? [writtenAt, id] : undefined
  } catch {
    return undefined
  }
}

/**
 * What PostgreSQL writes, in whatever zone it works, as it reads it in UTC: an offset may be further from UTC than it
 * takes. Throws where it is no day of the calendar.
 */
function instantIn(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d(:\d\d)?)$/.test(text)) return undefined
  const instant = Temporal.Instant.from(text.replace(' ', 'T')).toString()
  // Years of other than four digits it writes in another way, and a year 0 it does not have.
  return /^(?!0000)\d{4}-/.test(instant) ? instant : undefined
}
