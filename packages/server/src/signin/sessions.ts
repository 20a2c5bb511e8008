import { whyNotActFor } from '../access/acting-for.ts'
import { openPractice } from '../access/open-practice.ts'
import { whyNoSignIn } from '../access/sign-in-block.ts'
import { insertEntries } from '../audit/log.ts'
import type { Database } from '../database/connect.ts'
import { accountEntry } from './memberships.ts'
import { openSession } from './open-session.ts'
import { usualTimes } from './session-times.ts'
import { readToken } from './token.ts'

/** Somebody to sign in as. Nothing is proved: this is for made-up people on one's own machine. */
export interface Picked {
  readonly member: string
  readonly actingFor?: string | undefined
  readonly device: string
}

export type Opened = { readonly token: string } | { readonly refused: string }

/** Sign a made-up person in until the working day is over. */
export function pickPerson(database: Database, practiceId: string, picked: Picked): Promise<Opened> {
  return database.within({ practiceId, mode: 'change' }, async (transaction) => {
    const { snapshot, at } = await openPractice(transaction, practiceId, 'hold')
    const member = snapshot.members.get(picked.member)
    if (member === undefined) return { refused: `nobody here is called \`${picked.member}\`` }
    const name = member.name ?? member.id
    const reason = whyNoSignIn(member, at)
    if (reason !== undefined) return { refused: `${name} ${reason}, so cannot sign in` }
    const notFor =
      picked.actingFor === undefined ? undefined : whyNotActFor(snapshot, member, picked.actingFor, at)
    if (notFor !== undefined) return { refused: notFor }
    const { actingFor, device } = picked
    return {
      token: await openSession(
        transaction,
        { practiceId, memberId: member.id, actingFor, device },
        usualTimes,
      ),
    }
  })
}

/** Sign out. A token nobody knows is signed out already. */
export async function closeSession(database: Database, text: string, requestId: string): Promise<void> {
  const token = readToken(text)
  if (token === undefined) return
  const { practiceId, hash } = token
  await database.within({ practiceId, mode: 'change' }, async (transaction) => {
    const closed = await transaction
      .deleteFrom('session')
      .where('practice_id', '=', practiceId)
      .where('token_hash', '=', hash)
      .returning(['id', 'member_id', 'account_id'])
      .executeTakeFirst()
    if (closed === undefined || closed.account_id === null) return
    const detail = { endedSessions: [closed.id] }
    await insertEntries(transaction, [
      accountEntry({ practiceId, memberId: closed.member_id }, closed.account_id, {
        requestId,
        operation: 'closeSession',
        outcome: 'allowed',
        detail,
      }),
    ])
  })
}
