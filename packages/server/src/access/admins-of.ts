import { holds, type Instant, type Member, type Snapshot } from '@rolecall/core'
import type { Transaction } from '../database/connect.ts'
import { managedNow } from './acting-for.ts'
import type { OpenPractice } from './open-practice.ts'
import { whyNoSignIn } from './sign-in-block.ts'

/** Everybody who manages accounts and can sign in, the owner first. */
export function managingAccounts(snapshot: Snapshot, at: Instant): readonly Member[] {
  return [...snapshot.members.values()]
    .filter((member) => whyNoSignIn(member, at) === undefined && managesAccounts(snapshot, member, at))
    .toSorted((one, other) => Number(other.owner) - Number(one.owner))
}

/** An assistant does where anybody they may act for lets them. */
function managesAccounts(snapshot: Snapshot, member: Member, at: Instant): boolean {
  const question = { member: member.id, at, permission: 'accounts.manage' }
  return (
    holds(snapshot, question).allowed ||
    managedNow(snapshot, member, at).some(
      (one) => holds(snapshot, { ...question, actingFor: one.id }).allowed,
    )
  )
}

export interface Admin {
  readonly id: string
  /** Where mail goes. Undefined: they have no account with an address. */
  readonly account: { readonly name: string; readonly email: string } | undefined
}

/** Everybody who manages accounts, and `others`, with where mail to them goes. */
export async function adminsOf(
  transaction: Transaction,
  { id: practiceId, snapshot, at }: Pick<OpenPractice, 'id' | 'snapshot' | 'at'>,
  others: readonly string[],
): Promise<readonly Admin[]> {
  const admins = [...new Set([...managingAccounts(snapshot, at).map(({ id }) => id), ...others])]
  if (admins.length === 0) return []
  const rows = await transaction
    .selectFrom('member')
    .innerJoin('account', 'account.id', 'member.account_id')
    .select(['member.id', 'account.name', 'account.email'])
    .where('member.practice_id', '=', practiceId)
    .where('member.id', 'in', admins)
    .execute()
  const accounts = new Map(rows.map(({ id, ...account }) => [id, account]))
  return admins.map((id) => ({ id, account: accounts.get(id) }))
}
