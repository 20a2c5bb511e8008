/**
 * Which entries are about a record, for who looks for those of one. An index beside the log and no part of it: it can
 * be made again from the entries.
 */
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { deedOfEntry, noteDeeds } from './event-types.ts'
import type { StoredEntry } from './stored-entry.ts'

/** An entry about so many records at most is noted by itself; a longer one, a list, with the others of its block. */
export const few = 5

/** Numbers of entries are shifted by so much to their block. */
export const blockBits = 13n

/** Note what was just sealed. Of lists in blocks that are closed already too: those that committed late. */
export async function noteRecords(
  transaction: Transaction,
  practiceId: string,
  entries: readonly Pick<StoredEntry, 'id'>[],
): Promise<void> {
  const which = sql`entry.id = any(${entries.map(({ id }) => id)}::bigint[])`
  await noteDeeds(transaction, practiceId, which)
  const closed = await closedUpTo(transaction, practiceId)
  await sql`insert into audit_record (practice_id, record_id, entry_id, deed)
    select distinct entry.practice_id, record, entry.id, deed.code
    from audit_entry as entry ${deedOfEntry}, unnest(entry.records) as record
    where entry.practice_id = ${practiceId}::uuid and ${which}
      and (cardinality(entry.records) <= ${sql.lit(few)} or entry.id <= ${String(closed)}::bigint)`.execute(
    transaction,
  )
}

/** The last number of the last closed block; -1 where none is. */
export async function closedUpTo(transaction: Transaction, practiceId: string): Promise<bigint> {
  const { rows } = await sql<{ block: string }>`select block from audit_block
    where practice_id = ${practiceId}::uuid order by block desc limit 1`.execute(transaction)
  const [last] = rows
  return last === undefined ? -1n : ((BigInt(last.block) + 1n) << blockBits) - 1n
}

/** So many records on lists are noted by one statement: none may take too long. Each part reads the whole block. */
const mostTogether = 400_000

/**
 * Close the next block, if numbers behind it are sealed. Whether there was one. `stay` is called in between: a block of
 * long lists takes a while.
 */
export async function closeBlock(
  transaction: Transaction,
  practiceId: string,
  stay: () => Promise<void> = async () => {},
): Promise<boolean> {
  const block = await blockToClose(transaction, practiceId)
  if (block === undefined) return false
  const low = block << blockBits
  const which = sql`entry.id >= ${String(low)}::bigint and entry.id < ${String(low + (1n << blockBits))}::bigint`
  // Those noted before there were deeds.
  await noteDeeds(transaction, practiceId, which)
  const lists = sql`entry.practice_id = ${practiceId}::uuid and ${which}
    and cardinality(entry.records) > ${sql.lit(few)}`
  const { rows } = await sql<{ all: number }>`select coalesce(sum(cardinality(records)), 0)::int as all
    from audit_entry as entry where ${lists}`.execute(transaction)
  const parts = Math.ceil((rows[0]?.all ?? 0) / mostTogether)
  for (let part = 0; part < parts; part++) {
    await sql`insert into audit_record_block (practice_id, record_id, block, places, deeds)
      select ${practiceId}::uuid, record, ${String(block)}::bigint,
        array_agg((id - ${String(low)}::bigint)::smallint order by id), array_agg(code order by id)
      from (
        select distinct entry.id, deed.code, record
        from audit_entry as entry ${deedOfEntry}, unnest(entry.records) as record
        where ${lists} and (hashtext(record) & 2147483647) % ${parts}::integer = ${part}::integer
      ) as list group by record`.execute(transaction)
    await stay()
  }
  await sql`insert into audit_block (practice_id, block, from_at, until_at)
    select ${practiceId}::uuid, ${String(block)}::bigint, min(at), max(at) from audit_entry as entry
    where practice_id = ${practiceId}::uuid and ${which}`.execute(transaction)
  return true
}

async function blockToClose(transaction: Transaction, practiceId: string): Promise<bigint | undefined> {
  const closed = await closedUpTo(transaction, practiceId)
  const { rows } = await sql<{ next: string | null; sealed: string | null }>`
    select (select id from audit_entry where practice_id = ${practiceId}::uuid and id > ${String(closed)}::bigint
        order by id limit 1) as next,
      (select (select max(id) from unnest(entries) as id) from audit_seal where practice_id = ${practiceId}::uuid
        order by number desc limit 1) as sealed`.execute(transaction)
  const { next, sealed } = rows[0] ?? {}
  if (!next || !sealed) return undefined
  const block = BigInt(next) >> blockBits
  return BigInt(sealed) >> blockBits > block ? block : undefined
}
