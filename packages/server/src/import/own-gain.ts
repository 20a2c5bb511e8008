/**
 * An import widens no access of the person who sends it: lines by which they would gain an act on a patient who is here
 * are left out, and what the import wrote is compared with what was there before.
 */
import type { PatientFacts } from '@rolecall/core'
import { sql } from 'kysely'
import type { Door } from '../access/door.ts'
import { gainOf, mayConfirmGain } from '../access/gained-access.ts'
import type { Transaction } from '../database/connect.ts'
import { type Complain, dismiss } from './validate-stage.ts'

/** Whether the sender confirms gains, and may. */
export function confirmsGain(door: Door): boolean {
  return door.isConfirmed === true && mayConfirmGain(door)
}

type Facts = Omit<PatientFacts, 'id'>

interface Group {
  readonly before: Facts
  readonly after: Facts
  /** There are records about them already, and somebody may have written them. */
  readonly hasRecords: boolean
  readonly patients: readonly string[]
}

const widens = 'would widen your own access to a patient who is here'

/** Leave out lines about patients to whom the sender would gain access. References are resolved, and patients in reach gathered. */
export async function dismissGains(
  transaction: Transaction,
  practiceId: string,
  door: Door,
  complain: Complain,
): Promise<void> {
  if (confirmsGain(door)) return
  const groups = await plannedChanges(transaction, practiceId)
  const gained = groups.filter((group) => isGain(door, group)).flatMap(({ patients }) => patients)
  if (gained.length === 0) return
  const ids = sql`any(${gained}::text[])`
  const isConfirmable = mayConfirmGain(door)
  const reason = isConfirmable
    ? `${widens}, import it with \`confirmed\` if you mean it`
    : `${widens}, ask an admin to import it`
  const complainOfGain: Complain = isConfirmable
    ? (found, others) => complain({ ...found, confirmable: true }, others)
    : complain
  await dismiss(
    transaction,
    complainOfGain,
    sql`delete from import_patient as one where id = ${ids} returning n, file, line, ${reason}::text as reason`,
  )
  for (const table of ['import_appointment', 'import_note'] as const)
    await dismiss(
      transaction,
      complainOfGain,
      sql`delete from ${sql.table(table)} as one using import_reference as named
        where named.ref = one.patient_ref and named.resolved = ${ids}
        returning n, file, line, ${reason}::text as reason`,
    )
}

/**
 * Hold the patients that an import is about to change, in the order of their ids, and take down their facts as they are
 * by now: nobody else changes them until it ends.
 */
export async function holdTouchedPatients(transaction: Transaction, practiceId: string): Promise<void> {
  await sql`
    with touched as (
      select id from import_patient where state = 'changed'
      union select patient_id from import_news
      union select patient_id from import_appointment where state = 'changed' or state = 'new' and not patient_is_new
      union select patient_id from import_note where state in ('changed', 'beside') or state = 'new' and not patient_is_new
    ), held as (
      select id, facts_id from patient
      where practice_id = ${practiceId}::uuid and id in (select id from touched) order by id for update
    )
    update import_reach as reach set facts_id = held.facts_id from held where held.id = reach.id`.execute(
    transaction,
  )
}

/** Whether the facts of patients who are here have changed so that the sender gained an act. */
export async function hasGained(transaction: Transaction, practiceId: string, door: Door): Promise<boolean> {
  if (confirmsGain(door)) return false
  const { rows } = await sql<Group>`
    select ${factsOf('was')} as before, ${factsOf('news')} as after, true as "hasRecords", '{}'::text[] as patients
    from import_reach as reach
    join patient on patient.practice_id = ${practiceId}::uuid and patient.id = reach.id
      and patient.facts_id <> reach.facts_id
    join patient_facts as was on was.practice_id = ${practiceId}::uuid and was.id = reach.facts_id
    join patient_facts as news on news.practice_id = ${practiceId}::uuid and news.id = patient.facts_id
    where not (cardinality(was.care_team) = 0 and was.created_by = any(${own(door)}::text[]) and not reach.has_records)
    group by was.id, news.id, was.practice_id, news.practice_id`.execute(transaction)
  return rows.some((group) => isGain(door, group))
}

function own({ member, actingFor }: Door): readonly string[] {
  return actingFor === undefined ? [member.id] : [member.id, actingFor]
}

function isGain(door: Door, { before, after, hasRecords }: Group): boolean {
  const isOwn = before.createdBy != null && own(door).includes(before.createdBy)
  if (before.careTeam.length === 0 && isOwn && !hasRecords) return false
  // Without an id no broken glass counts: it may be open for one patient of a group and not for another.
  return gainOf(door, { ...before, id: '' }, { ...after, id: '' }) !== undefined
}

/** What the facts of patients who are here would become: lines add to them, and take nothing away. */
async function plannedChanges(transaction: Transaction, practiceId: string): Promise<readonly Group[]> {
  const { rows } = await sql<
    Group & { readonly careTeam: string[]; readonly tags: string[]; readonly locations: string[] }
  >`
    with said as (
      select coalesce(tie.patient_id, patient.resolved) as patient_id, practitioner.resolved as practitioner,
        null as location, tie.tag
      from import_tie as tie
      left join import_reference as patient on patient.ref = tie.patient_ref
      left join import_reference as practitioner on practitioner.ref = tie.practitioner_ref
      union all
      select patient.resolved, practitioner.resolved, case when one.status <> 'noshow' then location.resolved end, null
      from import_appointment as one
      join import_reference as patient on patient.ref = one.patient_ref
      left join import_reference as practitioner on practitioner.ref = one.owner_ref
      left join import_reference as location on location.ref = one.location_ref
      where one.status <> 'cancelled'
      union all
      select patient.resolved, practitioner.resolved, null, null
      from import_note as one
      join import_reference as patient on patient.ref = one.patient_ref
      left join import_reference as practitioner on practitioner.ref = one.owner_ref
    ), added as (
      select reach.id, reach.facts_id, reach.has_records,
        coalesce(array_agg(distinct practitioner) filter (where practitioner is not null), '{}') as care_team,
        coalesce(array_agg(distinct tag) filter (where tag is not null), '{}') as tags,
        coalesce(array_agg(distinct location) filter (where location is not null), '{}') as locations
      from import_reach as reach
      join said on said.patient_id = reach.id
      join patient_facts as was on was.practice_id = ${practiceId}::uuid and was.id = reach.facts_id
      where practitioner is not null and practitioner <> all (was.care_team)
        or tag is not null and tag <> all (was.tags) or location is not null and location <> all (was.locations)
      group by reach.id, reach.facts_id, reach.has_records
    )
    select ${factsOf('was')} as before, added.has_records as "hasRecords", array_agg(added.id) as patients,
      added.care_team as "careTeam", added.tags, added.locations
    from added join patient_facts as was on was.practice_id = ${practiceId}::uuid and was.id = added.facts_id
    group by was.id, was.practice_id, added.has_records, added.care_team, added.tags, added.locations`.execute(
    transaction,
  )
  return rows.map(({ before, hasRecords, patients, careTeam, tags, locations }) => ({
    before,
    after: {
      ...before,
      careTeam: [...new Set([...before.careTeam, ...careTeam])],
      tags: [...new Set([...before.tags, ...tags])],
      locations: [...new Set([...before.locations, ...locations])],
    },
    hasRecords,
    patients,
  }))
}

function factsOf(facts: 'was' | 'news') {
  const ref = (column: string) => sql.ref(`${facts}.${column}`)
  return sql`jsonb_build_object('careTeam', ${ref('care_team')}, 'tags', ${ref('tags')},
    'locations', ${ref('locations')}, 'restrictedTo', ${ref('restricted_to')}, 'clinicalTo', ${ref('clinical_to')},
    'createdBy', ${ref('created_by')}, 'consentWithdrawn', ${ref('consent_withdrawn')})`
}
