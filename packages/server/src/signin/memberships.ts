/** Where an account has a place. An account belongs to no practice, so each of them is asked by itself. */
import { sql } from 'kysely'
import { openPractice } from '../access/open-practice.ts'
import { whyNoSignIn } from '../access/sign-in-block.ts'
import type { AuditEntry } from '../audit/entry.ts'
import { insertEntries } from '../audit/log.ts'
import type { Database, Transaction } from '../database/connect.ts'

/** Where a transaction begins that works in each practice of an account: nobody's. */
export const noPractice = '00000000-0000-4000-8000-000000000000'

export interface Place {
  readonly practiceId: string
  readonly practiceName: string
  readonly memberId: string
}

/** Every place of an account, whether or not it opens anything now. */
export function placesOf(anywhere: Database['anywhere'] | Transaction, accountId: string): Promise<Place[]> {
  return anywhere
    .selectFrom('membership')
    .innerJoin('practice', 'practice.id', 'membership.practice_id')
    .select([
      'practice.id as practiceId',
      'practice.name as practiceName',
      'membership.member_id as memberId',
    ])
    .where('membership.account_id', '=', accountId)
    .orderBy('practice.name')
    .orderBy('practice.id')
    .execute()
}

/** Whether somebody may sign in to a place with their account now. To `hold` it keeps it so until the transaction ends. */
export async function mayEnter(
  transaction: Transaction,
  accountId: string,
  { practiceId, memberId }: Omit<Place, 'practiceName'>,
  intent: 'look' | 'hold',
): Promise<boolean> {
  const { snapshot, at } = await openPractice(transaction, practiceId, intent)
  const member = snapshot.members.get(memberId)
  if (member === undefined || whyNoSignIn(member, at) !== undefined) return false
  const linked = await transaction
    .selectFrom('member')
    .select('id')
    .where('practice_id', '=', practiceId)
    .where('id', '=', memberId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return linked !== undefined
}

/** What concerns an account is in the log of every practice it belongs to. */
export type AccountEvent = Pick<AuditEntry, 'requestId' | 'operation' | 'outcome' | 'detail'>

export function accountEntry(
  { practiceId, memberId }: Omit<Place, 'practiceName'>,
  accountId: string,
  event: AccountEvent,
): AuditEntry {
  return { ...event, practiceId, memberId, accountId, kind: 'account', records: [accountId], carriedBy: [] }
}

/**
 * Do something in each practice of an account, in one transaction: all of it happens or nothing. It ends in the last
 * practice.
 */
async function inEachPractice(
  transaction: Transaction,
  places: readonly Place[],
  work: (place: Place) => Promise<void>,
): Promise<void> {
  // In the order of ids, so that two who do this wait for each other and not crosswise.
  const inOrder = places.toSorted((one, other) => (one.practiceId < other.practiceId ? -1 : 1))
  for (const place of inOrder) {
    await moveTo(transaction, place.practiceId)
    await work(place)
  }
}

async function moveTo(transaction: Transaction, practiceId: string): Promise<void> {
  if (!/^[0-9a-f-]{36}$/.test(practiceId)) throw new Error(`\`${practiceId}\` is no id of a practice`)
  await sql.raw(`set local rolecall.practice = '${practiceId}'`).execute(transaction)
}

/** End sessions of an account in every practice but the one that is kept, and say so in each log. */
export async function endSessionsOf(
  transaction: Transaction,
  accountId: string,
  event: AccountEvent,
  keptSession?: string,
): Promise<void> {
  await inEachPractice(transaction, await placesOf(transaction, accountId), async (place) => {
    const ended = await transaction
      .deleteFrom('session')
      .where('practice_id', '=', place.practiceId)
      .where('account_id', '=', accountId)
      .$if(keptSession !== undefined, (sessions) => sessions.where('id', '!=', keptSession ?? ''))
      .returning('id')
      .execute()
    const detail = { ...event.detail, endedSessions: ended.map(({ id }) => id) }
    await insertEntries(transaction, [accountEntry(place, accountId, { ...event, detail })])
  })
}
