import type { Member, Snapshot } from '@rolecall/core'
import { sql, type Transaction } from 'kysely'
import { type Door, openDoor } from '../access/door.ts'
import { clock } from '../access/open-practice.ts'
import { practiceSnapshot } from '../access/practice-snapshot.ts'
import type { Database } from '../database/connect.ts'
import type { Tables } from '../database/tables.ts'
import { tokenHash } from './token.ts'
import { whyNoSignIn } from './why-no-sign-in.ts'

/** A person who is signed in, within one transaction. */
export interface Entered {
  readonly door: Door
  /** Act for a practitioner from now on, or for nobody. Whether they may is asked before. */
  actFor(practitioner: string | null): Promise<void>
}

/**
 * Let a request in by its token: session, epoch and clock are read together, in the transaction that reads the data.
 * A person whose access ended since they signed in is not let in. A write holds the policy as it is until it commits.
 */
export function enter<T>(
  database: Database,
  { token, writes }: { readonly token: string | undefined; readonly writes: boolean },
  work: (entered: Entered) => Promise<T>,
): Promise<T | 'signed-out'> {
  if (token === undefined) return Promise.resolve('signed-out')
  const begun = database.transaction().setIsolationLevel(writes ? 'read committed' : 'repeatable read')
  return begun.setAccessMode(writes ? 'read write' : 'read only').execute(async (transaction) => {
    const entered = await entry(transaction, tokenHash(token), writes)
    return entered === undefined ? 'signed-out' : work(entered)
  })
}

async function entry(
  transaction: Transaction<Tables>,
  hash: Buffer,
  writes: boolean,
): Promise<Entered | undefined> {
  const session = await transaction
    .selectFrom('session')
    .innerJoin('practice', 'practice.id', 'session.practice_id')
    .select(['practice.id', 'practice.name', 'practice.epoch', 'member_id', 'acting_for', clock.as('at')])
    .where('token_hash', '=', hash)
    .where('ends_at', '>', sql<Date>`now()`)
    .$if(writes, (rows) => rows.forShare('practice'))
    .executeTakeFirst()
  if (session === undefined) return undefined
  const snapshot = await practiceSnapshot(transaction, session)
  const member = activeMember(snapshot, session.member_id, session.at)
  if (member === undefined) return undefined
  const { id, name, at } = session
  const actingFor = session.acting_for ?? undefined
  return {
    door: openDoor(transaction, { practice: { id, name }, snapshot, member, actingFor, at }),
    async actFor(practitioner) {
      await transaction
        .updateTable('session')
        .set({ acting_for: practitioner })
        .where('token_hash', '=', hash)
        .execute()
    },
  }
}

function activeMember(snapshot: Snapshot, id: string, at: number): Member | undefined {
  const member = snapshot.members.get(id)
  return member && whyNoSignIn(member, at) === undefined ? member : undefined
}
