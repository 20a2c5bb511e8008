import { type PlaceNames, practiceCatalog, type Snapshot, snapshotOf } from '@rolecall/core'
import type { Transaction } from '../database/connect.ts'
import { readPolicy } from './read-policy.ts'

/** A practice with the policy that the transaction sees. */
export interface PracticeAt {
  readonly id: string
  /** Of its policy: another one with each change, and none comes again after a restore. */
  readonly stamp: string
}

/** The last snapshot of each practice, the one asked for least recently first. */
const kept = new Map<string, { readonly stamp: string; readonly snapshot: Snapshot }>()

/**
 * How many members of practices are kept at most: a member takes about 7 kB with what is worked out for them, so this
 * is some 200 MB. A practice that was forgotten is read again, in about 10 ms.
 */
const mostMembers = 30_000

/** A practice takes some room however few its members are: its roles, locations and tags. */
const leastMembers = 5

let keptMembers = 0

/**
 * The policy of a practice, ready for questions. Read in the transaction that reads the data, so that both are of one
 * instant: in one snapshot, or while the epoch is held. No policy is an error and never an answer.
 */
export async function practiceSnapshot(
  transaction: Transaction,
  { id, stamp }: PracticeAt,
): Promise<Snapshot> {
  const before = kept.get(id)
  if (before?.stamp === stamp) {
    kept.delete(id)
    kept.set(id, before)
    return before.snapshot
  }
  const ofTransaction = readings.get(transaction) ?? new Map<string, Promise<Snapshot>>()
  readings.set(transaction, ofTransaction)
  const key = `${id} ${stamp}`
  const reading = ofTransaction.get(key) ?? readSnapshot(transaction, id)
  ofTransaction.set(key, reading)
  const snapshot = await reading.finally(() => ofTransaction.delete(key))
  keep(id, stamp, snapshot)
  return snapshot
}

function keep(id: string, stamp: string, snapshot: Snapshot): void {
  forget(id)
  kept.set(id, { stamp, snapshot })
  keptMembers += weightOf(snapshot)
  // The one that was asked for now stays, however large it is.
  for (const oldest of kept.keys()) {
    if (keptMembers <= mostMembers || oldest === id) return
    forget(oldest)
  }
}

function forget(id: string): void {
  const known = kept.get(id)
  if (known === undefined) return
  kept.delete(id)
  keptMembers -= weightOf(known.snapshot)
}

function weightOf({ members }: Snapshot): number {
  return Math.max(members.size, leastMembers)
}

/** How much is kept now. */
export function snapshotsKept(): { readonly practices: number; readonly members: number } {
  return { practices: kept.size, members: keptMembers }
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
