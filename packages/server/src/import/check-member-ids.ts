import { practiceCatalog } from '@rolecall/core'
import { looksLike } from '@rolecall/core/testing'
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { type Complain, dismiss } from './validate-stage.ts'

/**
 * Take practitioners from the stage whose id means somebody or something else here. People and roles share their ids: a
 * role names by them who may grant it. What refers to such a practitioner names nobody: see `import_foreign`.
 */
export async function checkMemberIds(
  transaction: Transaction,
  practiceId: string,
  complain: Complain,
): Promise<void> {
  const practice = sql`${practiceId}::uuid`
  const alike = await lookalikes(transaction, practiceId)
  const ofRoles = await roleIds(transaction, practiceId)
  await sql`create temporary table import_foreign on commit drop as
    select one.n, one.id, case
      when stored.id is not null then 'is that of another person here'
      when one.id = any(${alike}::text[])
        then 'looks like that of somebody else, or of a role, here'
      when former.id is not null then 'was that of somebody else, or of a role, here'
      else 'is that of a role here, or named by one' end as reason
    from import_member as one
    left join member as stored on stored.practice_id = ${practice} and stored.id = one.id
    left join former_id as former on former.practice_id = ${practice} and former.id = one.id
    where case
      when stored.id is not null then ${isOther(practice)}
      else one.id = any(${alike}::text[]) or former.id is not null
        or one.id = any(${ofRoles}::text[]) end`.execute(transaction)
  await sql`create index on import_foreign (id)`.execute(transaction)
  await dismiss(
    transaction,
    complain,
    sql`delete from import_member as one using import_foreign as other where other.n = one.n
      returning one.n, file, line,
        '\`id\` ' || other.reason || ': \`' || one.id || '\`; give the practitioner another id' as reason`,
  )
}

/**
 * Whether a staged practitioner is not the member who has their id: by an identifier of one system with another value,
 * or, where no import brought the member, by another name.
 */
function isOther(practice: ReturnType<typeof sql>) {
  const systems = sql`select from import_identifier as said
    join member_identifier as known on known.practice_id = ${practice} and known.member_id = stored.id
      and known.system = said.system
    where said.n = one.n and said.system <> ''`
  return sql`(not exists (${systems} and known.value = said.value) and (
    exists (${systems})
    or stored.source_hash is null and position(${bareName('one.name')} in ${bareName('stored.name')}) = 0
      and position(${bareName('stored.name')} in ${bareName('one.name')}) = 0))`
}

/** A name as it is compared: letters alone, so that titles and points make no other person. */
function bareName(column: string) {
  return sql`lower(regexp_replace(coalesce(${sql.ref(column)}, ''), '[^[:alpha:]]', '', 'g'))`
}

/** What ids of roles are, and what roles name as who may grant them. */
async function roleIds(transaction: Transaction, practiceId: string): Promise<readonly string[]> {
  const roles = await transaction
    .selectFrom('role')
    .select(['id', 'granters'])
    .where('practice_id', '=', practiceId)
    .execute()
  const builtIn = Object.entries(practiceCatalog.roles).flatMap(([id, { alsoCalled }]) => [id, ...alsoCalled])
  return [...builtIn, ...roles.flatMap(({ id, granters }) => [id, ...(granters ?? [])])]
}

/** Ids that look like one that is used here and has other characters. Those of an import are ASCII. */
async function lookalikes(transaction: Transaction, practiceId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from (
      select id from member where practice_id = ${practiceId}::uuid
      union select id from role where practice_id = ${practiceId}::uuid
      union select id from former_id where practice_id = ${practiceId}::uuid
    ) as used where id ~ '[^ -~]'`.execute(transaction)
  return rows.map(({ id }) => looksLike(id))
}
