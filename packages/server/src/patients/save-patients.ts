import { type Insertable, sql, type Transaction } from 'kysely'
import type { PatientTable, Tables } from '../database/tables.ts'
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
  transaction: Transaction<Tables>,
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
          care_team: united('care_team'),
          tags: united('tags'),
        })
        .where(isNews),
    )
    .returning(['id', sql<boolean>`xmax = 0`.as('is_new')])
    .execute()
  const [added, changed] = [written.filter((row) => row.is_new), written.filter((row) => !row.is_new)]
  await forgetTokens(transaction, practiceId, changed)
  const ids = new Set(written.map(({ id }) => id))
  await saveTokens(
    transaction,
    practiceId,
    patients.filter(({ id }) => ids.has(id)),
  )
  return { added: added.length, changed: changed.length }
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
    care_team: [...patient.careTeam],
    tags: [...patient.tags],
  }
}

/** A tab comes before every letter, so that all of one family stand together. */
function sortKey({ family, given }: PatientDetails): string {
  return `${fold(family)}\t${fold(given)}`
}

const isNews = sql<boolean>`
  (patient.family, patient.given, patient.sort_key, patient.birth_date, patient.gender)
    is distinct from (excluded.family, excluded.given, excluded.sort_key, excluded.birth_date, excluded.gender)
  or not patient.care_team @> excluded.care_team
  or not patient.tags @> excluded.tags`

function united(column: 'care_team' | 'tags') {
  const before = sql.ref(`patient.${column}`)
  const now = sql.ref(`excluded.${column}`)
  return sql<string[]>`${before} || array(select unnest(${now}) except select unnest(${before}))`
}

async function forgetTokens(
  transaction: Transaction<Tables>,
  practiceId: string,
  patients: readonly { readonly id: string }[],
): Promise<void> {
  if (patients.length === 0) return
  await transaction
    .deleteFrom('patient_token')
    .where('practice_id', '=', practiceId)
    .where('patient_id', '=', sql<string>`any(${patients.map(({ id }) => id)}::text[])`)
    .execute()
}

async function saveTokens(
  transaction: Transaction<Tables>,
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
