/** Reading entries of the log by a condition, and the conditions of filters. */
import { practiceCatalog } from '@rolecall/core'
import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import type { Names } from './entry.ts'

export interface Filter {
  readonly member?: string | undefined
  readonly record?: string | undefined
  readonly kind?: string | undefined
  readonly act?: string | undefined
  readonly outcome?: string | undefined
  readonly operation?: string | undefined
  /** Inclusive. */
  readonly from?: string | undefined
  /** Exclusive. */
  readonly until?: string | undefined
}

export interface Listing {
  readonly filter: Filter
  readonly after: Place | undefined
  readonly limit: number
}

/** The last entry of a page. */
export interface Place {
  /** Microseconds since 1970. */
  readonly at: string
  readonly id: string
}

export interface ListedEntry {
  readonly id: string
  /** Microseconds since 1970. */
  readonly at: string
  readonly operation: string
  readonly member_id: string | null
  readonly acting_for: string | null
  readonly kind: string | null
  readonly act: string | null
  readonly records: readonly string[]
  readonly outcome: 'allowed' | 'refused' | 'failed'
  readonly step: string | null
  readonly carried_by: readonly string[]
  readonly detail: Readonly<Record<string, unknown>> | null
  /** What members and roles were called then. Null: it was written before that was noted. */
  readonly names: Names | null
}

export async function lastSealed(transaction: Transaction, practiceId: string): Promise<bigint> {
  const { rows } = await sql<{ id: string | null }>`select (select max(id) from unnest(entries) as id) as id
    from audit_seal where practice_id = ${practiceId}::uuid order by number desc limit 1`.execute(transaction)
  return BigInt(rows[0]?.id ?? 0)
}

export interface Wanted {
  readonly practiceId: string
  /** What is read besides, to find the entries by. */
  readonly through?: RawBuilder<unknown>
  readonly on?: RawBuilder<unknown>
  readonly where: readonly RawBuilder<unknown>[]
  readonly order: RawBuilder<unknown>
  readonly limit: number
}

export async function entriesWhere(
  transaction: Transaction,
  { practiceId, through = sql``, on = sql``, where, order, limit }: Wanted,
): Promise<readonly ListedEntry[]> {
  if (limit <= 0) return []
  const { rows } = await sql<ListedEntry>`
    select entry.id::text as id, (extract(epoch from entry.at) * 1000000)::bigint::text as at, entry.operation,
      entry.member_id, entry.acting_for, entry.kind, entry.act, array_to_json(entry.records) as records, entry.outcome, entry.step,
      entry.carried_by, entry.detail, entry.names
    from ${through} audit_entry as entry ${on}
    where ${sql.join([sql`entry.practice_id = ${practiceId}::uuid`, ...where], sql` and `)}
    order by ${order} limit ${limit}`.execute(transaction)
  return rows
}

const acts: ReadonlySet<string> = new Set(
  [...practiceCatalog.cells.values()].flatMap((cells) => [...cells.keys()]),
)

export function filters({
  member,
  kind,
  act,
  outcome,
  operation,
  from,
  until,
}: Filter): readonly RawBuilder<unknown>[] {
  return [
    ...(member === undefined ? [] : [sql`entry.member_id = ${member}`]),
    ...(kind === undefined ? [] : [sql`entry.kind = ${kind}`]),
    // Written out, so that the index of what was not just looked at fits.
    ...(act === undefined ? [] : [sql`entry.act = ${acts.has(act) ? sql.lit(act) : act}`]),
    // Written out, so that the index of what was not allowed fits.
    ...(outcome === undefined ? [] : [sql`entry.outcome = ${sql.lit(outcome)}`]),
    ...(operation === undefined ? [] : [sql`entry.operation = ${operation}`]),
    ...(from === undefined ? [] : [sql`entry.at >= ${from}::timestamptz`]),
    ...(until === undefined ? [] : [sql`entry.at < ${until}::timestamptz`]),
  ]
}

export function instant(micros: string) {
  return sql`(timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond')`
}
