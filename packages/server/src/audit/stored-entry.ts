/**
 * An entry as it is sealed: every column as text, in an order that never changes, and its digest. What would let an
 * entry pass for another one is part of it: its number, its practice, its transaction.
 */
import { hash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'

/** The columns that a digest covers, and how each is written as text whatever the settings of a connection. */
export const sealedColumns = {
  practice_id: sql`entry.practice_id::text`,
  id: sql`entry.id::text`,
  cluster: sql`entry.cluster::text`,
  xact: sql`entry.xact::text`,
  at: sql`(extract(epoch from entry.at) * 1000000)::bigint::text`,
  request_id: sql`entry.request_id::text`,
  operation: sql`entry.operation`,
  member_id: sql`entry.member_id`,
  account_id: sql`entry.account_id::text`,
  acting_for: sql`entry.acting_for`,
  kind: sql`entry.kind`,
  act: sql`entry.act`,
  records: sql`entry.records::text`,
  outcome: sql`entry.outcome`,
  step: sql`entry.step`,
  carried_by: sql`entry.carried_by::text`,
  detail: sql`entry.detail::text`,
  names: sql`entry.names::text`,
} satisfies Record<string, RawBuilder<unknown>>

export type StoredEntry = Readonly<Record<keyof typeof sealedColumns, string | null>> & {
  readonly practice_id: string
  readonly id: string
  readonly cluster: string
  readonly xact: string
  /** Microseconds since 1970. */
  readonly at: string
}

const names = Object.keys(sealedColumns) as readonly (keyof StoredEntry)[]

const namesBefore = names.filter((name) => name !== 'names')

/** The columns of a select from `audit_entry as entry`. */
export const storedEntry = sql.join(names.map((name) => sql`${sealedColumns[name]} as ${sql.ref(name)}`))

/**
 * SHA-256 over every column with its length, so that nothing can be moved from one into the next. Entries from before there
 * were names have none, and are sealed as they were then.
 */
export function digestOf(entry: StoredEntry): Buffer {
  let text = `rolecall audit entry ${entry.names === null ? 1 : 2}`
  for (const name of entry.names === null ? namesBefore : names) text += measured(entry[name])
  return hash('sha256', text, 'buffer')
}

function measured(value: string | null): string {
  return value === null ? '\n-' : `\n${value.length}:${value}`
}
