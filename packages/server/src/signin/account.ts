/** Accounts: one for each human, however many practices they work in. */
import { sql } from 'kysely'
import { emailKey } from '../access/email-key.ts'
import type { Transaction } from '../database/connect.ts'
import { dropResetMails } from '../delivery/outbox.ts'

export interface NewAccount {
  readonly email: string
  readonly name: string
  /** As `hashPassword` gives it. Left out: it is chosen later, by a link. */
  readonly passwordHash?: string | undefined
}

/** Make an account. Undefined where the address has one already: there is one account for each human. */
export async function createAccount(
  transaction: Transaction,
  { email, name, passwordHash }: NewAccount,
): Promise<string | undefined> {
  const made = await transaction
    .insertInto('account')
    .values({
      email: email.trim(),
      email_key: emailKey(email),
      name,
      password_hash: passwordHash ?? null,
      password_set_at: passwordHash === undefined ? null : databaseClock,
    })
    .onConflict((conflict) => conflict.column('email_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return made?.id
}

/** The account of an address. */
export async function accountOf(transaction: Transaction, email: string): Promise<string | undefined> {
  const known = await transaction
    .selectFrom('account')
    .select('id')
    .where('email_key', '=', emailKey(email))
    .executeTakeFirst()
  return known?.id
}

export interface NewPassword {
  readonly accountId: string
  /** As `hashPassword` gives it. */
  readonly hash: string
  /** Set it only while the account has this one. */
  readonly insteadOf?: string | null
}

/**
 * Set the password of an account. Links and mails that offer another one were asked for before, and end.
 *
 * @returns false if it was not set, since the account has another password than `insteadOf`
 */
export async function setPassword(
  transaction: Transaction,
  { accountId, hash, insteadOf }: NewPassword,
): Promise<boolean> {
  const set = await transaction
    .updateTable('account')
    .set({ password_hash: hash, password_set_at: databaseClock })
    .where('id', '=', accountId)
    .$if(insteadOf !== undefined, (rows) => rows.where('password_hash', '=', insteadOf ?? null))
    .returning('id')
    .executeTakeFirst()
  if (set === undefined) return false
  await transaction
    .deleteFrom('password_reset')
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .execute()
  await dropResetMails(transaction, accountId)
  return true
}

/** The same clock that says when a mail was asked for. */
const databaseClock = sql<Date>`clock_timestamp()`

export interface Link {
  readonly practiceId: string
  readonly memberId: string
  readonly accountId: string
}

/**
 * Give a member the account they sign in with, in a transaction that works in their practice. It changes policy, so
 * whoever calls it holds the epoch and raises it. Undefined: done. `taken`: the account has another place here.
 */
export async function linkAccount(
  transaction: Transaction,
  { practiceId, memberId, accountId }: Link,
): Promise<'taken' | undefined> {
  const other = await transaction
    .selectFrom('member')
    .select('id')
    .where('practice_id', '=', practiceId)
    .where('account_id', '=', accountId)
    .where('id', '!=', memberId)
    .executeTakeFirst()
  if (other !== undefined) return 'taken'
  await unlinkAccount(transaction, practiceId, memberId)
  await transaction
    .updateTable('member')
    .set({ account_id: accountId, has_account: true })
    .where('practice_id', '=', practiceId)
    .where('id', '=', memberId)
    .execute()
  await transaction
    .insertInto('membership')
    .values({ practice_id: practiceId, member_id: memberId, account_id: accountId })
    .execute()
  return undefined
}

/** Take a member's account away from them, and end the sessions they have by it. It changes policy as well. */
async function unlinkAccount(transaction: Transaction, practiceId: string, memberId: string): Promise<void> {
  for (const table of ['session', 'membership'] as const)
    await transaction
      .deleteFrom(table)
      .where('practice_id', '=', practiceId)
      .where('member_id', '=', memberId)
      .execute()
  await transaction
    .updateTable('member')
    .set({ account_id: null, has_account: false })
    .where('practice_id', '=', practiceId)
    .where('id', '=', memberId)
    .execute()
}
