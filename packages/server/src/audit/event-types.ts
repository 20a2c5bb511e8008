/**
 * Deeds: who did what and how it ended, each combination once. There are few of them, however long the log, so that it
 * is known before any entry is read whether one can fit.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import type { Filter } from './read-entries.ts'

/** The deed of an entry, as a join of `audit_entry as entry`. */
export const deedOfEntry = sql`join audit_deed as deed on deed.practice_id = entry.practice_id
  and deed.operation = entry.operation and deed.member_id = coalesce(entry.member_id, '')
  and deed.kind = coalesce(entry.kind, '') and deed.act = coalesce(entry.act, '') and deed.outcome = entry.outcome`

/** Note the deeds of some entries. One process does it at a time. */
export async function noteDeeds(transaction: Transaction, practiceId: string, which: RawBuilder<unknown>) {
  await sql`insert into audit_deed (practice_id, code, operation, member_id, kind, act, outcome)
    select ${practiceId}::uuid, row_number() over () + (
        select coalesce(max(code), 0) from audit_deed where practice_id = ${practiceId}::uuid),
      operation, member_id, kind, act, outcome
    from (
      select operation, coalesce(member_id, '') as member_id, coalesce(kind, '') as kind, coalesce(act, '') as act, outcome
      from audit_entry as entry where practice_id = ${practiceId}::uuid and ${which}
      except
      select operation, member_id, kind, act, outcome from audit_deed where practice_id = ${practiceId}::uuid
    ) as met`.execute(transaction)
}

export interface Deed {
  readonly code: number
  readonly operation: string
  /** Empty: nobody. */
  readonly member_id: string
  readonly outcome: string
}

/** The deeds that fit a filter; undefined where it asks for none in particular. */
export async function deedsWhere(
  transaction: Transaction,
  practiceId: string,
  { member, kind, act, outcome, operation }: Filter,
): Promise<readonly Deed[] | undefined> {
  const asked = Object.entries({ member_id: member, kind, act, outcome, operation }).flatMap(
    ([column, value]) => (value === undefined ? [] : [sql`${sql.ref(column)} = ${value}`]),
  )
  if (asked.length === 0) return undefined
  const { rows } = await sql<Deed>`select code, operation, member_id, outcome from audit_deed
    where practice_id = ${practiceId}::uuid and ${sql.join(asked, sql` and `)}`.execute(transaction)
  return rows
}
