import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'

/** What is known about a member beside what access turns on. */
export interface MemberRow {
  readonly id: string
  readonly email: string | null
  readonly job_title: string | null
  readonly version: number
  readonly last_seen: Date | null
}

/**
 * Of one member, or of all. The last entry of each is found by the order of one index. By `member_id = …` PostgreSQL may
 * walk the index of times instead, and through the whole log for a member who has no entry.
 */
export async function memberRows(
  transaction: Transaction,
  practiceId: string,
  id?: string,
): Promise<ReadonlyMap<string, MemberRow>> {
  const rows = await transaction
    .selectFrom('member')
    .select([
      'id',
      'email',
      'job_title',
      'version',
      sql<Date | null>`greatest(
        (select max(last_seen_at) from session
          where session.practice_id = member.practice_id and session.member_id = member.id),
        (select at from audit_entry
          where audit_entry.practice_id = member.practice_id
            and (audit_entry.member_id, at) between (member.id, '-infinity') and (member.id, 'infinity')
          order by audit_entry.member_id desc, at desc limit 1))`.as('last_seen'),
    ])
    .where('practice_id', '=', practiceId)
    .$if(id !== undefined, (all) => all.where('id', '=', id ?? ''))
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}
