import type { Member } from '@rolecall/core'
import { sql, type UpdateObject } from 'kysely'
import type { Door } from '../access/door.ts'
import { problem } from '../access/problem.ts'
import type { Transaction } from '../database/connect.ts'
import type { Tables } from '../database/tables.ts'
import { changePolicy, type PolicyChange } from '../policy/change-policy.ts'
import { isOwn, type WhyNot, whyNotChange, whyNotTouch } from '../policy/change-rules.ts'
import { announceOwnAccess } from '../signin/announce-own-access.ts'

/** Nobody of this id. People of a practice are no secret to those who may change them. */
export function unknownMember(id: string) {
  return problem(404, `nobody here is called \`${id}\``)
}

/** Somebody else changed it since it was read. */
export function staleMember() {
  return problem(412, 'somebody changed this meanwhile, read it again and look at what changed')
}

export interface MemberChange<E> extends Omit<PolicyChange<E>, 'work'> {
  /** Where it changes what the member may do: whether the person said that they mean it, should it be themselves. */
  readonly access?: { readonly confirmed: boolean } | undefined
  readonly work: (transaction: Transaction, target: Member) => Promise<E>
}

/**
 * Do something to a member. Every operation on one goes through here, and so asks the same rule: whose access reaches
 * beyond what a scoped admin manages is touched by none.
 */
export function changePolicyOf<E extends { readonly status: number }>(
  door: Door,
  id: string,
  { access, work, ...change }: MemberChange<E>,
) {
  return changePolicy<E | NonNullable<WhyNot> | ReturnType<typeof unknownMember>>(door, {
    ...change,
    async work(transaction) {
      const target = door.snapshot.members.get(id)
      if (target === undefined) return unknownMember(id)
      const whyNot =
        access === undefined
          ? whyNotTouch(door, target)
          : await whyNotChange(door, transaction, target, access.confirmed)
      if (whyNot !== undefined) return whyNot
      const ending = await work(transaction, target)
      if (access !== undefined && isOwn(door, target) && ending.status < 400)
        await announceOwnAccess(transaction, door)
      return ending
    },
  })
}

/** Write to a member's row, and raise its version. */
export async function changeMember(
  transaction: Transaction,
  practiceId: string,
  id: string,
  values: UpdateObject<Tables, 'member'>,
): Promise<void> {
  await transaction
    .updateTable('member')
    .set({ ...values, version: sql<number>`version + 1` })
    .where('practice_id', '=', practiceId)
    .where('id', '=', id)
    .execute()
}

/** Whether a member is at another version than the one that was read. No version: nobody asks. */
export async function isStale(
  transaction: Transaction,
  practiceId: string,
  id: string,
  version: number | undefined,
): Promise<boolean> {
  if (version === undefined) return false
  const row = await transaction
    .selectFrom('member')
    .select('version')
    .where('practice_id', '=', practiceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.version !== version
}

/** Sign a person out everywhere. */
export async function endSessions(transaction: Transaction, practiceId: string, id: string): Promise<void> {
  await transaction
    .deleteFrom('session')
    .where('practice_id', '=', practiceId)
    .where('member_id', '=', id)
    .execute()
}
