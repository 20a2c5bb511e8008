/**
 * SQL put together from fragments: text that the program wrote, and values as parameters. A value is never read as
 * SQL. A placeholder stands for a value that differs from one query to the next, so that a statement is compiled once
 * and run again.
 */
import type { Sql } from '@rolecall/core'
import { CompiledQuery } from 'kysely'
import type { Transaction } from '../database/connect.ts'

export class SqlFragment {
  /** One more than the values. */
  readonly text: readonly string[]
  readonly values: readonly unknown[]

  constructor(text: readonly string[], values: readonly unknown[]) {
    this.text = text
    this.values = values
  }
}

/** A value that each query brings, and how to take it from the query. */
export class Placeholder<Query> {
  readonly of: (query: Query) => unknown

  constructor(of: (query: Query) => unknown) {
    this.of = of
  }
}

/** Tag of a template: fragments among its parts become text, anything else a parameter. */
export function fragment(texts: TemplateStringsArray, ...parts: readonly unknown[]): SqlFragment {
  const text = [texts[0] ?? '']
  const values: unknown[] = []
  for (const [index, part] of parts.entries()) {
    if (part instanceof SqlFragment) append(text, values, part)
    else {
      values.push(part)
      text.push('')
    }
    text[text.length - 1] += texts[index + 1] ?? ''
  }
  return new SqlFragment(text, values)
}

function append(text: string[], values: unknown[], part: SqlFragment): void {
  text[text.length - 1] += part.text[0] ?? ''
  for (let next = 1; next < part.text.length; next++) text.push(part.text[next] ?? '')
  for (const value of part.values) values.push(value)
}

export const empty = new SqlFragment([''], [])

/** A column, a table or a type that the program names. */
export function ref(name: string): SqlFragment {
  return new SqlFragment([name], [])
}

export function refs(names: readonly string[]): SqlFragment {
  return new SqlFragment([[...new Set(names)].join(', ')], [])
}

/** A number as text, so that PostgreSQL plans for it. Each number makes another statement. */
export function literal(number: number): SqlFragment {
  return new SqlFragment([String(Math.trunc(number))], [])
}

export function join(parts: readonly SqlFragment[], separator: string): SqlFragment {
  const text = ['']
  const values: unknown[] = []
  for (const [index, part] of parts.entries()) {
    if (index > 0) text[text.length - 1] += separator
    append(text, values, part)
  }
  return new SqlFragment(text, values)
}

/** A condition of core. */
export function conditionFragment({ text, values }: Sql): SqlFragment {
  return new SqlFragment(text, values)
}

export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

export function compile({ text: texts, values }: SqlFragment): Statement {
  let text = texts[0] ?? ''
  for (let next = 1; next < texts.length; next++) text += `$${next}${texts[next]}`
  return { text, values }
}

/** Run a statement with the values of one query. */
export async function execute<Row, Query>(
  transaction: Transaction,
  { text, values }: Statement,
  query: Query,
): Promise<readonly Row[]> {
  const bound = values.map((value) => (value instanceof Placeholder ? value.of(query) : value))
  const { rows } = await transaction.executeQuery<Row>(CompiledQuery.raw(text, bound))
  return rows
}
