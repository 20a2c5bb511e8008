/**
 * From the stage into the practice, in two halves. The first adds what nobody else can see or hold before it is
 * committed: new people, new patients and their records. The second touches what others work with, and is entered like
 * any other change: the policy first, then patients in the order of their ids.
 */
import { sql } from 'kysely'
import type { Database, Transaction } from '../database/connect.ts'
import { type PatientDetails, savePatients } from '../patients/save-patients.ts'
import { addMembers } from '../team/add-members.ts'
import { isWorkedOn } from './diff-stage.ts'

const batch = 500

export interface Applying {
  readonly transaction: Transaction
  readonly practiceId: string
  /** Who adds the patients. Undefined: a program at the machine. */
  readonly createdBy: string | undefined
  /** Told how many records were saved since it was last told. */
  readonly onSaved: (count: number) => void
}

/**
 * Facts of new patients, in short transactions of their own: who adds facts holds the count that everybody adds by, and
 * would hold it until an import ends. Facts without patients are seen by nobody, also where the import is undone. Of a
 * practice that is being made nobody else knows: there they are added on the way.
 */
export async function addFactsFirst(
  database: Database | undefined,
  { transaction, practiceId, createdBy }: Applying,
): Promise<void> {
  await sql`create temporary table import_facts on commit drop as
    with facts as (
      select distinct array(
          select target from import_pair where patient_id = one.id and kind = 'practitioner'
          union select target from import_record_fact where patient_id = one.id and kind = 'owner' order by target
        ) as care_team, ${ofPatient('tag')} as tags, ${ofRecords('location')} as locations
      from import_patient as one where state = 'new'
    )
    select row_number() over () / ${sql.lit(2 * batch)} as part, care_team, tags, locations,
      ${createdBy ?? null}::text as created_by
    from facts`.execute(transaction)
  await sql`create index on import_facts (part)`.execute(transaction)
  for (let part = 0; ; part++) {
    const { rows } = await sql<{ facts: unknown[] | null }>`
      select jsonb_agg(to_jsonb(one) - 'part') as facts from import_facts as one where part = ${part}`.execute(
      transaction,
    )
    const facts = rows[0]?.facts ?? []
    if (facts.length === 0) return
    const adding = sql`select add_patient_facts(${practiceId}::uuid, ${JSON.stringify(facts)}::jsonb)`
    if (database === undefined) await adding.execute(transaction)
    else await database.within({ practiceId, mode: 'change' }, (other) => adding.execute(other))
  }
}

/** What the files say of a patient. */
function ofPatient(kind: 'practitioner' | 'tag') {
  return sql`array(select target from import_pair where patient_id = one.id and kind = ${sql.lit(kind)} order by target)`
}

/** What records about a new patient will bring. */
function ofRecords(kind: 'owner' | 'location') {
  return sql`array(
    select target from import_record_fact where patient_id = one.id and kind = ${sql.lit(kind)} order by target)`
}

/** The first half: what is new, and nobody else's before it is committed. */
export async function addNew(applying: Applying): Promise<void> {
  await addPeople(applying)
  await addPlaces(applying)
  await savePatientsOf(applying, 'new')
  await addAppointments(applying, true)
  await addAppointmentIdentifiers(applying, sql`not (one.state = 'new' and not one.patient_is_new)`)
  await addNotes(applying, true)
}

/** Whether there is something left for the second half. */
export async function hasSecondHalf(transaction: Transaction): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select exists (select from import_member where state = 'changed')
      or exists (select from import_role where state <> 'same')
      or exists (select from import_location where state = 'changed')
      or exists (select from import_patient where state = 'changed')
      or exists (select from import_news)
      or exists (select from import_appointment where state = 'changed' or state = 'new' and not patient_is_new)
      or exists (select from import_note where state in ('changed', 'beside') or state = 'new' and not patient_is_new) as has
  `.execute(transaction)
  return rows[0]?.has ?? false
}

/** The second half. The policy is held by now. */
export async function changeWhatIsThere(applying: Applying): Promise<void> {
  const { transaction, practiceId } = applying
  const practice = sql`${practiceId}::uuid`
  await sql`update member set name = coalesce(one.name, member.name), source_hash = one.source_hash,
      job_title = coalesce(one.job_title, member.job_title)
    from import_member as one where one.state = 'changed' and practice_id = ${practice} and member.id = one.id
  `.execute(transaction)
  await sql`update member set job_title = import_job.job_title
    from import_job join import_role as role on role.n = import_job.n and role.state = 'new'
    where practice_id = ${practice} and member.id = import_job.member_id and member.job_title is null
  `.execute(transaction)
  await sql`update location set name = one.name, source_hash = one.source_hash
    from import_location as one where one.state = 'changed' and practice_id = ${practice} and location.id = one.id
  `.execute(transaction)
  await savePatientsOf(applying, 'changed')
  await tieKnownPatients(applying)
  await addAppointments(applying, false)
  await addAppointmentIdentifiers(applying, sql`one.state = 'new' and not one.patient_is_new`)
  await changeAppointments(applying)
  await addNotes(applying, false)
  await changeNotes(applying)
  await addTextsBeside(applying)
}

async function addPeople({ transaction, practiceId }: Applying): Promise<void> {
  for (let after = 0; ; ) {
    const { rows } = await sql<StagedMember>`
      select n, id, name, job_title as "jobTitle", encode(source_hash, 'hex') as "sourceHash"
      from import_member where state = 'new' and n > ${after} order by n limit ${batch}`.execute(transaction)
    const last = rows.at(-1)
    if (last === undefined) break
    await addMembers(
      transaction,
      practiceId,
      rows.map(({ n: _, name, jobTitle, ...row }) => ({
        ...row,
        ...(name !== null && { name }),
        ...(jobTitle !== null && { jobTitle }),
        kind: 'practitioner' as const,
        status: 'active' as const,
        account: false,
      })),
    )
    after = last.n
  }
  await sql`insert into member_identifier (practice_id, member_id, system, value)
    select distinct ${practiceId}::uuid, said.id, said.system, said.value
    from import_identifier as said join import_member as one on one.id = said.id
    where said.type = 'Practitioner' on conflict do nothing`.execute(transaction)
}

interface StagedMember {
  readonly n: number
  readonly id: string
  readonly name: string | null
  readonly jobTitle: string | null
  readonly sourceHash: string
}

async function addPlaces({ transaction, practiceId }: Applying): Promise<void> {
  await sql`insert into location (practice_id, id, name, source_hash)
    select ${practiceId}::uuid, id, name, source_hash from import_location where state = 'new'
    on conflict do nothing`.execute(transaction)
  await sql`insert into location_identifier (practice_id, location_id, system, value)
    select distinct ${practiceId}::uuid, said.id, said.system, said.value
    from import_identifier as said join import_location as one on one.id = said.id
    where said.type = 'Location' on conflict do nothing`.execute(transaction)
}

interface StagedPatient {
  readonly n: number
  readonly id: string
  readonly details: Pick<PatientDetails, 'family' | 'given' | 'birthDate' | 'gender' | 'phone' | 'email'>
  readonly careTeam: readonly string[]
  readonly tags: readonly string[]
  readonly recordOwners: readonly string[]
  readonly visitedLocations: readonly string[]
  readonly sourceHash: string
}

/** New ones as they come, changed ones in the order of their ids. */
async function savePatientsOf(applying: Applying, state: 'new' | 'changed'): Promise<void> {
  const { transaction, practiceId, createdBy } = applying
  let after: StagedPatient | undefined
  for (let saved = 0; ; saved += batch) {
    await lookAfter(transaction, saved)
    const { rows }: { rows: StagedPatient[] } = await sql<StagedPatient>`
      select n, id, details, ${ofPatient('practitioner')} as "careTeam", ${ofPatient('tag')} as tags,
        ${ofRecords('owner')} as "recordOwners", ${ofRecords('location')} as "visitedLocations",
        encode(source_hash, 'hex') as "sourceHash"
      from import_patient as one
      where state = ${state} and ${state === 'new' ? sql`n > ${after?.n ?? 0}` : sql`id > ${after?.id ?? ''}`}
      order by ${state === 'new' ? sql`n` : sql`id`} limit ${batch}`.execute(transaction)
    if (rows.length === 0) return
    await savePatients(
      transaction,
      practiceId,
      rows.map(({ n: _, details, ...row }) => ({ ...details, ...row, createdBy })),
    )
    await sql`insert into patient_identifier (practice_id, system, value, patient_id)
      select distinct ${practiceId}::uuid, system, value, id from import_identifier
      where type = 'Patient' and id = any(${rows.map(({ id }) => id)}::text[])
      on conflict do nothing`.execute(transaction)
    applying.onSaved(rows.length)
    after = rows.at(-1)
  }
}

/** How many rows were added when the planner looks at the tables anew: it would work for the empty ones it knows. */
const looks: ReadonlySet<number> = new Set([batch, 10 * batch, 100 * batch])

async function lookAfter(transaction: Transaction, saved: number): Promise<void> {
  if (looks.has(saved)) await sql`select look_at_tables()`.execute(transaction)
}

/** Patients of whom the files have no line of their own, and yet say who treats them. */
async function tieKnownPatients({ transaction, practiceId }: Applying): Promise<void> {
  for (let after = ''; ; ) {
    const { rows } = await sql<{ id: string }>`
      select distinct patient_id as id from import_news where patient_id > ${after} order by patient_id
      limit ${sql.lit(batch)}`.execute(transaction)
    const ids = rows.map(({ id }) => id)
    const last = ids.at(-1)
    if (last === undefined) return
    await sql`insert into care_team (practice_id, patient_id, practitioner_id)
      select ${practiceId}::uuid, patient_id, target from import_news
      where kind = 'practitioner' and patient_id = any(${ids}::text[]) on conflict do nothing`.execute(
      transaction,
    )
    after = last
  }
}

/** Statements that work on a range of lines of a staged table, one range after the other. */
async function inRanges(
  { transaction, onSaved }: Applying,
  table: 'import_appointment' | 'import_note',
  fits: ReturnType<typeof sql>,
  work: (range: ReturnType<typeof sql>) => Promise<unknown>,
): Promise<void> {
  const { rows } = await sql<{ first: number; last: number; count: number }>`
    select min(n) as first, max(n) as last, count(*)::int as count
    from (select n, (row_number() over (order by n) - 1) / ${sql.lit(batch)} as part
      from ${sql.table(table)} as one where ${fits}) as numbered
    group by part order by part`.execute(transaction)
  if (rows.length > 0) await sql`create index on ${sql.table(table)} (n)`.execute(transaction)
  for (const [index, { first, last, count }] of rows.entries()) {
    await lookAfter(transaction, index * batch)
    await work(sql`${fits} and n between ${first} and ${last}`)
    onSaved(count)
  }
}

async function addAppointments(applying: Applying, patientIsNew: boolean): Promise<void> {
  const { transaction, practiceId } = applying
  const fits = sql`state = 'new' and patient_is_new = ${sql.lit(patientIsNew)}`
  await inRanges(applying, 'import_appointment', fits, (range) =>
    sql`insert into appointment (practice_id, id, patient_id, owner_id, location_id, starts_at, ends_at, status,
        description, source, source_hash)
      select ${practiceId}::uuid, id, patient_id, owner_id, location_id, starts_at, ends_at, status, description, source,
        source_hash
      from import_appointment as one where ${range}`.execute(transaction),
  )
}

/** Only encounters are named by their identifiers. */
async function addAppointmentIdentifiers(
  { transaction, practiceId }: Applying,
  fits: ReturnType<typeof sql>,
): Promise<void> {
  await sql`insert into appointment_identifier (practice_id, appointment_id, system, value)
    select distinct ${practiceId}::uuid, said.id, said.system, said.value
    from import_identifier as said join import_appointment as one on one.n = said.n
    where said.type = 'Encounter' and ${fits} on conflict do nothing`.execute(transaction)
}

async function changeAppointments(applying: Applying): Promise<void> {
  const { transaction, practiceId } = applying
  await inRanges(applying, 'import_appointment', sql`state = 'changed'`, (range) =>
    sql`update appointment set owner_id = one.owner_id, location_id = one.location_id, starts_at = one.starts_at,
        ends_at = one.ends_at, status = one.status, description = one.description, source_hash = one.source_hash,
        version = version + 1
      from import_appointment as one
      where practice_id = ${practiceId}::uuid and appointment.id = one.id and ${range}`.execute(transaction),
  )
}

async function addNotes(applying: Applying, patientIsNew: boolean): Promise<void> {
  const { transaction, practiceId } = applying
  const practice = sql`${practiceId}::uuid`
  const fits = sql`state = 'new' and patient_is_new = ${sql.lit(patientIsNew)}`
  await inRanges(applying, 'import_note', fits, async (range) => {
    await sql`insert into note (practice_id, id, patient_id, owner_id, author_id, appointment_id, title, signed,
        written_at, source, source_hash)
      select ${practice}, id, patient_id, owner_id, owner_id, appointment_id, title, signed, written_at, source,
        source_hash
      from import_note as one where ${range}`.execute(transaction)
    await addImportedTexts(applying, sql`from import_note as one where ${range}`, sql`1`)
  })
}

type Sql = ReturnType<typeof sql>

/**
 * Texts as versions of their notes, each with where it came from. That the source calls one signed is written down as
 * that, and never as a signature: nobody signed it here.
 */
async function addImportedTexts(
  { transaction, practiceId, createdBy }: Applying,
  staged: Sql,
  version: Sql,
): Promise<void> {
  const practice = sql`${practiceId}::uuid`
  await sql`
    with texts as (
      select one.*, ${version} as version, (select name from import_file where file = one.file) as file_name ${staged}
    ), versions as (
      insert into note_version (practice_id, note_id, version, title, text, author_id, saved_at)
      select ${practice}, id, version, case when state = 'beside' then title end, text, owner_id, written_at from texts
    )
    insert into note_import (practice_id, note_id, version, source, file, system, imported_by, signed, author, signer,
      text_hash)
    select ${practice}, id, version, source, file_name, system, ${createdBy ?? null}::text, signed, author,
      case when signed then signer end, sha256(convert_to(text, 'UTF8'))
    from texts`.execute(transaction)
}

/** What nobody has worked on here follows the files: another text becomes the next version, and the one before stays. */
async function changeNotes(applying: Applying): Promise<void> {
  const { transaction, practiceId } = applying
  const practice = sql`${practiceId}::uuid`
  await inRanges(applying, 'import_note', sql`one.state = 'changed'`, async (range) => {
    await putAsideWorkedOn(transaction, practice, range)
    const { rows } = await sql<{ ids: string[] | null }>`
      select array_agg(one.id) as ids from import_note as one
      join note on note.practice_id = ${practice} and note.id = one.id
      join note_version as kept on kept.practice_id = ${practice} and kept.note_id = note.id and kept.version = note.version
      where (kept.text <> one.text or one.signed and not note.signed) and ${range}`.execute(transaction)
    const renewed = rows[0]?.ids ?? []
    await sql`update note_version as kept set title = note.title
      from note where note.practice_id = ${practice} and note.id = any(${renewed}::text[])
        and kept.practice_id = ${practice} and kept.note_id = note.id and kept.version = note.version
    `.execute(transaction)
    await addImportedTexts(
      applying,
      sql`from import_note as one join note as stored on stored.practice_id = ${practice} and stored.id = one.id
        where one.id = any(${renewed}::text[])`,
      sql`stored.version + 1`,
    )
    await sql`update note set owner_id = one.owner_id, author_id = one.owner_id, appointment_id = one.appointment_id,
        title = one.title, written_at = one.written_at, source_hash = one.source_hash, revision = revision + 1,
        version = note.version + (case when note.id = any(${renewed}::text[]) then 1 else 0 end),
        signed = case when note.id = any(${renewed}::text[]) then one.signed else note.signed end
      from import_note as one
      where note.practice_id = ${practice} and note.id = one.id and ${range}`.execute(transaction)
  })
}

async function holdNotes(transaction: Transaction, practice: Sql, range: Sql): Promise<void> {
  await sql`select count(*) from (
    select from note join import_note as one on one.id = note.id
    where note.practice_id = ${practice} and ${range} order by note.id for update of note) as held`.execute(
    transaction,
  )
}

/** Hold the notes of a range. Those that were worked on since they were compared are not changed. */
async function putAsideWorkedOn(transaction: Transaction, practice: Sql, range: Sql): Promise<void> {
  await holdNotes(transaction, practice, range)
  await sql`update import_note as one set state = 'beside' from note as stored
    where stored.practice_id = ${practice} and stored.id = one.id and ${range} and ${isWorkedOn(practice)}`.execute(
    transaction,
  )
}

/** Beside a note that was edited or signed here: its text stays the current one. */
async function addTextsBeside(applying: Applying): Promise<void> {
  const { transaction, practiceId } = applying
  const practice = sql`${practiceId}::uuid`
  await inRanges(applying, 'import_note', sql`one.state = 'beside'`, async (range) => {
    await holdNotes(transaction, practice, range)
    await addImportedTexts(
      applying,
      sql`from import_note as one where ${range}`,
      sql`1 + (select max(version) from note_version where practice_id = ${practice} and note_id = one.id)`,
    )
    await sql`update note set source_hash = one.source_hash from import_note as one
      where note.practice_id = ${practice} and note.id = one.id and ${range}`.execute(transaction)
  })
}
