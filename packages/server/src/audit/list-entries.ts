/**
 * A page of the log, newest first. Every filter is an equality or a range, which row security leaves an index for.
 * Those of one record are looked for in the blocks that name it.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { blockBits } from './records-in-blocks.ts'

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
}

export async function listEntries(
  transaction: Transaction,
  practiceId: string,
  listing: Listing,
): Promise<readonly ListedEntry[]> {
  const { record } = listing.filter
  if (record !== undefined) return entriesOfRecord(transaction, practiceId, record, listing)
  const { after, limit } = listing
  return entries(transaction, {
    practiceId,
    where: [
      ...filters(listing.filter),
      ...(after === undefined
        ? []
        : [sql`(entry.at, entry.id) < (${instant(after.at)}, ${after.id}::bigint)`]),
    ],
    order: sql`entry.at desc, entry.id desc`,
    limit,
  })
}

/** Numbers of entries from `low` on, below `high`. */
interface Range {
  readonly low: bigint
  readonly high: bigint
}

const bits = BigInt(blockBits)
const maxId = (1n << 63n) - 1n

/** How many blocks are read at a time: a block holds up to 1,024 entries, and mostly several of a record. */
const blocksAtOnce = 8

/** By number, block after block. What is not sealed yet is in no block and is read first. */
async function entriesOfRecord(
  transaction: Transaction,
  practiceId: string,
  record: string,
  { filter, after, limit }: Listing,
): Promise<readonly ListedEntry[]> {
  const found: ListedEntry[] = []
  const wanted = [...filters(filter), sql`${record}::text = any(entry.records)`]
  const below = after === undefined ? [] : [sql`entry.id < ${after.id}::bigint`]
  const inBlocks = async (ranges: readonly Range[]) => {
    found.push(
      ...(await entries(transaction, {
        practiceId,
        ranges,
        where: [...wanted, ...below],
        order: sql`entry.id desc`,
        limit: limit - found.length,
      })),
    )
  }
  const newest = await newestBlock(transaction, practiceId)
  await inBlocks([{ low: newest << bits, high: maxId }])
  let before = after === undefined ? newest : min(newest, (BigInt(after.id) >> bits) + 1n)
  while (found.length < limit) {
    const blocks = await blocksOf(transaction, practiceId, record, before)
    const last = blocks.at(-1)
    if (last === undefined) break
    await inBlocks(blocks.map((block) => ({ low: block << bits, high: (block + 1n) << bits })))
    before = last
  }
  return found
}

function min(one: bigint, other: bigint): bigint {
  return one < other ? one : other
}

/** The block up to which records are noted: it and those behind it are read whole. */
async function newestBlock(transaction: Transaction, practiceId: string): Promise<bigint> {
  const { rows } = await sql<{ block: string | null }>`
    select (select max(id) from unnest(entries) as id) >> ${blockBits} as block from audit_seal
    where practice_id = ${practiceId}::uuid order by number desc limit 1`.execute(transaction)
  return BigInt(rows[0]?.block ?? 0)
}

async function blocksOf(
  transaction: Transaction,
  practiceId: string,
  record: string,
  before: bigint,
): Promise<readonly bigint[]> {
  const { rows } = await sql<{ block: string }>`select block from audit_record
    where practice_id = ${practiceId}::uuid and record_id = ${record} and block < ${String(before)}::bigint
    order by block desc limit ${blocksAtOnce}`.execute(transaction)
  return rows.map(({ block }) => BigInt(block))
}

interface Wanted {
  readonly practiceId: string
  /** Only among these. The bounds are values: computed by the database they would leave no index. */
  readonly ranges?: readonly Range[]
  readonly where: readonly RawBuilder<unknown>[]
  readonly order: RawBuilder<unknown>
  readonly limit: number
}

async function entries(
  transaction: Transaction,
  { practiceId, ranges, where, order, limit }: Wanted,
): Promise<readonly ListedEntry[]> {
  if (limit <= 0) return []
  const { rows } = await sql<ListedEntry>`
    select entry.id::text as id, (extract(epoch from entry.at) * 1000000)::bigint::text as at, entry.operation,
      entry.member_id, entry.acting_for, entry.kind, entry.act, entry.records, entry.outcome, entry.step,
      entry.carried_by, entry.detail
    from audit_entry as entry ${ranges === undefined ? sql`` : among(ranges)}
    where ${sql.join([sql`entry.practice_id = ${practiceId}::uuid`, ...where], sql` and `)}
    order by ${order} limit ${limit}`.execute(transaction)
  return rows
}

function among(ranges: readonly Range[]): RawBuilder<unknown> {
  const lows = ranges.map(({ low }) => String(low))
  const highs = ranges.map(({ high }) => String(high))
  return sql`join unnest(${lows}::bigint[], ${highs}::bigint[]) as block (low, high)
    on entry.id >= block.low and entry.id < block.high`
}

function filters({
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
    ...(act === undefined ? [] : [sql`entry.act = ${act}`]),
    // Written out, so that the index of what was not allowed fits.
    ...(outcome === undefined ? [] : [sql`entry.outcome = ${sql.lit(outcome)}`]),
    ...(operation === undefined ? [] : [sql`entry.operation = ${operation}`]),
    ...(from === undefined ? [] : [sql`entry.at >= ${from}::timestamptz`]),
    ...(until === undefined ? [] : [sql`entry.at < ${until}::timestamptz`]),
  ]
}

function instant(micros: string) {
  return sql`(timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond')`
}
