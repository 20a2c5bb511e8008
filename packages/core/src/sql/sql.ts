/**
 * A piece of SQL as fragments and values: `text[0] value[0] text[1] …`, so that pieces compose in any order and a
 * value can never be read as SQL. It has the shape of a tagged template; `numbered` writes it for PostgreSQL's drivers.
 */
export interface Sql {
  /** One more than the values. */
  readonly text: readonly string[]
  readonly values: readonly SqlValue[]
}

export type SqlValue = string | readonly string[]

/** SQL that is known when the program is written: column names, operators. Never input. */
export function raw(text: string): Sql {
  return { text: [text], values: [] }
}

export function value(input: SqlValue): Sql {
  return { text: ['', ''], values: [input] }
}

/** Put pieces one after the other. */
export function concat(pieces: readonly Sql[]): Sql {
  const text = ['']
  const values: SqlValue[] = []
  for (const piece of pieces) {
    const [first = '', ...rest] = piece.text
    text.push(`${text.pop() ?? ''}${first}`, ...rest)
    values.push(...piece.values)
  }
  return { text, values }
}

/** The text with numbered placeholders (`$1`, `$2`, …), starting after `from` values already taken. */
export function numbered(
  sql: Sql,
  from = 0,
): { readonly text: string; readonly values: readonly SqlValue[] } {
  const text = sql.text.reduce((before, fragment, index) => `${before}$${from + index}${fragment}`)
  return { text, values: sql.values }
}
