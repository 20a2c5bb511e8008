import type { Instant, Snapshot } from '@rolecall/core'
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { practiceSnapshot } from './practice-snapshot.ts'

/** A practice as one transaction sees it, with the time of the database's clock. */
export interface OpenPractice {
  readonly id: string
  readonly name: string
  /** Names its policy: another one with each change. */
  readonly policyStamp: string
  readonly snapshot: Snapshot
  readonly at: Instant
}

/** Read a practice. To `hold` it is to keep its policy as it is until the transaction ends, which a write needs. */
export async function openPractice(
  transaction: Transaction,
  id: string,
  intent: 'look' | 'hold',
): Promise<OpenPractice> {
  const { name, stamp, at } = await transaction
    .selectFrom('policy_epoch')
    .innerJoin('practice', 'practice.id', 'policy_epoch.practice_id')
    .select(['practice.name', 'policy_epoch.stamp', clock.as('at')])
    .where('policy_epoch.practice_id', '=', id)
    .$if(intent === 'hold', (rows) => rows.forShare('policy_epoch'))
    .executeTakeFirstOrThrow()
  return { id, name, at, policyStamp: stamp, snapshot: await practiceSnapshot(transaction, { id, stamp }) }
}

/** The database's clock now, in milliseconds. */
const clock = sql<number>`extract(epoch from clock_timestamp())::float8 * 1000`
