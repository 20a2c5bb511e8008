import type { Member } from '@rolecall/core'
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'

export interface NewMember extends Pick<Member, 'id' | 'name' | 'kind' | 'status' | 'account'> {
  readonly jobTitle?: string
  /** SHA-256, in hexadecimal digits, over what was imported. */
  readonly sourceHash?: string
}

/** Add people who have a place in the practice and no access yet. They must not be there already. */
export async function addMembers(
  transaction: Transaction,
  practiceId: string,
  members: readonly NewMember[],
): Promise<void> {
  const rows = members.map(({ id, name, kind, status, account, jobTitle, sourceHash }) => ({
    id,
    name,
    kind,
    status,
    account,
    job_title: jobTitle,
    source_hash: sourceHash,
  }))
  await sql`insert into member (practice_id, id, name, kind, status, has_account, job_title, source_hash)
    select ${practiceId}::uuid, id, name, kind, status, account, job_title, decode(source_hash, 'hex')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given
      (id text, name text, kind text, status text, account boolean, job_title text, source_hash text)`.execute(
    transaction,
  )
}
