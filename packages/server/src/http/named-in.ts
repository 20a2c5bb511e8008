import type { Given } from './read-input.ts'

/** Where a query or a body names somebody or something by their id. */
const names = ['member', 'patient', 'record']

/** Ids of the records that a request names, as the log can keep them. Which they are is anybody's text, but for its length. */
export function namedIn({ params, query, body }: Given): readonly string[] {
  const inPath = Object.values(table(params))
  const others = [query, body].flatMap((part) => names.map((name) => table(part)[name]))
  const ids = [...inPath, ...others].filter((id) => typeof id === 'string')
  // PostgreSQL keeps no half of a character; as it was looked for it was a whole one too.
  return [...new Set(ids.map((id) => id.toWellFormed()))]
}

function table(part: unknown): Readonly<Record<string, unknown>> {
  return (part ?? {}) as Readonly<Record<string, unknown>>
}
