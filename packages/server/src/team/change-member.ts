import { sql, type UpdateObject } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import type { Tables } from '../database/tables.ts'
import { problem } from '../http/problem.ts'

/** Nobody of this id. People of a practice are no secret to those who may change them. */
export function unknownMember(id: string) {
  return problem(404, `nobody here is called \`${id}\``)
}

/** Somebody else changed it since it was read. */
export function staleMember() {
  return problem(412, 'somebody changed this meanwhile, read it again and look at what changed')
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
