import { type Plan, toSql } from '@rolecall/core'
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { embed } from './embed.ts'
import { type StoredKind, storedKinds } from './stored-kinds.ts'

/** Records that a change of plan would bring and take. */
export interface Moved {
  readonly gained: number
  readonly lost: number
}

/** How many records of a practice a plan allows. */
export async function countReached(
  transaction: Transaction,
  practiceId: string,
  kind: StoredKind,
  plan: Plan,
): Promise<number> {
  const { gained } = await countMoved(transaction, practiceId, kind, undefined, plan)
  return gained
}

/** How many records only the one or only the other of two plans allows. No plan allows none. */
export async function countMoved(
  transaction: Transaction,
  practiceId: string,
  kind: StoredKind,
  was: Plan | undefined,
  becomes: Plan,
): Promise<Moved> {
  const { columns } = storedKinds[kind]
  const old = was === undefined ? sql`false` : embed(toSql(was, columns))
  const next = embed(toSql(becomes, columns))
  const rows = storedKinds[kind].rows(transaction, practiceId) as ReturnType<typeof storedKinds.patient.rows>
  const found = await rows
    .select([
      sql<string>`count(*) filter (where (${next}) is true and (${old}) is not true)`.as('gained'),
      sql<string>`count(*) filter (where (${old}) is true and (${next}) is not true)`.as('lost'),
    ])
    .executeTakeFirstOrThrow()
  return { gained: Number(found.gained), lost: Number(found.lost) }
}
