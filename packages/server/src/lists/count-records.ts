import { type Plan, toSql } from '@rolecall/core'
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { embed } from './embed.ts'
import { type StoredKind, storedKinds } from './record-sources.ts'

/** Records that a change of plan would bring and take. */
export interface Moved {
  readonly gained: number
  readonly lost: number
}

/** How many records of a practice every one of some plans allows. No plan: how many there are. */
export async function countReached(
  transaction: Transaction,
  practiceId: string,
  kind: StoredKind,
  plans: readonly Plan[],
): Promise<number> {
  if (plans.some(({ reach }) => reach === 'nowhere')) return 0
  const { columns } = storedKinds[kind]
  const { count } = await plans
    .reduce((rows, plan) => rows.where(embed(toSql(plan, columns))), rowsOf(transaction, practiceId, kind))
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Rows of any kind: they are asked nothing but conditions of the engine, which name the columns of their kind. */
function rowsOf(transaction: Transaction, practiceId: string, kind: StoredKind) {
  return storedKinds[kind].rows(transaction, practiceId) as ReturnType<typeof storedKinds.patient.rows>
}

/** How many records only the one, and how many only the other of two plans allows. */
export async function countMoved(
  transaction: Transaction,
  practiceId: string,
  kind: StoredKind,
  was: Plan,
  becomes: Plan,
): Promise<Moved> {
  const { columns } = storedKinds[kind]
  const old = embed(toSql(was, columns))
  const next = embed(toSql(becomes, columns))
  const found = await rowsOf(transaction, practiceId, kind)
    .select([
      sql<string>`count(*) filter (where (${next}) is true and (${old}) is not true)`.as('gained'),
      sql<string>`count(*) filter (where (${old}) is true and (${next}) is not true)`.as('lost'),
    ])
    .executeTakeFirstOrThrow()
  return { gained: Number(found.gained), lost: Number(found.lost) }
}
