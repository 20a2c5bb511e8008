/** The last row of a page: its sort key and its id. */
export type Cursor = readonly [sortKey: string, id: string]

export function cursorText(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

/** Undefined where the text was not made by `cursorText`. */
export function cursorOf(text: string): Cursor | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (!Array.isArray(parts) || parts.length !== 2) return undefined
    const [sortKey, id]: readonly unknown[] = parts
    return isStorable(sortKey) && isStorable(id) ? [sortKey, id] : undefined
  } catch {
    return undefined
  }
}

/** PostgreSQL keeps any text but one with a zero character or half a character. */
function isStorable(part: unknown): part is string {
  return typeof part === 'string' && !part.includes('\0') && part.isWellFormed()
}
