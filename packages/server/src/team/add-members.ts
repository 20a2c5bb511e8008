import type { Member } from '@rolecall/core'
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'

/** Add people who have a place in the practice and no access yet. They must not be there already. */
export async function addMembers(
  transaction: Transaction,
  practiceId: string,
  members: readonly Pick<Member, 'id' | 'name' | 'kind' | 'status' | 'account'>[],
): Promise<void> {
  const rows = members.map(({ id, name, kind, status, account }) => ({ id, name, kind, status, account }))
  await sql`insert into member (practice_id, id, name, kind, status, has_account)
    select ${practiceId}::uuid, id, name, kind, status, account
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given (id text, name text, kind text, status text, account boolean)`.execute(transaction)
}
