/**
 * What of an import is new to the practice, what is news about something it has, and what it knows already.
 *
 * A resource that says what it said at the last import is as before, whatever people have changed here since.
 */
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'

export interface Count {
  readonly added: number
  readonly changed: number
  readonly same: number
}

export interface NoteCount extends Count {
  /** Texts put as a version beside a note that was edited or signed here. */
  readonly beside: number
}

export interface Counts {
  readonly practitioners: Count
  readonly roles: Count
  readonly locations: Count
  readonly patients: Count
  readonly appointments: Count
  readonly notes: NoteCount
}

const tables = {
  practitioners: 'import_member',
  roles: 'import_role',
  locations: 'import_location',
  patients: 'import_patient',
  appointments: 'import_appointment',
  notes: 'import_note',
} as const satisfies Record<keyof Counts, string>

export async function compareStage(transaction: Transaction, practiceId: string): Promise<Counts> {
  const practice = sql`${practiceId}::uuid`
  for (const statement of [tieUp(), people(practice), places(practice), patients(practice)])
    for (const one of statement) await one.execute(transaction)
  for (const one of [...appointments(practice), ...notes(practice), ...recordFacts()])
    await one.execute(transaction)
  const count = (kind: keyof Counts) => countOf(transaction, tables[kind])
  return {
    practitioners: await count('practitioners'),
    roles: await count('roles'),
    locations: await count('locations'),
    patients: await count('patients'),
    appointments: await count('appointments'),
    notes: await countNotes(transaction),
  }
}

async function countOf(transaction: Transaction, table: string): Promise<Count> {
  const { rows } = await sql<Count>`
    select count(*) filter (where state = 'new')::int as added,
      count(*) filter (where state = 'changed')::int as changed,
      count(*) filter (where state = 'same')::int as same
    from ${sql.table(table)}`.execute(transaction)
  return rows[0] ?? { added: 0, changed: 0, same: 0 }
}

export async function countNotes(transaction: Transaction): Promise<NoteCount> {
  const { rows } = await sql<{ beside: number }>`
    select count(*)::int as beside from import_note where state = 'beside'`.execute(transaction)
  return { ...(await countOf(transaction, tables.notes)), beside: rows[0]?.beside ?? 0 }
}

type Statement = ReturnType<typeof sql>

/**
 * Whether somebody has worked here on the note that is called `stored`: edited, signed or unlocked it, or added to it.
 * An import puts nothing in the place of such a text.
 */
export function isWorkedOn(practice: Statement): Statement {
  const ofNote = sql`practice_id = ${practice} and note_id = stored.id`
  return sql`(exists (select from record_edit where practice_id = ${practice} and kind = 'note' and record_id = stored.id)
    or exists (select from note_addendum where ${ofNote})
    or exists (select from note_signature where ${ofNote})
    or not exists (select from note_import where ${ofNote} and version = stored.version))`
}

/** Who treats whom, and under which tags, as the files say of the patient: each pair once. */
function tieUp(): Statement[] {
  return [
    sql`create temporary table import_pair on commit drop as
      select distinct * from (
        select coalesce(tie.patient_id, patient.resolved) as patient_id,
          case when tie.practitioner_ref is not null then 'practitioner' else 'tag' end as kind,
          coalesce(practitioner.resolved, tie.tag) as target
        from import_tie as tie
        left join import_reference as patient on patient.ref = tie.patient_ref
        left join import_reference as practitioner on practitioner.ref = tie.practitioner_ref
      ) as said where patient_id is not null and target is not null`,
    sql`create index on import_pair (patient_id)`,
    sql`analyze import_pair`,
  ]
}

function people(practice: Statement): Statement[] {
  return [
    // One job for each: the first that a file says.
    sql`create temporary table import_job on commit drop as
      select distinct on (member_id) role.n, named.resolved as member_id, role.job_title
      from import_role as role join import_reference as named on named.ref = role.practitioner_ref
      where named.resolved is not null and role.job_title is not null order by member_id, role.n`,
    sql`alter table import_member add column state text, add column source_hash bytea, add column job_title text`,
    sql`update import_member as one set job_title = import_job.job_title from import_job where import_job.member_id = one.id`,
    sql`update import_member set source_hash = sha256(convert_to(jsonb_build_array(name, job_title)::text, 'UTF8'))`,
    sql`update import_member as one set state = case
        when stored.id is null then 'new'
        when not stored.has_account and stored.source_hash <> one.source_hash
          and (stored.name, stored.job_title) is distinct from
            (coalesce(one.name, stored.name), coalesce(one.job_title, stored.job_title)) then 'changed'
        else 'same' end
      from import_member as staged
      left join member as stored on stored.practice_id = ${practice} and stored.id = staged.id
      where staged.n = one.n`,
    sql`alter table import_role add column state text`,
    sql`update import_role as one set state = case
        when import_job.n is null then 'same'
        when member.job_title is null then 'new'
        when import_member.state = 'changed' and member.job_title <> one.job_title then 'changed'
        else 'same' end
      from import_role as role
      left join import_job on import_job.n = role.n
      left join member on member.practice_id = ${practice} and member.id = import_job.member_id
      left join import_member on import_member.id = import_job.member_id
      where role.n = one.n`,
  ]
}

function places(practice: Statement): Statement[] {
  return [
    sql`alter table import_location add column state text, add column source_hash bytea`,
    sql`update import_location set source_hash = sha256(convert_to(name, 'UTF8'))`,
    sql`update import_location as one set state = case
        when stored.id is null then 'new'
        when stored.name <> one.name and (stored.source_hash <> one.source_hash or stored.name = stored.id) then 'changed'
        else 'same' end
      from import_location as staged
      left join location as stored on stored.practice_id = ${practice} and stored.id = staged.id
      where staged.n = one.n`,
  ]
}

function patients(practice: Statement): Statement[] {
  return [
    sql`alter table import_patient add column state text, add column source_hash bytea`,
    sql`update import_patient as one set source_hash = said.hash, state = case
        when stored.id is null then 'new'
        when stored.source_hash is distinct from said.hash and exists (
          select from jsonb_to_record(said.details) as now
            (family text, given text, "birthDate" text, gender text, phone text, email text)
          where (stored.family, stored.given) is distinct from (now.family, now.given)
            or stored.birth_date is distinct from coalesce(now."birthDate", stored.birth_date)
            or stored.gender is distinct from coalesce(now.gender, stored.gender)
            or stored.phone is distinct from coalesce(now.phone, stored.phone)
            or stored.email is distinct from coalesce(now.email, stored.email)) then 'changed'
        else 'same' end
      from (select n, id, details, sha256(convert_to(details::text, 'UTF8')) as hash from import_patient) as said
      left join patient as stored on stored.practice_id = ${practice} and stored.id = said.id
      where said.n = one.n`,
    // Only what is said in the file itself; whose care team a later booking adds to is counted with the booking.
    sql`create temporary table import_news on commit drop as
      select pair.* from import_pair as pair
      where exists (select from patient where practice_id = ${practice} and id = pair.patient_id)
        and not exists (select from care_team where practice_id = ${practice} and patient_id = pair.patient_id
          and practitioner_id = pair.target and pair.kind = 'practitioner')
        and not exists (select from patient_tag where practice_id = ${practice} and patient_id = pair.patient_id
          and tag_id = pair.target and pair.kind = 'tag')`,
    sql`create index on import_news (patient_id)`,
    sql`update import_patient as one set state = 'changed'
      where state = 'same' and (exists (select from import_news where patient_id = one.id) or exists (
        select from import_identifier as said where said.type = 'Patient' and said.id = one.id and not exists (
          select from patient_identifier as stored where stored.practice_id = ${practice}
            and stored.system = said.system and stored.value = said.value and stored.patient_id = said.id)))`,
    sql`create index on import_patient (state, n)`,
    sql`create index on import_identifier (id)`,
  ]
}

function appointments(practice: Statement): Statement[] {
  return [
    sql`alter table import_appointment add column state text, add column source_hash bytea,
      add column patient_id text collate "C", add column owner_id text collate "C", add column location_id text collate "C",
      add column patient_is_new boolean`,
    sql`update import_appointment as one set patient_id = patient.resolved, owner_id = owner.resolved,
        location_id = location.resolved
      from import_appointment as staged
      left join import_reference as patient on patient.ref = staged.patient_ref
      left join import_reference as owner on owner.ref = staged.owner_ref
      left join import_reference as location on location.ref = staged.location_ref
      where staged.n = one.n`,
    sql`update import_appointment set source_hash = sha256(convert_to(jsonb_build_array(patient_id, owner_id,
      location_id, extract(epoch from starts_at), extract(epoch from ends_at), status, description)::text, 'UTF8'))`,
    sql`update import_appointment as one set
        patient_is_new = exists (select from import_patient where id = one.patient_id and state = 'new'),
        state = case
          when stored.id is null then 'new'
          when stored.source_hash is distinct from one.source_hash
            and (stored.owner_id, stored.location_id, stored.starts_at, stored.ends_at, stored.status,
              stored.description) is distinct from (one.owner_id, one.location_id, one.starts_at, one.ends_at,
              one.status, one.description) then 'changed'
          else 'same' end
      from import_appointment as staged
      left join appointment as stored on stored.practice_id = ${practice} and stored.id = staged.id
      where staged.n = one.n`,
  ]
}

function notes(practice: Statement): Statement[] {
  return [
    sql`alter table import_note add column state text, add column source_hash bytea,
      add column patient_id text collate "C", add column owner_id text collate "C",
      add column appointment_id text collate "C", add column patient_is_new boolean`,
    // Whoever wrote and signed it is called as the file calls them, there or where it says who they are.
    sql`update import_note as one set patient_id = patient.resolved, owner_id = owner.resolved,
        appointment_id = appointment.resolved,
        author = coalesce(one.author, ${calledAs(practice, 'owner')}),
        signer = coalesce(one.signer, ${calledAs(practice, 'signer')})
      from import_note as staged
      left join import_reference as patient on patient.ref = staged.patient_ref
      left join import_reference as owner on owner.ref = staged.owner_ref
      left join import_reference as signer on signer.ref = staged.signer_ref
      left join import_reference as appointment on appointment.ref = staged.appointment_ref
      where staged.n = one.n`,
    sql`update import_note set source_hash = sha256(convert_to(jsonb_build_array(patient_id, owner_id, appointment_id,
      title, signed, extract(epoch from written_at))::text || text, 'UTF8'))`,
    sql`update import_note as one set
        patient_is_new = exists (select from import_patient where id = one.patient_id and state = 'new'),
        state = case
          when stored.id is null then 'new'
          when stored.source_hash is not distinct from one.source_hash then 'same'
          when ${isWorkedOn(practice)} then case
            when kept.text = one.text or exists (
              select from note_import where practice_id = ${practice} and note_id = stored.id
                and text_hash = sha256(convert_to(one.text, 'UTF8'))) then 'same'
            else 'beside' end
          when (stored.owner_id, stored.appointment_id, stored.title, stored.written_at) is distinct from
              (one.owner_id, one.appointment_id, one.title, one.written_at)
            or one.signed and not stored.signed or kept.text <> one.text then 'changed'
          else 'same' end
      from import_note as staged
      left join note as stored on stored.practice_id = ${practice} and stored.id = staged.id
      left join note_version as kept on kept.practice_id = ${practice} and kept.note_id = stored.id
        and kept.version = stored.version
      where staged.n = one.n`,
  ]
}

/** What the files call somebody who is referred to, else the practice, else as the reference says. */
function calledAs(practice: Statement, reference: 'owner' | 'signer'): Statement {
  const id = sql.ref(`${reference}.resolved`)
  return sql`coalesce((select min(name) from import_member where id = ${id}),
    (select name from member where practice_id = ${practice} and id = ${id}),
    ${sql.ref(`${reference}.url`)}, ${sql.ref(`${reference}.value`)})`
}

/**
 * Who will own records about new patients, and where those are seen: what the database will work out from the records,
 * known beforehand, so that each patient's facts are written once.
 */
function recordFacts(): Statement[] {
  return [
    sql`create temporary table import_record_fact on commit drop as
      select patient_id, 'owner' as kind, owner_id as target from import_appointment
      where state = 'new' and patient_is_new and owner_id is not null and status <> 'cancelled'
      union
      select patient_id, 'owner', owner_id from import_note
      where state = 'new' and patient_is_new and owner_id is not null
      union
      select patient_id, 'location', location_id from import_appointment
      where state = 'new' and patient_is_new and location_id is not null
        and status in ('booked', 'arrived', 'fulfilled')`,
    sql`create index on import_record_fact (patient_id)`,
    sql`analyze import_record_fact`,
  ]
}
