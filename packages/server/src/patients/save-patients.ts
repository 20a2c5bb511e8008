import { type Insertable, sql } from 'kysely'
import { addTags } from '../access/write-policy.ts'
import type { Transaction } from '../database/connect.ts'
import type { PatientTable } from '../database/tables.ts'
import { fold, wordsOf } from './words-of.ts'

/** What is known of a patient from elsewhere. */
export interface PatientDetails {
  readonly id: string
  readonly family: string
  readonly given: string
  readonly birthDate: string | undefined
  readonly gender: string | undefined
  readonly careTeam: readonly string[]
  readonly tags: readonly string[]
}

export interface Saved {
  readonly added: number
  readonly changed: number
}

/**
 * Add patients, or bring those that are there up to date. Care team and tags are added to and never taken from:
 * what the practice said itself is not undone by a file, and a restricted chart stays so.
 */
export async function savePatients(
  transaction: Transaction,
  practiceId: string,
  patients: readonly PatientDetails[],
): Promise<Saved> {
  if (patients.length === 0) return { added: 0, changed: 0 }
  const written = await transaction
    .insertInto('patient')
    .values(patients.map((patient) => rowOf(practiceId, patient)))
    .onConflict((conflict) =>
      conflict
        .columns(['practice_id', 'id'])
        .doUpdateSet({
          family: sql`excluded.family`,
          given: sql`excluded.given`,
          sort_key: sql`excluded.sort_key`,
          birth_date: sql`excluded.birth_date`,
          gender: sql`excluded.gender`,
          version: sql`patient.version + 1`,
        })
        .where(isNews),
    )
    .returning(['id', sql<boolean>`xmax = 0`.as('is_new')])
    .execute()
  const added = new Set(written.filter((row) => row.is_new).map(({ id }) => id))
  const changed = new Set(written.filter((row) => !row.is_new).map(({ id }) => id))
  await forgetTokens(transaction, practiceId, [...changed])
  await saveTokens(
    transaction,
    practiceId,
    patients.filter(({ id }) => added.has(id) || changed.has(id)),
  )
  const joined = [
    ...(await joinCareTeams(transaction, practiceId, patients)),
    ...(await putTags(transaction, practiceId, patients)),
  ]
  for (const id of joined) if (!added.has(id)) changed.add(id)
  return { added: added.size, changed: changed.size }
}

function rowOf(practiceId: string, patient: PatientDetails): Insertable<PatientTable> {
  return {
    practice_id: practiceId,
    id: patient.id,
    family: patient.family,
    given: patient.given,
    sort_key: sortKey(patient),
    birth_date: patient.birthDate ?? null,
    gender: patient.gender ?? null,
  }
}

/** A tab comes before every letter, so that all of one family stand together. */
export function sortKey({ family, given }: Pick<PatientDetails, 'family' | 'given'>): string {
  return `${fold(family)}\t${fold(given)}`
}

const isNews = sql<boolean>`
  (patient.family, patient.given, patient.sort_key, patient.birth_date, patient.gender)
    is distinct from (excluded.family, excluded.given, excluded.sort_key, excluded.birth_date, excluded.gender)`

/** Returns the patients for whom it is news. */
async function joinCareTeams(
  transaction: Transaction,
  practiceId: string,
  patients: readonly PatientDetails[],
): Promise<readonly string[]> {
  const pairs = patients.flatMap(({ id, careTeam }) => careTeam.map((one) => ({ id, one })))
  const { rows } = await sql<{ patient_id: string }>`
    insert into care_team (practice_id, patient_id, practitioner_id)
    select distinct ${practiceId}::uuid, patient_id, practitioner_id
    from unnest(${pairs.map(({ id }) => id)}::text[], ${pairs.map(({ one }) => one)}::text[])
      as given (patient_id, practitioner_id)
    on conflict do nothing returning patient_id`.execute(transaction)
  return rows.map(({ patient_id }) => patient_id)
}

/** Returns the patients for whom it is news. */
async function putTags(
  transaction: Transaction,
  practiceId: string,
  patients: readonly PatientDetails[],
): Promise<readonly string[]> {
  const pairs = patients.flatMap(({ id, tags }) => tags.map((tag) => ({ id, tag })))
  if (pairs.length === 0) return []
  await addTags(
    transaction,
    practiceId,
    pairs.map(({ tag }) => tag),
  )
  const { rows } = await sql<{ patient_id: string }>`
    insert into patient_tag (practice_id, patient_id, tag_id)
    select distinct ${practiceId}::uuid, patient_id, tag_id
    from unnest(${pairs.map(({ id }) => id)}::text[], ${pairs.map(({ tag }) => tag)}::text[])
      as given (patient_id, tag_id)
    on conflict do nothing returning patient_id`.execute(transaction)
  return rows.map(({ patient_id }) => patient_id)
}

async function forgetTokens(
  transaction: Transaction,
  practiceId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await transaction
    .deleteFrom('patient_token')
    .where('practice_id', '=', practiceId)
    .where('patient_id', '=', sql<string>`any(${ids}::text[])`)
    .execute()
}

async function saveTokens(
  transaction: Transaction,
  practiceId: string,
  patients: readonly PatientDetails[],
): Promise<void> {
  const pairs = patients.flatMap(({ id, family, given }) =>
    wordsOf(`${family} ${given}`).map((token) => ({ id, token })),
  )
  await sql`insert into patient_token (practice_id, token, patient_id)
    select ${practiceId}::uuid, token, id
    from unnest(${pairs.map(({ token }) => token)}::text[], ${pairs.map(({ id }) => id)}::text[]) as named (token, id)
  `.execute(transaction)
}
