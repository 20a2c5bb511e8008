import type { KindId } from '@rolecall/core'
import type { Door, Refusal } from '../access/door.ts'
import { isRefusal } from '../access/problem.ts'
import type { Transaction } from '../database/connect.ts'

/** An act on a kind of record. */
export type Cell = readonly [kind: KindId, act: string]

/** Read what one may who may do one of several acts: the first that is open is what the log says. */
export async function lookAs<T>(
  door: Door,
  cells: readonly [Cell, ...Cell[]],
  records: readonly string[],
  work: (transaction: Transaction) => Promise<T>,
): Promise<T | Refusal> {
  const [[kind, act], ...others] = cells
  const outcome = await door.perform(kind, act, { records }, work)
  const [next, ...rest] = others
  return isRefusal(outcome) && next !== undefined ? lookAs(door, [next, ...rest], records, work) : outcome
}

/** Read what those see who manage accounts or may view the log. */
export function lookAtPeople<T>(
  door: Door,
  records: readonly string[],
  work: (transaction: Transaction) => Promise<T>,
): Promise<T | Refusal> {
  return lookAs(
    door,
    [
      ['member', 'view'],
      ['audit', 'view'],
    ],
    records,
    work,
  )
}
