import type { Sql } from '@rolecall/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'

/** A condition of core as part of a query: fragments the program wrote, and values as parameters. Never text. */
export function embed({ text, values }: Sql): RawBuilder<SqlBool> {
  const fragments: TemplateStringsArray = Object.assign([...text], { raw: text })
  return sql<SqlBool>(fragments, ...values)
}
