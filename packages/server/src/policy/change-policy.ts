import type { KindId } from '@rolecall/core'
import type { Door } from '../access/door.ts'
import { isRefusal, problem, refusedEnding } from '../access/problem.ts'
import { readPolicy } from '../access/read-policy.ts'
import type { AuditDetail } from '../audit/entry.ts'
import type { Transaction } from '../database/connect.ts'
import { noteFormerAdmins } from './former-admins.ts'
import { addedFaults } from './new-violations.ts'

export interface PolicyChange<E> {
  readonly kind: KindId
  readonly act: string
  /** Ids of what it changes, for the log. */
  readonly records: readonly string[]
  /** What changed. `work` may add to it what it finds as it was. */
  readonly detail?: AuditDetail
  /** Writes the change, or ends in a problem; then nothing of it stays. */
  readonly work: (transaction: Transaction) => Promise<E>
}

type Refused = ReturnType<typeof problem<409 | 422>> | ReturnType<typeof refusedEnding>

/**
 * Change the policy of a practice. What it has become is held against the rules as a whole before it is kept: a change
 * that adds a fault ends in a problem, and is undone with it. A fault that was there before stands in nobody's way.
 */
export async function changePolicy<E extends { readonly status: number }>(
  door: Door,
  { kind, act, records, detail, work }: PolicyChange<E>,
): Promise<E | Refused> {
  const about = { records, ...(detail !== undefined && { detail }) }
  const outcome = await door.perform(kind, act, about, async (transaction): Promise<E | Refused> => {
    const ending = await work(transaction)
    if (ending.status >= 400) return ending
    return (await whatBroke(door, transaction)) ?? ending
  })
  return isRefusal(outcome) ? refusedEnding(outcome) : outcome
}

async function whatBroke({ practice, snapshot, at }: Door, transaction: Transaction) {
  const after = await readPolicy(transaction, practice.id)
  const added = addedFaults(snapshot.policy, after, at)
  if (added.length === 0) {
    await noteFormerAdmins(transaction, practice.id, { before: snapshot.policy, after, at })
    return undefined
  }
  return problem(
    added.some(({ is }) => is === 'wrong') ? 422 : 409,
    added.map(({ sentence }) => sentence).join('; '),
  )
}
