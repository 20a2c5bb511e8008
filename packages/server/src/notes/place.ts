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
    const [writtenAt, id]: readonly unknown[] = parts
    if (typeof writtenAt !== 'string' || typeof id !== 'string') return undefined
    return isInstant(writtenAt) && !id.includes('\0') ? [writtenAt, id] : undefined
  } catch {
    return undefined
  }
}

/** As PostgreSQL writes one, in whatever zone it works. */
function isInstant(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d(:\d\d)?)$/.test(text)) return false
  try {
    // The 31st of February is a day in March to `Date`, and an error to PostgreSQL.
    Temporal.Instant.from(text.replace(' ', 'T'))
    return true
  } catch {
    return false
  }
}
