import { holds, type Instant, type Member, type Snapshot } from '@rolecall/core'
import type { OpenPractice } from '../access/open-practice.ts'
import type { Transaction } from '../database/connect.ts'
import { whyNoSignIn } from './why-no-sign-in.ts'

/** Everybody who manages accounts and can sign in, the owner first. */
export function managingAccounts(snapshot: Snapshot, at: Instant): readonly Member[] {
  return [...snapshot.members.values()]
    .filter(
      (member) =>
        whyNoSignIn(member, at) === undefined &&
        holds(snapshot, { member: member.id, at, permission: 'accounts.manage' }).allowed,
    )
    .toSorted((one, other) => Number(other.owner) - Number(one.owner))
}

/** Those of them who have an account, with its address: who is told of what was done at the machine. */
export async function adminsOf(transaction: Transaction, { id: practiceId, snapshot, at }: OpenPractice) {
  const admins = managingAccounts(snapshot, at)
  if (admins.length === 0) return []
  return transaction
    .selectFrom('member')
    .innerJoin('account', 'account.id', 'member.account_id')
    .select(['member.id', 'account.name', 'account.email'])
    .where('member.practice_id', '=', practiceId)
    .where(
      'member.id',
      'in',
      admins.map(({ id }) => id),
    )
    .execute()
}
