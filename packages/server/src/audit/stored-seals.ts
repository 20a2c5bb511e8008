/** Seals as the database keeps them. */
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import type { Head } from './heads.ts'
import type { Seal } from './seal.ts'
import { type StoredEntry, storedEntry } from './stored-entry.ts'

/** Seals behind a number, in order. */
export async function sealsAfter(
  transaction: Transaction,
  practiceId: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly Seal[]> {
  const rows = await sealsOf(transaction, practiceId)
    .where('number', '>', String(after))
    .orderBy('number')
    .limit(limit)
    .execute()
  return rows.map((row) => sealIn(practiceId, row))
}

export async function lastSeal(transaction: Transaction, practiceId: string): Promise<Seal | undefined> {
  const [row] = await sealsOf(transaction, practiceId).orderBy('number', 'desc').limit(1).execute()
  return row && sealIn(practiceId, row)
}

/** What of a cluster's transactions is sealed: a `pg_snapshot`. Undefined: nothing yet. */
export async function horizonOf(
  transaction: Transaction,
  practiceId: string,
  cluster: string,
): Promise<string | undefined> {
  const row = await transaction
    .selectFrom('audit_seal')
    .select('horizon')
    .where('practice_id', '=', practiceId)
    .where('cluster', '=', cluster)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.horizon
}

/** The heads of the seals behind a number, as they stand outside the database. */
export async function headsAfter(
  transaction: Transaction,
  practiceId: string,
  number: number,
): Promise<readonly Head[]> {
  const { rows } = await sql<Omit<Head, 'number'> & { number: string }>`
    select number, encode(head, 'hex') as head, encode(signature, 'hex') as signature,
      (extract(epoch from sealed_at) * 1000000)::bigint::text as at, cardinality(entries) as count,
      coalesce(entries[1]::text, '') as first, coalesce(entries[cardinality(entries)]::text, '') as last
    from audit_seal where practice_id = ${practiceId}::uuid and number > ${number} order by number`.execute(
    transaction,
  )
  return rows.map((row) => ({ ...row, number: Number(row.number) }))
}

/** The entries of some seals that are there. */
export async function entriesOf(
  transaction: Transaction,
  practiceId: string,
  ids: readonly string[],
): Promise<readonly StoredEntry[]> {
  const { rows } = await sql<StoredEntry>`select ${storedEntry} from audit_entry as entry
    where practice_id = ${practiceId}::uuid and id = any(${[...ids]}::bigint[])`.execute(transaction)
  return rows
}

export async function insertSeal(transaction: Transaction, seal: Seal): Promise<void> {
  await transaction
    .insertInto('audit_seal')
    .values({
      practice_id: seal.practiceId,
      number: String(seal.number),
      entries: [...seal.entries],
      digests: [...seal.digests],
      previous: seal.previous,
      head: seal.head,
      signature: seal.signature,
      cluster: seal.cluster,
      horizon: seal.horizon,
      sealed_at: sql<Date>`timestamptz 'epoch' + ${seal.sealedAt}::bigint * interval '1 microsecond'`,
    })
    .execute()
}

function sealsOf(transaction: Transaction, practiceId: string) {
  return transaction
    .selectFrom('audit_seal')
    .select(['number', 'entries', 'digests', 'previous', 'head', 'signature', 'cluster', 'horizon'])
    .select(sql<string>`(extract(epoch from sealed_at) * 1000000)::bigint::text`.as('sealed_at'))
    .where('practice_id', '=', practiceId)
}

type Row = Awaited<ReturnType<ReturnType<typeof sealsOf>['execute']>>[number]

function sealIn(practiceId: string, row: Row): Seal {
  const { entries, digests, previous, head, signature, cluster, horizon } = row
  return {
    practiceId,
    number: Number(row.number),
    entries,
    digests,
    previous,
    head,
    signature,
    cluster,
    horizon,
    sealedAt: row.sealed_at,
  }
}
