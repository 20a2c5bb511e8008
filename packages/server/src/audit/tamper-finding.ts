/** What is wrong with a log: the first entry that is not as it was, and what was done to it. */
export interface Finding {
  readonly what: Tampering
  /** The number of the first bad entry. Null where nothing says which it is. */
  readonly entry: string | null
  /** When it was written, or, where it is gone, sealed. Microseconds since 1970. */
  readonly at: string | null
  readonly words: string
}

export type Tampering =
  | 'edited'
  | 'deleted'
  | 'reordered'
  | 'moved'
  | 'duplicated'
  | 'inserted'
  | 'cut'
  | 'rewritten'
  | 'seal'
  | 'heads'
  | 'index'

interface Bad {
  readonly entry: string | null
  readonly at: string | null
}

/** The one sentence on it. What follows the entry and its time says what was done. */
export function finding(what: Tampering, { entry, at }: Bad, done: string): Finding {
  const when = at === null ? '' : ` of ${timeOf(at)}`
  return { what, entry, at, words: entry === null ? done : `entry ${entry}${when} ${done}` }
}

/** An instant in microseconds as it is written, to the microsecond: `from` and `until` may name it exactly. */
export function timeOf(micros: string): string {
  const milliseconds = new Date(Number(BigInt(micros) / 1000n)).toISOString()
  return milliseconds.replace('Z', `${String(BigInt(micros) % 1000n).padStart(3, '0')}Z`)
}
