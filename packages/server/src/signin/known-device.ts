/** Browsers an account was signed in from: each has attempts of its own, which no stranger uses up. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { tokenHash } from './token.ts'

const secretBytes = 32

/** As long as browsers keep the cookie. */
const daysKept = 400

/** What a browser is known by from now on: what it has already, or something new. */
export function deviceToken(kept: string | undefined): string {
  const isOne = kept !== undefined && Buffer.from(kept, 'base64url').length === secretBytes
  return isOne ? kept : randomBytes(secretBytes).toString('base64url')
}

export async function rememberDevice(
  transaction: Transaction,
  accountId: string,
  token: string,
): Promise<void> {
  await transaction
    .deleteFrom('known_device')
    .where('account_id', '=', accountId)
    .where('last_seen_at', '<', sql<Date>`now() - make_interval(days => ${daysKept}::int)`)
    .execute()
  await transaction
    .insertInto('known_device')
    .values({ account_id: accountId, token_hash: tokenHash(token) })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'token_hash']).doUpdateSet({ last_seen_at: sql<Date>`now()` }),
    )
    .execute()
}

/** After a password was replaced for fear of somebody, their browser is a stranger's again. */
export async function forgetDevices(transaction: Transaction, accountId: string): Promise<void> {
  await transaction.deleteFrom('known_device').where('account_id', '=', accountId).execute()
}
