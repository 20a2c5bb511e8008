/** Practices with entries that no seal holds, as `audit_unsealed` names them. */
import { sql } from 'kysely'
import type { Database } from '../database/connect.ts'

/**
 * Practices whose oldest unsealed entry is older than this. One step in the index for each practice that has unsealed
 * entries, however many it has.
 */
export async function unsealedPractices(
  { anywhere }: Database,
  olderThanMs: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive first as (
      (select practice_id, written_at from audit_unsealed order by practice_id, entry_id limit 1)
      union all
      select next.practice_id, next.written_at from first cross join lateral (
        select practice_id, written_at from audit_unsealed where practice_id > first.practice_id
        order by practice_id, entry_id limit 1) as next
    )
    select practice_id as id from first
    where written_at < clock_timestamp() - ${olderThanMs}::float8 * interval '1 ms'`.execute(anywhere)
  return rows.map(({ id }) => id)
}
