/**
 * The entries about one record, by their numbers, newest first: those that are about a few records are noted each, of
 * lists the block, and what is not sealed yet is read through.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { entriesWhere, filters, type ListedEntry, type Listing } from './list-entries.ts'
import { blockBits, few } from './note-records.ts'

interface Looking {
  readonly transaction: Transaction
  readonly practiceId: string
  readonly record: string
  /** What else is wanted of an entry. */
  readonly where: readonly RawBuilder<unknown>[]
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
  const looking: Looking = { transaction, practiceId, record, where: [...filters(filter), ...below], limit }
  const noted = await lastNoted(looking)
  const found = [...(await behind(looking, noted))]
  if (found.length >= limit) return found
  const top = after === undefined || BigInt(after.id) > noted ? noted : BigInt(after.id) - 1n
  const singles = await amongSingles(looking, top)
  // Lists older than the last that fits on the page need not be looked for.
  const end = singles.length >= limit ? BigInt(singles.at(-1)?.id ?? 0) : 0n
  const lists = await amongLists(looking, top, end)
  const both = [...singles, ...lists].sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? 1 : -1))
  return [...found, ...both].slice(0, limit)
}

/** The number up to which entries are noted. */
async function lastNoted({ transaction, practiceId }: Looking): Promise<bigint> {
  const { rows } = await sql<{ id: string | null }>`select (select max(id) from unnest(entries) as id) as id
    from audit_seal where practice_id = ${practiceId}::uuid order by number desc limit 1`.execute(transaction)
  return BigInt(rows[0]?.id ?? 0)
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

function amongSingles({ transaction, practiceId, record, where, limit }: Looking, top: bigint) {
  return entriesWhere(transaction, {
    practiceId,
    through: sql`audit_record as noted join`,
    on: sql`on entry.practice_id = noted.practice_id and entry.id = noted.entry_id`,
    where: [
      ...where,
      sql`noted.practice_id = ${practiceId}::uuid and noted.record_id = ${record}`,
      sql`noted.entry_id <= ${String(top)}::bigint`,
    ],
    order: sql`noted.entry_id desc`,
    limit,
  })
}

/** How many blocks are looked into before it is seen whether there are enough. */
const blocksAtOnce = 4

async function amongLists(looking: Looking, top: bigint, end: bigint): Promise<readonly ListedEntry[]> {
  const { transaction, practiceId, record, where, limit } = looking
  const found: ListedEntry[] = []
  let before = (top >> blockBits) + 1n
  while (found.length < limit) {
    const blocks = await blocksOf(looking, before, end >> blockBits)
    for (const block of blocks) {
      const low = block << blockBits
      const high = ((block + 1n) << blockBits) - 1n
      if (found.length >= limit) break
      found.push(
        ...(await entriesWhere(transaction, {
          practiceId,
          where: [
            ...where,
            sql`entry.id >= ${String(low)}::bigint and entry.id <= ${String(high < top ? high : top)}::bigint`,
            sql`cardinality(entry.records) > ${sql.lit(few)}`,
            sql`${record}::text = any(entry.records)`,
          ],
          order: newestFirst,
          limit: limit - found.length,
        })),
      )
    }
    const last = blocks.at(-1)
    if (last === undefined) break
    before = last
  }
  return found
}

async function blocksOf({ transaction, practiceId, record }: Looking, before: bigint, end: bigint) {
  const { rows } = await sql<{ block: string }>`select block from audit_record_block
    where practice_id = ${practiceId}::uuid and record_id = ${record}
      and block < ${String(before)}::bigint and block >= ${String(end)}::bigint
    order by block desc limit ${blocksAtOnce}`.execute(transaction)
  return rows.map(({ block }) => BigInt(block))
}
