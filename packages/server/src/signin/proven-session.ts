/** A session with an account, looked at from outside: by operations that prove the password again. */
import { sql } from 'kysely'
import type { Database, Transaction } from '../database/connect.ts'
import { currentIncarnation } from './current-incarnation.ts'
import { mayEnter, type Place } from './memberships.ts'
import type { SessionTimes } from './session-times.ts'
import { newToken, readToken, type Token, tokenHash } from './token.ts'

export interface ProvenSession {
  readonly id: string
  readonly token: Token
  readonly place: Place
  readonly isLocked: boolean
  readonly account: {
    readonly id: string
    readonly email: string
    readonly name: string
    readonly passwordHash: string | null
  }
}

/** The session of a cookie, locked or not. Undefined: there is none, it is over, or its holder may not be here any more. */
export async function provenSession(
  database: Database,
  text: string | undefined,
  { idle }: SessionTimes,
): Promise<ProvenSession | undefined> {
  const token = text === undefined ? undefined : readToken(text)
  if (token === undefined) return undefined
  const { practiceId } = token
  return database.within({ practiceId, mode: 'look' }, async (transaction) => {
    const row = await transaction
      .selectFrom('session')
      .innerJoin('account', 'account.id', 'session.account_id')
      .innerJoin('practice', 'practice.id', 'session.practice_id')
      .select([
        'session.id',
        'session.member_id',
        'account.id as account_id',
        'account.email',
        'account.name',
        'account.password_hash',
        'practice.name as practice_name',
        sql<boolean>`session.last_seen_at < now() - make_interval(secs => ${idle}::int)`.as('is_locked'),
      ])
      .where('session.practice_id', '=', practiceId)
      .where('session.token_hash', '=', token.hash)
      .where('session.ends_at', '>', sql<Date>`now()`)
      .where('session.incarnation', '=', currentIncarnation)
      .executeTakeFirst()
    if (row === undefined) return undefined
    const place = { practiceId, practiceName: row.practice_name, memberId: row.member_id }
    if (!(await mayEnter(transaction, row.account_id, place, 'look'))) return undefined
    const { id, is_locked: isLocked, account_id, email, name, password_hash: passwordHash } = row
    return { id, token, place, isLocked, account: { id: account_id, email, name, passwordHash } }
  })
}

/**
 * Let a session whose holder proved again who they are go on under a new token.
 *
 * @returns undefined if the session has ended
 */
export async function renewToken(
  transaction: Transaction,
  { practiceId, hash }: Token,
): Promise<string | undefined> {
  const token = newToken(practiceId)
  const renewed = await transaction
    .updateTable('session')
    .set({ token_hash: tokenHash(token), last_seen_at: sql<Date>`now()`, proved_at: sql<Date>`now()` })
    .where('practice_id', '=', practiceId)
    .where('token_hash', '=', hash)
    .where('ends_at', '>', sql<Date>`now()`)
    .where('incarnation', '=', currentIncarnation)
    .returning('id')
    .executeTakeFirst()
  return renewed && token
}
