/** The link that sets up an empty database: printed at the start, opened once, within a day. */
import { sql } from 'kysely'
import { canary } from '../database/canary.ts'
import type { Database, Transaction } from '../database/connect.ts'
import { newLinkToken } from '../signin/link-token.ts'
import { tokenHash } from '../signin/token.ts'

/** Make a link. The one of an earlier start opens nothing any more. */
export function newSetupToken({ anywhere }: Database): Promise<string> {
  return anywhere.transaction().execute(async (transaction) => {
    const token = newLinkToken()
    await transaction.deleteFrom('setup_link').where('used_at', 'is', null).execute()
    await transaction
      .insertInto('setup_link')
      .values({ token_hash: tokenHash(token), ends_at: sql<Date>`now() + interval '24 hours'` })
      .execute()
    return token
  })
}

/** `fresh`: it may be used. `used`: it was. `unknown`: it never was one, is too old, or was replaced. */
export type SetupLink = 'fresh' | 'used' | 'unknown'

export async function lookAtSetupLink(
  transaction: Database['anywhere'] | Transaction,
  token: string,
): Promise<SetupLink> {
  const found = await transaction
    .selectFrom('setup_link')
    .select(['used_at', sql<boolean>`ends_at > now()`.as('is_living')])
    .where('token_hash', '=', tokenHash(token))
    .executeTakeFirst()
  if (found === undefined) return 'unknown'
  if (found.used_at !== null) return 'used'
  return found.is_living ? 'fresh' : 'unknown'
}

/** Use it up. Two who try at once come one after the other, and the second finds it used. */
export async function useSetupLink(transaction: Transaction, token: string): Promise<boolean> {
  const used = await transaction
    .updateTable('setup_link')
    .set({ used_at: sql<Date>`now()` })
    .where('token_hash', '=', tokenHash(token))
    .where('used_at', 'is', null)
    .where('ends_at', '>', sql<Date>`now()`)
    .returning('ends_at')
    .executeTakeFirst()
  return used !== undefined
}

export async function hasPractice(transaction: Database['anywhere'] | Transaction): Promise<boolean> {
  const found = await transaction
    .selectFrom('practice')
    .select('id')
    .where('id', '!=', canary)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
