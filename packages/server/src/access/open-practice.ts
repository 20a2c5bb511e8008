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

export async function openPractice(transaction: Transaction<Tables>, id: string): Promise<OpenPractice> {
  const practice = await transaction
    .selectFrom('practice')
    .select(['id', 'name', 'epoch', clock.as('at')])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const { name, at } = practice
  return { id, name, at, snapshot: await practiceSnapshot(transaction, practice) }
}
