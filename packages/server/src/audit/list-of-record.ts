/**
 * The entries about one record, by their numbers, newest first: those that are about a few records are noted each, of
 * lists the places in their block, and what is in no closed block or not sealed yet is read through.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { deedsWhere } from './event-types.ts'
import { blockBits, closedUpTo, few } from './index-records.ts'
import {
  entriesWhere,
  type Filter,
  filters,
  type ListedEntry,
  type Listing,
  lastSealed,
} from './read-entries.ts'

interface Looking {
  readonly transaction: Transaction
  readonly practiceId: string
  readonly record: string
  /** What else is wanted of an entry. */
  readonly where: readonly RawBuilder<unknown>[]
  /** The deeds that fit; undefined: any. */
  readonly deeds: readonly number[] | undefined
  readonly limit: number
}

const newestFirst = sql`entry.id desc`

export async function entriesOfRecord(
  transaction: Transaction,
  practiceId: string,
  record: string,
  { filter, after, limit }: Listing,
): Promise<readonly ListedEntry[]> {
  const below = after === undefined ? [] : [sql`entry.id < ${after.id}::bigint`]
  const deeds = (await deedsWhere(transaction, practiceId, filter))?.map(({ code }) => code)
  const where = [...filters(filter), ...below]
  const looking: Looking = { transaction, practiceId, record, where, deeds, limit }
  const sealed = await lastSealed(transaction, practiceId)
  const found = [...(await behind(looking, sealed))]
  if (found.length >= limit || deeds?.length === 0) return found
  const { top, bottom } = await boundsOf(looking, filter)
  const from = min(sealed, after === undefined ? sealed : BigInt(after.id) - 1n, top)
  const singles = await amongSingles(looking, from, bottom)
  // Lists older than the last that fits on the page need not be looked for.
  const end = singles.length >= limit ? BigInt(singles.at(-1)?.id ?? 0) : bottom
  const lists = await amongLists(looking, from, end)
  // One that committed while its block was closed, and was sealed behind that, is noted both ways.
  const both = new Map([...singles, ...lists].map((one) => [one.id, one] as const))
  const sorted = [...both.values()].sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? 1 : -1))
  return [...found, ...sorted].slice(0, limit)
}

const highest = 2n ** 63n - 1n

/** Numbers and times run together, save for clocks that are put right: an hour is more than those differ by. */
async function boundsOf(
  { transaction, practiceId }: Looking,
  { from, until }: Filter,
): Promise<{ readonly top: bigint; readonly bottom: bigint }> {
  if (from === undefined && until === undefined) return { top: highest, bottom: 0n }
  const block = async (condition: RawBuilder<unknown>, order: RawBuilder<unknown>) => {
    const { rows } = await sql<{ block: string }>`select block from audit_block
      where practice_id = ${practiceId}::uuid and ${condition} order by block ${order} limit 1`.execute(
      transaction,
    )
    return rows[0] && BigInt(rows[0].block)
  }
  const over = until && (await block(sql`from_at > ${until}::timestamptz + interval '1 hour'`, sql`asc`))
  const under = from && (await block(sql`until_at < ${from}::timestamptz - interval '1 hour'`, sql`desc`))
  return {
    top: over === undefined || over === '' ? highest : (over << blockBits) - 1n,
    bottom: under === undefined || under === '' ? 0n : (under + 1n) << blockBits,
  }
}

function min(...all: readonly bigint[]): bigint {
  return all.reduce((one, other) => (one < other ? one : other))
}

/** Those behind a number, read one by one. */
function behind({ transaction, practiceId, record, where, limit }: Looking, number: bigint) {
  return entriesWhere(transaction, {
    practiceId,
    where: [...where, sql`entry.id > ${String(number)}::bigint`, sql`${record}::text = any(entry.records)`],
    order: newestFirst,
    limit,
  })
}

function amongSingles(
  { transaction, practiceId, record, where, deeds, limit }: Looking,
  top: bigint,
  bottom: bigint,
) {
  const fits =
    deeds === undefined ? [] : [sql`(noted.deed is null or noted.deed = any(${[...deeds]}::integer[]))`]
  return entriesWhere(transaction, {
    practiceId,
    through: sql`audit_record as noted join`,
    on: sql`on entry.practice_id = noted.practice_id and entry.id = noted.entry_id`,
    where: [
      ...where,
      ...fits,
      sql`noted.practice_id = ${practiceId}::uuid and noted.record_id = ${record}`,
      sql`noted.entry_id <= ${String(top)}::bigint and noted.entry_id >= ${String(bottom)}::bigint`,
    ],
    order: sql`noted.entry_id desc`,
    limit,
  })
}

/** Lists from one number down to another: first those whose block is open, then the closed ones. */
async function amongLists(looking: Looking, top: bigint, end: bigint): Promise<readonly ListedEntry[]> {
  const { transaction, practiceId, record, where, limit } = looking
  const closed = await closedUpTo(transaction, practiceId)
  const found =
    top <= closed
      ? []
      : [
          ...(await entriesWhere(transaction, {
            practiceId,
            where: [
              ...where,
              sql`entry.id > ${String(closed)}::bigint and entry.id <= ${String(top)}::bigint`,
              sql`entry.id >= ${String(end)}::bigint`,
              sql`cardinality(entry.records) > ${sql.lit(few)}`,
              sql`${record}::text = any(entry.records)`,
            ],
            order: newestFirst,
            limit,
          })),
        ]
  let from = min(top, closed)
  while (found.length < limit && from >= end) {
    const numbers = await numbersAmongLists(looking, from, end)
    const last = numbers.at(-1)
    if (last === undefined) break
    found.push(
      ...(await entriesWhere(transaction, {
        practiceId,
        where: [...where, sql`entry.id = any(${[...numbers]}::bigint[])`],
        order: newestFirst,
        limit: limit - found.length,
      })),
    )
    if (numbers.length < looking.limit) break
    from = BigInt(last) - 1n
  }
  return found
}

/** The numbers of lists with a record and a deed that fits. */
async function numbersAmongLists(
  { transaction, practiceId, record, deeds, limit }: Looking,
  top: bigint,
  end: bigint,
): Promise<readonly string[]> {
  const some = deeds === undefined ? undefined : sql`${[...deeds]}::integer[]`
  const { rows } = await sql<{ id: string }>`
    select ((block << ${sql.lit(Number(blockBits))}) + place)::text as id
    from audit_record_block as noted, unnest(places, deeds) as list (place, deed)
    where practice_id = ${practiceId}::uuid and record_id = ${record}
      and block <= ${String(top >> blockBits)}::bigint and block >= ${String(end >> blockBits)}::bigint
      and (block << ${sql.lit(Number(blockBits))}) + place <= ${String(top)}::bigint
      ${some === undefined ? sql`` : sql`and noted.deeds && ${some} and list.deed = any(${some})`}
    order by block desc, place desc limit ${limit}`.execute(transaction)
  return rows.map(({ id }) => id)
}
