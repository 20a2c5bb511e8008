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
    isKnown: (id) => sql`exists (select from import_member where id = ${id})
      or exists (select from member where ${practice} and id = ${id} and kind = 'practitioner')`,
    named: named('Practitioner', sql`select member_id as id from member_identifier where ${practice}`),
  })
  await resolveRoles(transaction)
  await resolve(transaction, 'Location', {
    isKnown: (id) => sql`exists (select from import_location where id = ${id})
      or exists (select from location where ${practice} and id = ${id})`,
    named: named('Location', sql`select location_id as id from location_identifier where ${practice}`),
  })
  await resolve(transaction, 'Patient', {
    isKnown: (id) => sql`exists (select from import_patient where id = ${id})
      or exists (select from patient where ${practice} and id = ${id})`,
    named: named('Patient', sql`select patient_id as id from patient_identifier where ${practice}`),
  })
  await resolve(transaction, 'Encounter', {
    isKnown: (
      id,
    ) => sql`exists (select from import_appointment where id = ${id} and source like 'Encounter/%')
      or exists (select from appointment where ${practice} and id = ${id} and source like 'Encounter/%')`,
    named: named('Encounter', sql`select appointment_id as id from appointment_identifier where ${practice}`),
  })
  const { rows } = await sql<{ type: string; count: number }>`
    select type, sum(uses)::int as count from import_reference where resolved is null group by type order by type
  `.execute(transaction)
  return new Map(rows.map(({ type, count }) => [type, count]))
}

interface Known {
  /** Whether there is something of the type under an id. */
  readonly isKnown: (id: RawBuilder<unknown>) => RawBuilder<unknown>
  /** The only one that carries the identifier of a `reference`. */
  readonly named: RawBuilder<unknown>
}

/** First by the address it had in a Bundle, then by id, then by identifier. */
async function resolve(transaction: Transaction, type: string, { isKnown, named }: Known): Promise<void> {
  await sql`
    update import_reference as reference set resolved = coalesce(
      (select id from import_url as entry where entry.url = reference.url and entry.type = ${type}
         and (${isKnown(sql.ref('entry.id'))}) limit 1),
      case when ${isKnown(sql.ref('reference.id'))} then reference.id end,
      ${named}
    )
    where reference.type = ${type}`.execute(transaction)
}

/** Without a system: whatever the system. Two who carry it are named by neither. */
function named(type: string, stored: RawBuilder<unknown>): RawBuilder<unknown> {
  const fits = sql`value = reference.value and (reference.system is null or system = reference.system)`
  return sql`case when reference.value is not null then (
    select min(id) from (
      select id from import_identifier where type = ${type} and ${fits}
      union
      ${stored} and ${fits}
    ) as carriers having count(*) = 1
  ) end`
}

/** Roles are not kept: only those of the same files are found. */
const noneStored = sql`select null::text from (values ('', '')) as stored (system, value) where false`

/** Who is named in a role is named by it. */
async function resolveRoles(transaction: Transaction): Promise<void> {
  await sql`
    update import_reference as reference set resolved = practitioner.resolved
    from import_role as role join import_reference as practitioner on practitioner.ref = role.practitioner_ref
    where reference.resolved is null and reference.type in ('Practitioner', 'PractitionerRole')
      and role.id = coalesce(
        (select id from import_url as entry where entry.url = reference.url and entry.type = 'PractitionerRole' limit 1),
        reference.id,
        ${named('PractitionerRole', noneStored)})`.execute(transaction)
}
