import type { PatientFacts } from '@rolecall/core'
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { addLocations, addTags } from '../policy/write-policy.ts'

/**
 * Write the facts that access depends on, as they are given and no others; what follows from records about a patient
 * counts besides. Patients that are not there are returned by id.
 */
export async function savePatientFacts(
  transaction: Transaction,
  practiceId: string,
  patients: Iterable<PatientFacts>,
): Promise<readonly string[]> {
  const given = [...patients]
  const known = new Set(await knownAmong(transaction, practiceId, given))
  const there = given.filter(({ id }) => known.has(id))
  await addTags(
    transaction,
    practiceId,
    there.flatMap(({ tags }) => tags),
  )
  await addLocations(
    transaction,
    practiceId,
    there.flatMap(({ locations }) => locations),
  )
  const pairs = (listOf: (patient: PatientFacts) => readonly string[]) => {
    const all = there.flatMap((patient) =>
      [...new Set(listOf(patient))].map((one) => [patient.id, one] as const),
    )
    return sql`unnest(${all.map(([id]) => id)}::text[], ${all.map(([, one]) => one)}::text[])`
  }
  const practice = sql`${practiceId}::uuid`
  // What stays as it is is left alone: records follow every change of their patient's facts.
  for (const [table, column, listOf] of lists) {
    const given = pairs(listOf)
    await sql`delete from ${sql.table(table)}
      where practice_id = ${practice} and patient_id = any(${[...known]}::text[])
        and (patient_id, ${sql.ref(column)}) not in (select * from ${given})`.execute(transaction)
    await sql`insert into ${sql.table(table)} (practice_id, patient_id, ${sql.ref(column)})
      select ${practice}, * from ${given} on conflict do nothing`.execute(transaction)
  }
  await transaction
    .deleteFrom('chart_restriction')
    .where('practice_id', '=', practiceId)
    .where('patient_id', '=', sql<string>`any(${[...known]}::text[])`)
    .execute()
  for (const [level, listOf] of restrictions) {
    const restricted = there.filter((patient) => listOf(patient) != null).map(({ id }) => id)
    await sql`insert into chart_restriction (practice_id, patient_id, level)
      select ${practice}, id, ${level} from unnest(${restricted}::text[]) as given (id)`.execute(transaction)
    await sql`insert into chart_reader (practice_id, patient_id, level, member_id)
      select ${practice}, patient_id, ${level}, member_id
      from ${pairs((patient) => listOf(patient) ?? [])} as given (patient_id, member_id)`.execute(transaction)
  }
  const people = there.map(({ createdBy }) => createdBy ?? null)
  const withdrawn = there.map(({ consentWithdrawn }) => consentWithdrawn ?? false)
  await sql`update patient set created_by = given.created_by, consent_withdrawn = given.consent_withdrawn
    from unnest(${there.map(({ id }) => id)}::text[], ${people}::text[], ${withdrawn}::boolean[])
      as given (id, created_by, consent_withdrawn)
    where practice_id = ${practice} and patient.id = given.id
      and (patient.created_by, patient.consent_withdrawn)
        is distinct from (given.created_by, given.consent_withdrawn)`.execute(transaction)
  return given.filter(({ id }) => !known.has(id)).map(({ id }) => id)
}

const lists = [
  ['care_team', 'practitioner_id', ({ careTeam }: PatientFacts) => careTeam],
  ['patient_tag', 'tag_id', ({ tags }: PatientFacts) => tags],
  ['patient_location', 'location_id', ({ locations }: PatientFacts) => locations],
] as const

const restrictions = [
  ['whole', ({ restrictedTo }: PatientFacts) => restrictedTo],
  ['clinical', ({ clinicalTo }: PatientFacts) => clinicalTo],
] as const

async function knownAmong(
  transaction: Transaction,
  practiceId: string,
  patients: readonly PatientFacts[],
): Promise<readonly string[]> {
  const rows = await transaction
    .selectFrom('patient')
    .select('id')
    .where('practice_id', '=', practiceId)
    .where('id', '=', sql<string>`any(${patients.map(({ id }) => id)}::text[])`)
    .execute()
  return rows.map(({ id }) => id)
}
