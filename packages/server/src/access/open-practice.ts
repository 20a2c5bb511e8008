import type { Instant, Snapshot } from '@rolecall/core'
import { sql, type Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'
import { practiceSnapshot } from './practice-snapshot.ts'

/** A practice as one transaction sees it, with the time of the database's clock. */
export interface OpenPractice {
  readonly id: string
  readonly name: string
  readonly snapshot: Snapshot
  readonly at: Instant
}

/** The database's clock in milliseconds: the start of the transaction. */
export const clock = sql<number>`extract(epoch from now())::float8 * 1000`

/** Read a practice. To `hold` it is to keep its policy as it is until the transaction ends, which a write needs. */
export async function openPractice(
  transaction: Transaction<Tables>,
  id: string,
  intent: 'look' | 'hold',
): Promise<OpenPractice> {
  const practice = await transaction
    .selectFrom('practice')
    .select(['id', 'name', 'epoch', clock.as('at')])
    .where('id', '=', id)
    .$if(intent === 'hold', (rows) => rows.forShare())
    .executeTakeFirstOrThrow()
  const { name, at } = practice
  return { id, name, at, snapshot: await practiceSnapshot(transaction, practice) }
}
