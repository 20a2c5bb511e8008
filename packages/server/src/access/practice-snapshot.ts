import { type PlaceNames, practiceCatalog, type Snapshot, snapshotOf } from '@rolecall/core'
import type { Transaction } from '../database/connect.ts'
import { readPolicy } from './read-policy.ts'

/** A practice at the epoch that the transaction sees. */
export interface PracticeAt {
  readonly id: string
  readonly epoch: string
}

/** The last snapshot of each practice. An older epoch is never asked for again, except by a request that runs now. */
const kept = new Map<string, { readonly epoch: string; readonly snapshot: Snapshot }>()

/**
 * The policy of a practice, ready for questions. Read in the transaction that reads the data, so that both are of one
 * instant: in one snapshot, or while the epoch is held. No policy is an error and never an answer.
 */
export async function practiceSnapshot(
  transaction: Transaction,
  { id, epoch }: PracticeAt,
): Promise<Snapshot> {
  const before = kept.get(id)
  if (before?.epoch === epoch) return before.snapshot
  const ofTransaction = readings.get(transaction) ?? new Map<string, Promise<Snapshot>>()
  readings.set(transaction, ofTransaction)
  const key = `${id} ${epoch}`
  const reading = ofTransaction.get(key) ?? readSnapshot(transaction, id)
  ofTransaction.set(key, reading)
  const snapshot = await reading.finally(() => ofTransaction.delete(key))
  const known = kept.get(id)
  if (known === undefined || BigInt(known.epoch) < BigInt(epoch)) kept.set(id, { epoch, snapshot })
  return snapshot
}

/** What is being read: many may look in one transaction, and all of them come upon a new epoch at once. */
const readings = new WeakMap<Transaction, Map<string, Promise<Snapshot>>>()

async function readSnapshot(transaction: Transaction, id: string): Promise<Snapshot> {
  return snapshotOf(practiceCatalog, await readPolicy(transaction, id), await placeNames(transaction, id))
}

/** Renaming one raises the epoch, as renaming a person or a role does. */
async function placeNames(transaction: Transaction, practiceId: string): Promise<PlaceNames> {
  const tags = await transaction
    .selectFrom('tag')
    .select(['id', 'label'])
    .where('practice_id', '=', practiceId)
    .execute()
  const locations = await transaction
    .selectFrom('location')
    .select(['id', 'name'])
    .where('practice_id', '=', practiceId)
    .execute()
  return {
    tags: new Map(tags.map(({ id, label }) => [id, label])),
    locations: new Map(locations.map(({ id, name }) => [id, name])),
  }
}
