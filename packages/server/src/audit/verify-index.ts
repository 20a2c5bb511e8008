/**
 * Whether the search index of a log says what its entries say. The index is no part of the chain: it is made again here
 * from entries whose digests were checked, and compared. Without that, who rules the database could hide an entry from every
 * search and leave the log as it was written.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { deedOfEntry } from './event-types.ts'
import { blockBits, closedUpTo, few } from './index-records.ts'
import type { StoredEntry } from './stored-entry.ts'
import { type Finding, finding } from './tamper-finding.ts'

interface Row {
  readonly id: string
  /** Null: there is no such entry. */
  readonly at: string | null
}

/** How many entries, or rows of the index, one statement looks at. */
const rowsAtOnce = 8192

/** How many records on lists one statement compares. Each part reads the lists once more. */
const elementsAtOnce = 400_000

const shift = sql.lit(Number(blockBits))

const micros = sql`(extract(epoch from entry.at) * 1000000)::bigint::text`

export class IndexCheck {
  readonly #transaction: Transaction
  readonly #practiceId: string
  /** The first entry of each deed. */
  readonly #deeds = new Map<string, Row>()
  #missing: Finding | undefined

  constructor(transaction: Transaction, practiceId: string) {
    this.#transaction = transaction
    this.#practiceId = practiceId
  }

  /** Look up sealed entries in the index. What is wrong with it is said once the log itself is known to be sound. */
  async look(entries: readonly StoredEntry[]): Promise<void> {
    for (const entry of entries) {
      const deed = deedKey(entry)
      if (!this.#deeds.has(deed)) this.#deeds.set(deed, entry)
    }
    this.#missing ??= await this.#missingRecord(entries.map(({ id }) => id))
  }

  async finding(): Promise<Finding | undefined> {
    return (
      this.#missing ??
      (await this.#wrongDeed()) ??
      (await this.#wrongRecord()) ??
      (await this.#wrongBlock(await closedUpTo(this.#transaction, this.#practiceId)))
    )
  }

  async #missingRecord(ids: readonly string[]): Promise<Finding | undefined> {
    const practiceId = this.#practiceId
    const { rows } = await sql<Row & { record: string }>`
      select entry.id::text as id, ${micros} as at, record
      from audit_entry as entry, unnest(entry.records) as record
      where entry.practice_id = ${practiceId}::uuid and entry.id = any(${[...ids]}::bigint[])
        and cardinality(entry.records) <= ${sql.lit(few)}
        and not exists (select from audit_record as noted where noted.practice_id = ${practiceId}::uuid
          and noted.record_id = record and noted.entry_id = entry.id)
      order by entry.id limit 1`.execute(this.#transaction)
    const [row] = rows
    return row && removed(row, row.record)
  }

  async #wrongDeed(): Promise<Finding | undefined> {
    const { rows } = await sql<DeedRow>`select operation, nullif(member_id, '') as member_id,
        nullif(kind, '') as kind, nullif(act, '') as act, outcome
      from audit_deed where practice_id = ${this.#practiceId}::uuid`.execute(this.#transaction)
    const noted = new Map(rows.map((row) => [deedKey(row), row]))
    for (const [deed, first] of this.#deeds)
      if (!noted.has(deed))
        return finding(
          'index',
          known(first),
          `is not found by who did it: ${indexRow} was removed or changed`,
        )
    for (const [deed, row] of noted)
      if (!this.#deeds.has(deed) && !(await this.#isWritten(row)))
        return finding(
          'index',
          { entry: null, at: null },
          `${indexRow} was added or changed: it names \`${row.operation}\` by \`${row.member_id ?? ''}\`, which no entry says`,
        )
    return undefined
  }

  /** Closing a block notes the deeds of all its entries, also of those that are not sealed yet. */
  async #isWritten({ operation, member_id, kind, act, outcome }: DeedRow): Promise<boolean> {
    const { rows } = await sql`select from audit_entry as entry
      where entry.practice_id = ${this.#practiceId}::uuid and entry.operation = ${operation}
        and ${member_id === null ? sql`entry.member_id is null` : sql`entry.member_id = ${member_id}`}
        and entry.outcome = ${outcome} and coalesce(entry.kind, '') = ${kind ?? ''} and coalesce(entry.act, '') = ${act ?? ''}
      limit 1`.execute(this.#transaction)
    return rows.length > 0
  }

  /** A row that names an entry which is not about its record, or another deed than the entry's. */
  async #wrongRecord(): Promise<Finding | undefined> {
    const mine = sql`practice_id = ${this.#practiceId}::uuid`
    return this.#inPages(sql`audit_record`, sql`entry_id`, mine, async (page) => {
      const { rows } = await sql<Row & { record: string }>`
        with noted as materialized (select record_id, entry_id, deed from audit_record where ${mine} and ${page})
        select noted.entry_id::text as id, ${micros} as at, noted.record_id as record from noted
          left join audit_entry as entry on entry.practice_id = ${this.#practiceId}::uuid and entry.id = noted.entry_id
          left ${deedOfEntry}
        where entry.id is null or not noted.record_id = any(entry.records) or noted.deed <> deed.code
        order by noted.entry_id limit 1`.execute(this.#transaction)
      return rows[0] && added(rows[0], rows[0].record)
    })
  }

  async #wrongBlock(closed: bigint): Promise<Finding | undefined> {
    for (let from = 0n; from <= closed; ) {
      const until = await this.#endOfRange(from, closed)
      const found = (await this.#wrongTime(from, until)) ?? (await this.#wrongList(from, until))
      if (found !== undefined) return found
      from = until
    }
    return (await this.#emptyBlock()) ?? (await this.#strangeList(closed))
  }

  /** A block without entries: a search between two times may pass over all that is before or behind it. */
  async #emptyBlock(): Promise<Finding | undefined> {
    const mine = sql`practice_id = ${this.#practiceId}::uuid`
    const { rows } = await sql<{ block: string }>`
      with ends as (select (select min(id) from audit_entry where ${mine}) >> ${shift} as first,
        (select max(id) from audit_entry where ${mine}) >> ${shift} as last)
      select block::text as block from audit_block as closed
        left join ends on closed.block between ends.first and ends.last
      where ${mine} and (ends.first is null or not exists (
        select from audit_entry as entry where entry.practice_id = closed.practice_id
          and entry.id >= closed.block << ${shift} and entry.id < (closed.block + 1) << ${shift}))
      order by closed.block limit 1`.execute(this.#transaction)
    const [row] = rows
    return row && finding('index', { entry: null, at: null }, emptyBlock(row.block))
  }

  /** Whole blocks that together have about as many entries as are looked at together. */
  async #endOfRange(from: bigint, closed: bigint): Promise<bigint> {
    const { rows } = await sql<{ id: string }>`select id from audit_entry
      where practice_id = ${this.#practiceId}::uuid and id >= ${String(from)}::bigint
      order by id offset ${rowsAtOnce} limit 1`.execute(this.#transaction)
    const last = rows[0] === undefined ? closed : BigInt(rows[0].id)
    return (((last < closed ? last : closed) >> blockBits) << blockBits) + (1n << blockBits)
  }

  /** A block whose times are so wrong that a search between two times passes over its entries. */
  async #wrongTime(from: bigint, until: bigint): Promise<Finding | undefined> {
    const { rows } = await sql<Row>`select entry.id::text as id, ${micros} as at
      from audit_entry as entry join audit_block as block
        on block.practice_id = ${this.#practiceId}::uuid and block.block = entry.id >> ${shift}
      where ${this.#between(from, until)}
        and (entry.at < block.from_at - interval '1 hour' or entry.at > block.until_at + interval '1 hour')
      order by entry.id limit 1`.execute(this.#transaction)
    const [row] = rows
    return row && finding('index', known(row), `is not found by its time: ${indexRow} was changed`)
  }

  /** A list that its block does not name, or names otherwise. One that committed late is noted by itself. */
  async #wrongList(from: bigint, until: bigint): Promise<Finding | undefined> {
    const practiceId = this.#practiceId
    const lists = sql`${this.#between(from, until)} and cardinality(entry.records) > ${sql.lit(few)}`
    const { rows: counted } = await sql<{ all: string }>`
      select coalesce(sum(cardinality(records)), 0)::text as all from audit_entry as entry where ${lists}`.execute(
      this.#transaction,
    )
    const parts = Math.ceil(Number(counted[0]?.all ?? 0) / elementsAtOnce)
    for (let part = 0; part < parts; part++) {
      const { rows } = await sql<Row & { record: string; missing: boolean }>`
        with expected as (
          select id >> ${shift} as block, record, array_agg((id & ((1 << ${shift}) - 1))::smallint order by id) as places,
            array_agg(code order by id) as deeds
          from (
            select distinct entry.id, deed.code, record
            from audit_entry as entry ${deedOfEntry}, unnest(entry.records) as record
            where ${lists} and (hashtext(record) & 2147483647) % ${parts}::integer = ${part}::integer
          ) as list group by id >> ${shift}, record
        ), other as materialized (
          select expected.*, noted.places as noted_places, noted.deeds as noted_deeds
          from expected left join audit_record_block as noted on noted.practice_id = ${practiceId}::uuid
            and noted.record_id = expected.record and noted.block = expected.block
          where noted.places is distinct from expected.places or noted.deeds is distinct from expected.deeds
        ), wrong as (
          select (block << ${shift}) + place as id, record, true as missing
          from other, unnest(places, deeds) as list (place, deed)
          where not exists (select from unnest(noted_places, noted_deeds) as noted (place, deed)
              where noted.place = list.place and noted.deed = list.deed)
            and not exists (select from audit_record as noted where noted.practice_id = ${practiceId}::uuid
              and noted.record_id = record and noted.entry_id = (block << ${shift}) + list.place)
            and exists (select from audit_seal where audit_seal.practice_id = ${practiceId}::uuid
              and (block << ${shift}) + list.place = any(audit_seal.entries))
          union all
          select (block << ${shift}) + place, record, false
          from other, unnest(noted_places, noted_deeds) as noted (place, deed)
          where not exists (select from unnest(places, deeds) as list (place, deed)
            where noted.place = list.place and noted.deed = list.deed)
        )
        select wrong.id::text as id, ${micros} as at, wrong.record, wrong.missing
        from wrong left join audit_entry as entry on entry.practice_id = ${practiceId}::uuid and entry.id = wrong.id
        order by wrong.id, wrong.missing limit 1`.execute(this.#transaction)
      const [row] = rows
      if (row !== undefined) return row.missing ? removed(row, row.record) : added(row, row.record)
    }
    return undefined
  }

  /** A row about a record that no list in its block names, or about a block that is not closed. */
  async #strangeList(closed: bigint): Promise<Finding | undefined> {
    const mine = sql`practice_id = ${this.#practiceId}::uuid`
    return this.#inPages(sql`audit_record_block`, sql`block`, mine, async (page) => {
      const { rows } = await sql<Row & { record: string }>`
        with noted as materialized (
          select record_id, block, (block << ${shift}) + places[1] as first from audit_record_block where ${mine} and ${page})
        select coalesce(noted.first, noted.block << ${shift})::text as id, ${micros} as at, noted.record_id as record from noted
          left join audit_entry as entry on entry.practice_id = ${this.#practiceId}::uuid and entry.id = noted.first
        where entry.id is null or not noted.record_id = any(entry.records) or entry.id > ${String(closed)}::bigint
        order by noted.block limit 1`.execute(this.#transaction)
      return rows[0] && added(rows[0], rows[0].record)
    })
  }

  /** Go through a table of the index in the order of its key. */
  async #inPages(
    table: RawBuilder<unknown>,
    column: RawBuilder<unknown>,
    mine: RawBuilder<unknown>,
    look: (page: RawBuilder<unknown>) => Promise<Finding | undefined>,
  ): Promise<Finding | undefined> {
    for (let after: RawBuilder<unknown> = sql`true`; ; ) {
      const { rows } = await sql<{ record: string; number: string }>`
        select record_id as record, ${column} as number from ${table} where ${mine} and ${after}
        order by record_id, ${column} offset ${rowsAtOnce - 1} limit 1`.execute(this.#transaction)
      const [last] = rows
      const key = last && sql`(${last.record}, ${last.number}::bigint)`
      const found = await look(key === undefined ? after : sql`${after} and (record_id, ${column}) <= ${key}`)
      if (found !== undefined || key === undefined) return found
      after = sql`(record_id, ${column}) > ${key}`
    }
  }

  #between(from: bigint, until: bigint): RawBuilder<unknown> {
    return sql`entry.practice_id = ${this.#practiceId}::uuid
      and entry.id >= ${String(from)}::bigint and entry.id < ${String(until)}::bigint`
  }
}

type DeedRow = Pick<StoredEntry, 'operation' | 'member_id' | 'kind' | 'act' | 'outcome'>

function deedKey({ operation, member_id, kind, act, outcome }: DeedRow): string {
  return JSON.stringify([operation, member_id, kind, act, outcome])
}

const indexRow = 'a row of the search index'

function emptyBlock(block: string): string {
  return `${indexRow} was added or changed: it names block ${block}, which has no entries`
}

function known({ id, at }: Row) {
  return { entry: id, at }
}

function removed(row: Row, record: string): Finding {
  return finding(
    'index',
    known(row),
    `is not found by its record \`${record}\`: ${indexRow} was removed or changed`,
  )
}

function added(row: Row, record: string): Finding {
  const words = `${indexRow} was added or changed: it names the entry for \`${record}\``
  return finding('index', known(row), `is not about what it is found by: ${words}`)
}
