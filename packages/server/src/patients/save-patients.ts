import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { addLocations, addTags } from '../policy/write-policy.ts'
import { fold, wordsOf } from './search-tokens.ts'

/** What is known of a patient from elsewhere. */
export interface PatientDetails {
  readonly id: string
  readonly family: string
  readonly given: string
  readonly birthDate: string | undefined
  readonly gender: string | undefined
  readonly phone?: string | undefined
  readonly email?: string | undefined
  readonly careTeam: readonly string[]
  readonly tags: readonly string[]
  /** Locations that are not there yet are made, under their id as a name. */
  readonly locations?: readonly string[]
  /** Of a new patient: who will own records about them, written later in the same transaction. */
  readonly recordOwners?: readonly string[] | undefined
  /** Of a new patient: where appointments written later in the same transaction will be. */
  readonly visitedLocations?: readonly string[] | undefined
  /** Who adds a patient that is not there yet. */
  readonly createdBy?: string | undefined
  /** SHA-256, in hexadecimal digits, over what was imported. */
  readonly sourceHash?: string | undefined
}

export interface Saved {
  readonly added: number
  readonly changed: number
}

/**
 * Add patients, or bring those that are there up to date. What is not known of them stays as it is. Care team, tags and
 * locations are added to and never taken from: what the practice said itself is not undone by a file, and a restricted
 * chart stays so.
 */
export async function savePatients(
  transaction: Transaction,
  practiceId: string,
  patients: readonly PatientDetails[],
): Promise<Saved> {
  if (patients.length === 0) return { added: 0, changed: 0 }
  await addTags(
    transaction,
    practiceId,
    patients.flatMap(({ tags }) => tags),
  )
  await addLocations(
    transaction,
    practiceId,
    patients.flatMap(({ locations = [] }) => locations),
  )
  const written = await writeRows(transaction, practiceId, patients)
  const added = new Set(written.filter(({ how }) => how === 'added').map(({ id }) => id))
  const named = new Set(written.filter(({ how }) => how === 'changed').map(({ id }) => id))
  await forgetTokens(transaction, practiceId, [...named])
  await saveTokens(
    transaction,
    practiceId,
    patients.filter(({ id }) => added.has(id) || named.has(id)),
  )
  const changed = new Set(written.map(({ id }) => id).filter((id) => !added.has(id)))
  return { added: added.size, changed: changed.size }
}

interface Written {
  readonly id: string
  /** `tied`: to a practitioner, a tag or a location. */
  readonly how: 'added' | 'changed' | 'tied'
}

/** In one statement: what access turns on is worked out at its end, and so once for each patient. */
async function writeRows(
  transaction: Transaction,
  practiceId: string,
  patients: readonly PatientDetails[],
): Promise<readonly Written[]> {
  const practice = sql`${practiceId}::uuid`
  const { rows } = await sql<Written>`
    with given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(patients.map(givenOf))}::jsonb) as one (
        id text, family text, given text, sort_key text, birth_date text, gender text, phone text, email text,
        care_team text[], tags text[], locations text[], record_owners text[], visited_locations text[],
        created_by text, source_hash text)
    ), saved as (
      insert into patient (practice_id, id, family, given, sort_key, birth_date, gender, phone, email, created_by,
        source_hash, facts_id)
      select ${practice}, id, family, given, sort_key, birth_date, gender, phone, email, created_by,
        decode(source_hash, 'hex'), ${factsOfGiven(practice)}
      from given
      on conflict (practice_id, id) do update set family = excluded.family, given = excluded.given,
        sort_key = excluded.sort_key, birth_date = coalesce(excluded.birth_date, patient.birth_date),
        gender = coalesce(excluded.gender, patient.gender), phone = coalesce(excluded.phone, patient.phone),
        email = coalesce(excluded.email, patient.email),
        source_hash = coalesce(excluded.source_hash, patient.source_hash), version = patient.version + 1
      where (patient.family, patient.given, patient.sort_key) is distinct from
          (excluded.family, excluded.given, excluded.sort_key)
        or patient.birth_date <> excluded.birth_date or patient.birth_date is null and excluded.birth_date is not null
        or patient.gender <> excluded.gender or patient.gender is null and excluded.gender is not null
        or patient.phone <> excluded.phone or patient.phone is null and excluded.phone is not null
        or patient.email <> excluded.email or patient.email is null and excluded.email is not null
      returning id, case when xmax = 0 then 'added' else 'changed' end as how
    ), treated as (
      insert into care_team (practice_id, patient_id, practitioner_id)
      select distinct ${practice}, id, one from given, unnest(care_team) as one
      on conflict do nothing returning patient_id
    ), tagged as (
      insert into patient_tag (practice_id, patient_id, tag_id)
      select distinct ${practice}, id, one from given, unnest(tags) as one
      on conflict do nothing returning patient_id
    ), placed as (
      insert into patient_location (practice_id, patient_id, location_id)
      select distinct ${practice}, id, one from given, unnest(locations) as one
      on conflict do nothing returning patient_id
    ), owned as (
      insert into record_owner (practice_id, patient_id, practitioner_id)
      select distinct ${practice}, id, one from given, unnest(record_owners) as one on conflict do nothing
    ), visited as (
      insert into visited_location (practice_id, patient_id, location_id)
      select distinct ${practice}, id, one from given, unnest(visited_locations) as one on conflict do nothing
    )
    select id, how from saved
    union all select patient_id, 'tied' from treated
    union all select patient_id, 'tied' from tagged
    union all select patient_id, 'tied' from placed`.execute(transaction)
  return rows
}

/**
 * The facts that a new patient will have, where others had them before: so that the row is written once. Whether they are
 * the right ones is seen to by the database, as always.
 */
function factsOfGiven(practice: RawBuilder<unknown>): RawBuilder<unknown> {
  const sorted = (...lists: readonly string[]) => {
    const joined = sql.join(
      lists.map((list) => sql.ref(`given.${list}`)),
      sql` || `,
    )
    return sql`array(select distinct one collate "C" from unnest(${joined}) as one order by 1)::text[]`
  }
  return sql`(select facts.id from patient_facts as facts where facts.practice_id = ${practice}
    and facts.digest = sha256(convert_to(jsonb_build_array(${sorted('care_team', 'record_owners')}, ${sorted('tags')},
      ${sorted('locations', 'visited_locations')}, null::text[], null::text[], given.created_by, false)::text, 'UTF8')))`
}

function givenOf(patient: PatientDetails) {
  return {
    id: patient.id,
    family: patient.family,
    given: patient.given,
    sort_key: sortKey(patient),
    birth_date: patient.birthDate,
    gender: patient.gender,
    phone: patient.phone,
    email: patient.email,
    care_team: patient.careTeam,
    tags: patient.tags,
    locations: patient.locations ?? [],
    record_owners: patient.recordOwners ?? [],
    visited_locations: patient.visitedLocations ?? [],
    created_by: patient.createdBy,
    source_hash: patient.sourceHash,
  }
}

/** A tab comes before every letter, so that all of one family stand together. */
export function sortKey({ family, given }: Pick<PatientDetails, 'family' | 'given'>): string {
  return `${fold(family)}\t${fold(given)}`
}

export async function forgetTokens(
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

export async function saveTokens(
  transaction: Transaction,
  practiceId: string,
  patients: readonly Pick<PatientDetails, 'id' | 'family' | 'given'>[],
): Promise<void> {
  const pairs = patients.flatMap(({ id, family, given }) =>
    wordsOf(`${family} ${given}`).map((token) => ({ id, token })),
  )
  await sql`insert into patient_token (practice_id, token, patient_id, sort_key, facts_id)
    select patient.practice_id, named.token, patient.id, patient.sort_key, patient.facts_id
    from unnest(${pairs.map(({ token }) => token)}::text[], ${pairs.map(({ id }) => id)}::text[]) as named (token, id)
    join patient on patient.practice_id = ${practiceId} and patient.id = named.id
  `.execute(transaction)
}
