/**
 * Whoever sends files to import: decided when it starts, and still so when it commits. An import is an act on the
 * practice, and yet it opens nothing: whoever is out of the sender's reach is not changed by what they send.
 */
import { type Member, type Snapshot, type TagLimit, toSql } from '@rolecall/core'
import { sql } from 'kysely'
import { type Door, openDoor } from '../access/door.ts'
import { openPractice } from '../access/open-practice.ts'
import type { Transaction } from '../database/connect.ts'
import { embed } from '../lists/embed.ts'
import { storedKinds } from '../lists/record-sources.ts'
import { dismissGains } from './own-gain.ts'
import { type Complain, checkRecords, dismiss } from './validate-stage.ts'

export interface Sender {
  readonly memberId: string
  readonly accountId: string | undefined
  readonly actingFor: string | undefined
  readonly requestId: string
  /** Whether they confirm what widens their own access. */
  readonly isConfirmed?: boolean | undefined
}

export interface Standing {
  readonly door: Door
  readonly policyStamp: string
}

type Refused = { readonly refused: string }

/** What a sender may do now. To `hold` it is to keep it so until the transaction ends. */
export async function standingOf(
  transaction: Transaction,
  practiceId: string,
  { memberId, actingFor, isConfirmed }: Sender,
  intent: 'look' | 'hold',
): Promise<Standing | Refused> {
  const { name, policyStamp, snapshot, at } = await openPractice(transaction, practiceId, intent)
  const member = snapshot.members.get(memberId)
  if (member === undefined) return { refused: 'you are no member of this practice any more' }
  const door = openDoor(transaction, {
    practice: { id: practiceId, name },
    snapshot,
    member,
    actingFor,
    at,
    isConfirmed,
  })
  return mayRun(door, 'demographicImport') ?? { door, policyStamp }
}

function mayRun(door: Door, kind: 'demographicImport' | 'clinicalImport'): Refused | undefined {
  if (door.plan(kind, 'run').reach !== 'nowhere') return undefined
  const { verdict, mend } = door.explain({ member: door.member.id, actingFor: door.actingFor }, 'run', kind)
  return { refused: mend === undefined ? verdict : `${verdict}; ${mend}` }
}

/**
 * Take from the stage what the sender may not change. References are resolved by now. Refused as a whole: notes and
 * appointments from somebody who may import none.
 */
export async function checkReach(
  transaction: Transaction,
  practiceId: string,
  { door }: Standing,
  complain: Complain,
): Promise<Refused | undefined> {
  const { rows } = await sql<{ clinical: boolean }>`
    select exists (select from import_appointment) or exists (select from import_note) as clinical`.execute(
    transaction,
  )
  const refused = rows[0]?.clinical ? mayRun(door, 'clinicalImport') : undefined
  if (refused !== undefined) return refused
  await gatherReach(transaction, practiceId, door)
  const complainOfHidden: Complain = (found, others) => complain({ ...found, ofHidden: true }, others)
  await dismissHidden(transaction, practiceId, complainOfHidden)
  // Only now: what is wrong with a record tells whether its patient is here.
  await checkRecords(transaction, practiceId, complain, complainOfHidden)
  await checkTies(transaction, practiceId, complain)
  await checkTags(transaction, practiceId, door, complain)
  await dismissGains(transaction, practiceId, door, complain)
  return undefined
}

/** Leave out lines about patients whom the sender cannot edit. Each tells that such a patient is here. */
async function dismissHidden(
  transaction: Transaction,
  practiceId: string,
  complain: Complain,
): Promise<void> {
  await dismiss(
    transaction,
    complain,
    sql`delete from import_patient as one using patient
      where patient.practice_id = ${practiceId}::uuid and patient.id = one.id
        and not exists (select from import_reach where id = one.id)
      returning n, file, line, 'may already be registered, ask an admin to import it'::text as reason`,
  )
  for (const table of ['import_appointment', 'import_note'] as const)
    await dismiss(
      transaction,
      complain,
      // An identifier that a new patient of the files shares with one who is here names neither.
      sql`delete from ${sql.table(table)} as one using import_reference as named
        where named.ref = one.patient_ref and (
          exists (select from patient where practice_id = ${practiceId}::uuid and id = named.resolved)
            and not exists (select from import_reach where id = named.resolved
              ${table === 'import_note' ? sql`and clinical` : sql``})
          or named.type = 'Patient' and named.resolved is null and exists (
            select from patient_identifier as stored where stored.practice_id = ${practiceId}::uuid
              and stored.value = named.value and stored.system = coalesce(named.system, stored.system)
              and not exists (select from import_reach where id = stored.patient_id)))
        returning n, file, line, 'the patient may already be registered, ask an admin to import it'::text as reason`,
    )
}

/** Which of the patients that the files name may be edited, and whose clinical content is open. */
async function gatherReach(transaction: Transaction, practiceId: string, door: Door): Promise<void> {
  await sql`create temporary table import_reach (id text collate "C" primary key, clinical boolean,
      facts_id bigint, has_records boolean, may_tie boolean) on commit drop`.execute(transaction)
  const self = [door.member.id, ...(door.actingFor === undefined ? [] : [door.actingFor])]
  const editable = storedKinds.patient
    .rows(transaction, practiceId)
    .where(embed(toSql(door.plan('patient', 'edit'), storedKinds.patient.columns)))
    .where(
      sql<boolean>`patient.id in (
        select id from import_patient
        union select resolved from import_reference where type = 'Patient' and resolved is not null
        union select stored.patient_id from import_reference as named
          join patient_identifier as stored on stored.practice_id = ${practiceId}::uuid and stored.value = named.value
          where named.type = 'Patient' and named.resolved is null)`,
    )
    .select([
      'patient.id',
      sql<boolean>`facts.clinical_to is null or facts.clinical_to @> ${self}::text[]`.as('clinical'),
      'patient.facts_id',
      // Asked where it counts: of patients that the sender registered and nobody treats.
      sql<boolean>`case when facts.care_team = '{}' and facts.created_by = any(${self}::text[])
        then exists (select from appointment as one where one.practice_id = ${practiceId}::uuid and one.patient_id = patient.id)
          or exists (select from note as one where one.practice_id = ${practiceId}::uuid and one.patient_id = patient.id)
        else true end`.as('has_records'),
      editsByWritten(door).as('may_tie'),
    ])
  await sql`insert into import_reach ${editable}`.execute(transaction)
}

/**
 * Whether the sender can edit a patient by the members who were added to the care team: being on it by a record is no
 * ground for adding to it. Where there are none, all count.
 */
function editsByWritten(door: Door) {
  const { columns } = storedKinds.patient
  const written = `(select array_agg(written.practitioner_id) from care_team as written
    where written.practice_id = patient.practice_id and written.patient_id = patient.id)`
  const patient = columns.patient && {
    ...columns.patient,
    careTeam: `coalesce(${written}, facts.care_team)`,
  }
  return embed(toSql(door.plan('patient', 'edit'), { ...columns, ...(patient && { patient }) }))
}

/** Leave out lines that add to the care team of a patient whom the sender can edit only because of records. */
async function checkTies(transaction: Transaction, practiceId: string, complain: Complain): Promise<void> {
  for (const table of ['import_patient', 'import_appointment', 'import_note'] as const)
    await dismiss(
      transaction,
      complain,
      sql`delete from ${sql.table(table)} as one where n in (
          select tie.n from import_tie as tie
          left join import_reference as patient on patient.ref = tie.patient_ref
          join import_reference as practitioner on practitioner.ref = tie.practitioner_ref
          join import_reach as reach on reach.id = coalesce(tie.patient_id, patient.resolved)
          where not reach.may_tie and practitioner.resolved is not null
            and not exists (select from care_team as written where written.practice_id = ${practiceId}::uuid
              and written.patient_id = reach.id and written.practitioner_id = practitioner.resolved))
        returning n, file, line, ${changesTeam}::text as reason`,
    )
}

const changesTeam =
  'changes the care team of a patient whom you can edit only because of records about them, ask an admin to import it'

/** A tag that some limit uses decides who reaches a patient: setting it is an act of its own. */
async function checkTags(
  transaction: Transaction,
  practiceId: string,
  door: Door,
  complain: Complain,
): Promise<void> {
  const own = door.member.tagLimit
  if (door.plan('tag', 'restrict').reach === 'nowhere') {
    const limiting = [...tagsOfLimits(door.snapshot)]
    await dismiss(
      transaction,
      complain,
      sql`delete from import_patient as one using import_tie as tie
        where tie.n = one.n and tie.tag = any(${limiting}::text[])
          and not (tie.tag = any(${[...(own?.tags ?? [])]}::text[])
            and not exists (select from patient where practice_id = ${practiceId}::uuid and id = one.id))
          and not exists (select from patient_tag as there where there.practice_id = ${practiceId}::uuid
            and there.patient_id = one.id and there.tag_id = tie.tag)
        returning one.n, one.file, one.line, 'the tag \`' || tie.tag
          || '\` limits who reaches a patient, setting it needs \`tags.restrict\`, ask an admin for it' as reason`,
    )
  }
  if (own !== undefined) await checkOwnLimit(transaction, practiceId, own, complain)
}

async function checkOwnLimit(
  transaction: Transaction,
  practiceId: string,
  { match, tags }: TagLimit,
  complain: Complain,
): Promise<void> {
  const needed = match === 'all' ? new Set(tags).size : 1
  await dismiss(
    transaction,
    complain,
    sql`delete from import_patient as one
      where not exists (select from patient where practice_id = ${practiceId}::uuid and id = one.id)
        and (select count(distinct tag) from import_tie as tie where tie.n = one.n and tag = any(${[...tags]}::text[]))
          < ${needed}
      returning n, file, line, 'has no tag within your own limit, give it one of ' || ${tags.map((tag) => `\`${tag}\``).join(', ')}::text as reason`,
  )
}

function tagsOfLimits({ policy }: Snapshot): ReadonlySet<string> {
  const limits = [...policy.members, ...policy.roles].flatMap(({ tagLimit }) => tagLimit?.tags ?? [])
  const scopes = policy.members.flatMap((member: Member) =>
    member.grants.flatMap(({ tagged = [] }) => tagged),
  )
  return new Set([...limits, ...scopes])
}
