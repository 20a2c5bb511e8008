/**
 * What the references of an import name: something it brings itself, or something the practice has from before. Asked
 * once for all that name the same.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'

/** References to nobody, by the type they name. */
export type UnknownReferences = ReadonlyMap<string, number>

export async function resolveReferences(
  transaction: Transaction,
  practiceId: string,
): Promise<UnknownReferences> {
  await sql`alter table import_reference add column resolved text collate "C"`.execute(transaction)
  const practice = sql`practice_id = ${practiceId}::uuid`
  await resolve(transaction, 'Practitioner', {
    // The files mean somebody else by an id that is foreign, and not whoever has it here.
    isKnown: (id) => sql`exists (select from import_member where id = ${id})
      or exists (select from member where ${practice} and id = ${id} and kind = 'practitioner')
        and not exists (select from import_foreign where id = ${id})`,
    stored: sql`select member_id as id, system, value from member_identifier where ${practice}`,
  })
  await resolveRoles(transaction)
  await resolve(transaction, 'Location', {
    isKnown: (id) => sql`exists (select from import_location where id = ${id})
      or exists (select from location where ${practice} and id = ${id})`,
    stored: sql`select location_id as id, system, value from location_identifier where ${practice}`,
  })
  await resolve(transaction, 'Patient', {
    isKnown: (id) => sql`exists (select from import_patient where id = ${id})
      or exists (select from patient where ${practice} and id = ${id})`,
    stored: sql`select patient_id as id, system, value from patient_identifier where ${practice}`,
  })
  await resolve(transaction, 'Encounter', {
    isKnown: (
      id,
    ) => sql`exists (select from import_appointment where id = ${id} and source like 'Encounter/%')
      or exists (select from appointment where ${practice} and id = ${id} and source like 'Encounter/%')`,
    stored: sql`select appointment_id as id, system, value from appointment_identifier where ${practice}`,
  })
  return unknownReferences(transaction)
}

/** How many types of references are named. The names come from the files; the rarest are counted as one. */
const mostTypes = 50

async function unknownReferences(transaction: Transaction): Promise<UnknownReferences> {
  const { rows } = await sql<{ type: string; count: number }>`
    with counted as (
      select type, sum(uses) as uses, row_number() over (order by sum(uses) desc, type) as nth
      from import_reference where resolved is null group by type
    )
    select case when nth <= ${mostTypes} then type else 'other types' end as type, sum(uses)::float8 as count
    from counted group by 1 order by 1`.execute(transaction)
  return new Map(rows.map(({ type, count }) => [type, count]))
}

interface Known {
  /** Whether there is something of the type under an id. */
  readonly isKnown: (id: RawBuilder<unknown>) => RawBuilder<unknown>
  /** Identifiers that the practice has from before: `id`, `system` and `value`. */
  readonly stored: RawBuilder<unknown>
}

/** First by the address it had in a Bundle, then by id, then by identifier. */
async function resolve(transaction: Transaction, type: string, { isKnown, stored }: Known): Promise<void> {
  await sql`
    with ${addressed(type, isKnown(sql.ref('entry.id')))}, ${carriers(type, [type], stored)}
    update import_reference as reference set resolved = coalesce(
      addressed.id,
      case when ${isKnown(sql.ref('reference.id'))} then reference.id end,
      carriers.id
    )
    from ${targets} where one.ref = reference.ref and reference.type = ${type}`.execute(transaction)
}

/** Each reference with what it names by address and by identifier. */
const targets = sql`import_reference as one
  left join addressed on addressed.url = one.url
  left join carriers on carriers.value = one.value and carriers.system_key = ${systemKey('one')}`

/** A system as it is compared with equality, which PostgreSQL can hash: none is a key of its own. */
function systemKey(table: string): RawBuilder<unknown> {
  return sql`coalesce('=' || ${sql.ref(`${table}.system`)}, '')`
}

/** What stands under an address. */
function addressed(type: string, isKnown: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`addressed as (
    select url, min(id) as id from import_url as entry where type = ${type} and (${isKnown}) group by url)`
}

/**
 * The only one that carries an identifier that some reference names. Without a system: whatever the system. Two who
 * carry it are named by neither.
 */
function carriers(
  type: string,
  referenceTypes: readonly string[],
  stored: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const staged = sql`select id, system, value from import_identifier where type = ${type}`
  const among = (identifiers: RawBuilder<unknown>) => sql`
    select wanted.system, wanted.value, said.id from wanted join (${identifiers}) as said
      on said.value = wanted.value and said.system = wanted.system
    union
    select null, wanted.value, said.id from wanted join (${identifiers}) as said
      on said.value = wanted.value and wanted.system is null`
  return sql`wanted as materialized (
      select distinct system, value from import_reference
      where type = any(${referenceTypes}::text[]) and value is not null
    ), carriers as (
      select ${systemKey('found')} as system_key, value, min(id) as id
      from (${among(staged)} union ${among(stored)}) as found
      group by system, value having count(*) = 1)`
}

/** Roles are not kept: only those of the same files are found. */
const noneStored = sql`select null::text as id, null::text as system, null::text as value where false`

/** Who is named in a role is named by it. */
async function resolveRoles(transaction: Transaction): Promise<void> {
  const types = ['Practitioner', 'PractitionerRole']
  await sql`
    with ${addressed('PractitionerRole', sql`true`)}, ${carriers('PractitionerRole', types, noneStored)}
    update import_reference as reference set resolved = practitioner.resolved
    from ${targets}, import_role as role
    join import_reference as practitioner on practitioner.ref = role.practitioner_ref
    where one.ref = reference.ref and reference.resolved is null and reference.type = any(${types}::text[])
      and role.id = coalesce(addressed.id, reference.id, carriers.id)`.execute(transaction)
}
