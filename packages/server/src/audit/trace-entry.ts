/**
 * Where the contents of an entry went that is not what it was: under another number, or into the log of another
 * practice. What it said is not known, only its digest, so the entries of that time are tried one by one.
 */
import { sql } from 'kysely'
import type { Database, Transaction } from '../database/connect.ts'
import { practicesIn } from './seal-practice.ts'
import { digestOf, type StoredEntry, storedEntry } from './stored-entry.ts'

export interface Lost {
  readonly practiceId: string
  readonly id: string
  readonly digest: Buffer
  /** When it was sealed, which is soon after it was written. Microseconds since 1970. */
  readonly sealedAt: string
}

export type Trace = { readonly as: string } | { readonly inPractice: string }

const hour = 3_600_000_000n
const pageSize = 2000
/** Enough for an hour of any practice; whoever wrote more in it is told less. */
const mostTried = 100_000

export async function traceEntry(
  database: Database,
  transaction: Transaction,
  lost: Lost,
): Promise<Trace | undefined> {
  const here = await standsAs(transaction, lost.practiceId, lost)
  if (here !== undefined) return { as: here }
  for (const { id } of await practicesIn(database)) {
    if (id === lost.practiceId) continue
    const there = await database.within({ practiceId: id, mode: 'look' }, (other) =>
      standsAs(other, id, lost),
    )
    if (there !== undefined) return { inPractice: id }
  }
  return undefined
}

async function standsAs(
  transaction: Transaction,
  practiceId: string,
  lost: Lost,
): Promise<string | undefined> {
  const { practiceId: practice_id, id, digest, sealedAt } = lost
  let after = '0'
  for (let tried = 0; tried < mostTried; tried += pageSize) {
    const { rows } = await sql<StoredEntry>`select ${storedEntry} from audit_entry as entry
      where practice_id = ${practiceId}::uuid and id > ${after}::bigint
        and at >= ${instant(BigInt(sealedAt) - hour)} and at < ${instant(BigInt(sealedAt) + hour / 60n)}
      order by id limit ${pageSize}`.execute(transaction)
    const found = rows.find((row) => digestOf({ ...row, practice_id, id }).equals(digest))
    if (found !== undefined) return found.id
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return undefined
    after = last.id
  }
  return undefined
}

function instant(micros: bigint) {
  return sql`(timestamptz 'epoch' + ${String(micros)}::bigint * interval '1 microsecond')`
}
