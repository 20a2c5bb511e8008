/**
 * Entries that no seal holds. Those of the last second wait for one; any other was put in behind the back of the
 * sealer: with a number of a transaction that was sealed long ago, or not given yet, or a time that was over.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { type Finding, finding, timeOf } from './tamper-finding.ts'

export interface Known {
  readonly practiceId: string
  /** How many entries the seals hold that are there. */
  readonly sealed: number
  /** What is sealed of each cluster: a `pg_snapshot`. */
  readonly horizons: ReadonlyMap<string, string>
  readonly last: { readonly cluster: string; readonly sealedAt: string } | undefined
  /** Microseconds. */
  readonly tolerance: bigint
}

export async function strangers(
  transaction: Transaction,
  known: Known,
): Promise<{ readonly waiting: number; readonly finding: Finding | undefined }> {
  const { practiceId, sealed } = known
  const waits = await waitingOf(transaction, known)
  const mine = sql`practice_id = ${practiceId}::uuid`
  const { rows } = await sql<{ all: string; waiting: string }>`
    select count(*)::text as all, count(*) filter (where ${waits})::text as waiting
    from audit_entry as entry where ${mine}`.execute(transaction)
  const waiting = Number(rows[0]?.waiting ?? 0)
  const strange =
    Number(rows[0]?.all ?? 0) === sealed + waiting ? undefined : await unsealedOf(transaction, mine, waits)
  return {
    waiting,
    finding: strange ?? (waiting > 0 ? await untimely(transaction, known, waits) : undefined),
  }
}

/** Whether an entry may still wait for its seal. */
async function waitingOf(transaction: Transaction, { last, horizons }: Known): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{ cluster: string }>`select database_cluster()::text as cluster`.execute(
    transaction,
  )
  const writing = new Set([...rows.map(({ cluster }) => cluster), ...(last ? [last.cluster] : [])])
  // The ones before were sealed to the end when the database moved.
  const isOpen = last === undefined ? sql`true` : sql`entry.cluster = any(${[...writing]}::bigint[])`
  const isSealed = Array.from(
    horizons,
    ([cluster, horizon]) =>
      sql`(entry.cluster = ${cluster}::bigint and pg_visible_in_snapshot(entry.xact, ${horizon}::pg_snapshot))`,
  )
  return isSealed.length === 0 ? isOpen : sql`(${isOpen} and not (${sql.join(isSealed, sql` or `)}))`
}

interface Row {
  readonly id: string
  readonly at: string
}

const micros = (column: string) => sql`(extract(epoch from ${sql.ref(column)}) * 1000000)::bigint::text`

async function unsealedOf(
  transaction: Transaction,
  mine: RawBuilder<unknown>,
  waits: RawBuilder<unknown>,
): Promise<Finding | undefined> {
  const { rows } = await sql<Row & { twin: string | null }>`
    with sealed as materialized (select unnest(entries) as id from audit_seal where ${mine})
    select entry.id, ${micros('entry.at')} as at,
      (select other.id from audit_entry as other where other.practice_id = entry.practice_id and other.at = entry.at
         and other.request_id = entry.request_id and other.operation = entry.operation
         and other.records = entry.records and other.id <> entry.id order by other.id limit 1) as twin
    from audit_entry as entry
    where ${mine} and not ${waits} and not exists (select from sealed where sealed.id = entry.id)
    order by entry.id limit 1`.execute(transaction)
  const [row] = rows
  if (row === undefined) return undefined
  const bad = { entry: row.id, at: row.at }
  return row.twin === null
    ? finding(
        'inserted',
        bad,
        'was put in later: no seal holds it, and it claims to be older than the last one',
      )
    : finding('duplicated', bad, `is a copy of entry ${row.twin}: no seal holds it`)
}

/** Of those that wait: one whose transaction has no number yet, or that claims a time from before the last seal. */
async function untimely(
  transaction: Transaction,
  { practiceId, horizons, last, tolerance }: Known,
  waits: RawBuilder<unknown>,
): Promise<Finding | undefined> {
  const horizon = last && horizons.get(last.cluster)
  const isEarly =
    last === undefined || horizon === undefined
      ? sql`false`
      : sql`(entry.cluster = ${last.cluster}::bigint and entry.xact >= pg_snapshot_xmax(${horizon}::pg_snapshot)
          and clock_timestamp() >= ${instant(BigInt(last.sealedAt))}
          and entry.at < ${instant(BigInt(last.sealedAt) - tolerance)})`
  const { rows } = await sql<Row>`
    select entry.id, ${micros('entry.at')} as at from audit_entry as entry
    where practice_id = ${practiceId}::uuid and ${waits} and (${isEarly}
      or (entry.cluster = database_cluster() and entry.xact >= pg_snapshot_xmax(pg_current_snapshot()))
      or entry.at > clock_timestamp() + ${String(tolerance)}::bigint * interval '1 microsecond')
    order by entry.id limit 1`.execute(transaction)
  const [row] = rows
  if (row === undefined) return undefined
  const before = last === undefined ? '' : `; the last seal before it is of ${timeOf(last.sealedAt)}`
  return finding(
    'inserted',
    { entry: row.id, at: row.at },
    `was put in with a time or a transaction that is not its own${before}`,
  )
}

function instant(micros: bigint) {
  return sql`(timestamptz 'epoch' + ${String(micros)}::bigint * interval '1 microsecond')`
}
