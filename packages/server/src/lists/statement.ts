/**
 * Statements put together from pieces, for questions that are asked all the time: as fragments the program wrote and
 * values as parameters. A value can never be read as SQL. What differs from one asking to the next is a value that
 * comes later, so that a statement can be kept and asked again.
 */
import type { Sql } from '@rolecall/core'
import { CompiledQuery } from 'kysely'
import type { Transaction } from '../database/connect.ts'

export class Piece {
  /** One more than the values. */
  readonly text: readonly string[]
  readonly values: readonly unknown[]

  constructor(text: readonly string[], values: readonly unknown[]) {
    this.text = text
    this.values = values
  }
}

/** A value that each asking brings: what to take of it. */
export class Later<Asking> {
  readonly of: (asking: Asking) => unknown

  constructor(of: (asking: Asking) => unknown) {
    this.of = of
  }
}

/** A piece of SQL. What stands between the fragments is a piece as well, and anything else a parameter. */
export function statement(fragments: TemplateStringsArray, ...parts: readonly unknown[]): Piece {
  const text = [fragments[0] ?? '']
  const values: unknown[] = []
  for (const [index, part] of parts.entries()) {
    if (part instanceof Piece) append(text, values, part)
    else {
      values.push(part)
      text.push('')
    }
    text[text.length - 1] += fragments[index + 1] ?? ''
  }
  return new Piece(text, values)
}

function append(text: string[], values: unknown[], piece: Piece): void {
  text[text.length - 1] += piece.text[0] ?? ''
  for (let next = 1; next < piece.text.length; next++) text.push(piece.text[next] ?? '')
  for (const value of piece.values) values.push(value)
}

export const nothing = new Piece([''], [])

/** A column or a table that the program names. */
export function ref(name: string): Piece {
  return new Piece([name], [])
}

export function refs(names: readonly string[]): Piece {
  return new Piece([[...new Set(names)].join(', ')], [])
}

/** A number as text, so that what is planned knows it. Few different ones: each makes another statement. */
export function literal(number: number): Piece {
  return new Piece([String(Math.trunc(number))], [])
}

export function joined(pieces: readonly Piece[], between: string): Piece {
  const text = ['']
  const values: unknown[] = []
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) text[text.length - 1] += between
    append(text, values, piece)
  }
  return new Piece(text, values)
}

/** A condition of core. */
export function conditionPiece({ text, values }: Sql): Piece {
  return new Piece(text, values)
}

/** A statement that may be asked again and again. */
export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

export function whole({ text: fragments, values }: Piece): Statement {
  let text = fragments[0] ?? ''
  for (let next = 1; next < fragments.length; next++) text += `$${next}${fragments[next]}`
  return { text, values }
}

/** The rows of a statement for one asking. */
export async function rowsOf<Row, Asking>(
  transaction: Transaction,
  { text, values }: Statement,
  asking: Asking,
): Promise<readonly Row[]> {
  const brought = values.map((value) => (value instanceof Later ? value.of(asking) : value))
  const { rows } = await transaction.executeQuery<Row>(CompiledQuery.raw(text, brought))
  return rows
}
