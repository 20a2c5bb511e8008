import type { Transaction } from '../database/connect.ts'
import { type Deed, deedMail } from '../delivery/mails.ts'
import { postMail } from '../delivery/outbox.ts'
import { adminsOf } from './admins-of.ts'
import type { OpenPractice } from './open-practice.ts'

/** Who is told. */
export interface Told {
  /** In the console, until they have seen it. */
  readonly members: readonly string[]
  /** How many of them by mail as well. */
  readonly mails: number
}

/**
 * Tell everybody who manages accounts what happened: in the console, until each has said that they saw
 * it, and by mail to those who have an address. `others` are told as well, by their ids.
 */
export async function announce(
  transaction: Transaction,
  practice: Pick<OpenPractice, 'id' | 'name' | 'snapshot' | 'at'>,
  deed: Deed,
  others: readonly string[] = [],
): Promise<Told> {
  const admins = await adminsOf(transaction, practice, others)
  const members = admins.map(({ id }) => id)
  const words = `${deed.words}. ${deed.advice}`
  if (members.length > 0)
    await transaction
      .insertInto('announcement')
      .values(members.map((id) => ({ practice_id: practice.id, member_id: id, words })))
      .execute()
  const accounts = admins.flatMap(({ account }) => account ?? [])
  for (const account of accounts)
    await postMail(transaction, deedMail(account, { ...deed, practice: practice.name, at: practice.at }))
  return { members, mails: accounts.length }
}
