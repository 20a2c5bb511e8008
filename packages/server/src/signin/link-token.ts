import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Transaction } from '../database/connect.ts'
import { tokenHash } from './token.ts'

/** The secret part of a link that opens once: 256 bits. */
export function newLinkToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Make a link that lets the holder of an account choose a password within the hour. */
export async function newResetToken(
  transaction: Database['anywhere'] | Transaction,
  accountId: string,
): Promise<string> {
  const token = newLinkToken()
  await transaction
    .deleteFrom('password_reset')
    .where('ends_at', '<', sql<Date>`now() - interval '1 day'`)
    .execute()
  await transaction
    .insertInto('password_reset')
    .values({
      account_id: accountId,
      token_hash: tokenHash(token),
      ends_at: sql<Date>`now() + interval '1 hour'`,
    })
    .execute()
  return token
}
