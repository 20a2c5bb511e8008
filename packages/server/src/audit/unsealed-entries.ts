/**
 * The entries that no seal holds yet. What a seal holds is told by its horizon, a `pg_snapshot`: which transactions
 * could be seen when it was made. So nothing waits for a transaction that takes long, and none of its entries is lost
 * when it commits at last.
 */
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { type StoredEntry, storedEntry } from './stored-entry.ts'

export interface Unsealed {
  readonly practiceId: string
  readonly cluster: string
  /** What is sealed already. Undefined: nothing. */
  readonly horizon: string | undefined
  /** What can be seen now. Undefined for a cluster that writes no more: everything there is. */
  readonly visible: string | undefined
}

/** Where the page before ended. */
export type Place = Pick<StoredEntry, 'xact' | 'id'>

/** A page of them in the order of transactions. Those that committed late have a lower number and come first. */
export async function unsealedEntries(
  transaction: Transaction,
  unsealed: Unsealed,
  { after, limit }: { readonly after: Place | undefined; readonly limit: number },
): Promise<readonly StoredEntry[]> {
  const { practiceId, cluster, horizon, visible } = unsealed
  const here = sql`entry.practice_id = ${practiceId}::uuid and entry.cluster = ${cluster}::bigint
    ${after === undefined ? sql`` : sql`and (entry.xact, entry.id) > (${after.xact}::xid8, ${after.id}::bigint)`}
    ${visible === undefined ? sql`` : sql`and pg_visible_in_snapshot(entry.xact, ${visible}::pg_snapshot)`}`
  const { rows } = await sql<StoredEntry>`
    select ${storedEntry} from (
      ${
        horizon === undefined
          ? sql`select * from audit_entry as entry where ${here}`
          : sql`
      (select entry.* from pg_snapshot_xip(${horizon}::pg_snapshot) as late (xact)
        join audit_entry as entry on entry.xact = late.xact where ${here} order by entry.xact, entry.id limit ${limit})
      union all
      (select * from audit_entry as entry where entry.xact >= pg_snapshot_xmax(${horizon}::pg_snapshot) and ${here}
        order by entry.xact, entry.id limit ${limit})`
      }
    ) as entry order by entry.xact, entry.id limit ${limit}`.execute(transaction)
  return rows
}

/** The clusters whose transactions wrote entries here. */
export async function clustersOf(transaction: Transaction, practiceId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ cluster: string }>`
    with recursive cluster (id) as (
      select min(cluster) from audit_entry where practice_id = ${practiceId}::uuid
      union all
      select (select min(entry.cluster) from audit_entry as entry
        where practice_id = ${practiceId}::uuid and entry.cluster > cluster.id) from cluster where cluster.id is not null
    ) select id::text as cluster from cluster where id is not null`.execute(transaction)
  return rows.map(({ cluster }) => cluster)
}
