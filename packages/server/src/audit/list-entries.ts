/**
 * A page of the log, newest first. Every filter is an equality or a range, which row security leaves an index for.
 * Those of one record are looked for in the blocks that name it.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { type Deed, deedsWhere } from './event-types.ts'
import { entriesOfRecord } from './list-of-record.ts'
import { entriesWhere, filters, instant, type ListedEntry, type Listing, lastSealed } from './read-entries.ts'

export async function listEntries(
  transaction: Transaction,
  practiceId: string,
  listing: Listing,
): Promise<readonly ListedEntry[]> {
  const { record } = listing.filter
  if (record !== undefined) return entriesOfRecord(transaction, practiceId, record, listing)
  const { after, limit } = listing
  const where = [
    ...filters(listing.filter),
    ...(after === undefined ? [] : [sql`(entry.at, entry.id) < (${instant(after.at)}, ${after.id}::bigint)`]),
  ]
  const deeds = await deedsWhere(transaction, practiceId, listing.filter)
  const order = sql`entry.at desc, entry.id desc`
  if (deeds === undefined || deeds.length > fewDeeds)
    return entriesWhere(transaction, { practiceId, where, order, limit })
  const sealed = await lastSealed(transaction, practiceId)
  const through = numbersOfDeeds({ practiceId, deeds, where, sealed, limit })
  const on = sql`on entry.practice_id = ${practiceId}::uuid and entry.id = found.id`
  return entriesWhere(transaction, {
    practiceId,
    through: sql`(${through}) as found join`,
    on,
    where: [],
    order,
    limit,
  })
}

/** Up to so many deeds each is looked for by itself. More are no rare ones together. */
const fewDeeds = 24

/** The newest of each deed, and of what is not sealed yet, whose deeds may not be noted. */
function numbersOfDeeds({
  practiceId,
  deeds,
  where,
  sealed,
  limit,
}: {
  readonly practiceId: string
  readonly deeds: readonly Deed[]
  readonly where: readonly RawBuilder<unknown>[]
  readonly sealed: bigint
  readonly limit: number
}): RawBuilder<unknown> {
  const newest = (...more: readonly RawBuilder<unknown>[]) => sql`(
    select entry.id from audit_entry as entry
    where ${sql.join([sql`entry.practice_id = ${practiceId}::uuid`, ...where, ...more], sql` and `)}
    order by entry.at desc, entry.id desc limit ${limit})`
  const apart = new Map(deeds.map((deed) => [`${deed.member_id} ${deed.operation} ${deed.outcome}`, deed]))
  return sql.join(
    [
      newest(sql`entry.id > ${String(sealed)}::bigint`),
      ...Array.from(apart.values(), ({ member_id, operation, outcome }) =>
        newest(
          member_id === '' ? sql`entry.member_id is null` : sql`entry.member_id = ${member_id}`,
          sql`entry.operation = ${operation}`,
          sql`entry.outcome = ${outcome}`,
          sql`entry.id <= ${String(sealed)}::bigint`,
        ),
      ),
    ],
    sql` union all `,
  )
}

/** The highest number of the last seal. */
