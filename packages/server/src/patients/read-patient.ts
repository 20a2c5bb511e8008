import type { CareTeam, OpenAct, Restricted, WholePatient } from '@rolecall/contract'
import type { RecordFacts } from '@rolecall/core'
import { type Selectable, sql } from 'kysely'
import { openAct } from '../access/action-status.ts'
import type { Door } from '../access/door.ts'
import { personOf } from '../access/edit-history.ts'
import type { ChartRestrictionTable } from '../database/tables.ts'
import { recordOf } from '../lists/record-sources.ts'

const acts = ['edit', 'restrict'] as const

/** A patient in reach with all that belongs to them. Undefined: there is none, as far as this person is told. */
export async function readPatient(door: Door, id: string): Promise<WholePatient | undefined> {
  const row = await door
    .read('patient')
    .select([
      'patient.id',
      'patient.family',
      'patient.given',
      'patient.birth_date',
      'patient.gender',
      'patient.phone',
      'patient.email',
      'patient.created_at',
      'patient.version',
      'facts.care_team',
      'facts.locations',
      'facts.created_by',
      tagsOf.as('tags'),
      inTable(door, 'patient_location').as('written'),
      inTable(door, 'visited_location').as('visited'),
      recordOf('patient'),
    ])
    .where('patient.id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const record: RecordFacts = { kind: 'patient', ...row.record }
  const isRestricted = record.patient?.restrictedTo != null || record.patient?.clinicalTo != null
  return {
    id,
    family: row.family,
    given: row.given,
    birthDate: row.birth_date ?? '',
    gender: row.gender ?? 'unknown',
    phone: row.phone ?? '',
    email: row.email ?? '',
    createdBy: row.created_by === null ? null : personOf(row.created_by, door),
    createdAt: row.created_at.toISOString(),
    version: row.version,
    tags: row.tags,
    locations: row.locations.map((one) => ({
      id: one,
      written: row.written.includes(one),
      fromVisits: row.visited.includes(one),
    })),
    careTeam: row.care_team.map((one) => personOf(one, door)),
    restrictions: isRestricted ? await restrictionsOf(door, id) : [],
    acts: acts.map((act) => openAct(door, act, record)),
  }
}

/** In the same journey as the patient: a chart that is opened should not wait for its colours. */
const tagsOf = sql<WholePatient['tags']>`(
  select coalesce(jsonb_agg(jsonb_build_object('id', tag.id, 'label', tag.label, 'colour', tag.colour)
    order by tag.label, tag.id), '[]')
  from patient_tag join tag on tag.practice_id = patient_tag.practice_id and tag.id = patient_tag.tag_id
  where patient_tag.practice_id = patient.practice_id and patient_tag.patient_id = patient.id
)`

/** Whole before clinical. Who reaches the patient is told who is on the lists: they are whom to ask. */
export async function restrictionsOf(door: Door, id: string): Promise<Restricted['restrictions']> {
  const rows = await door
    .read('patient')
    .innerJoin('chart_restriction as closed', (join) =>
      join
        .onRef('closed.practice_id', '=', 'patient.practice_id')
        .onRef('closed.patient_id', '=', 'patient.id'),
    )
    .select([
      'closed.level',
      'closed.restricted_by',
      'closed.restricted_at',
      sql<string[]>`array(
        select member_id from chart_reader as reader where reader.practice_id = closed.practice_id
          and reader.patient_id = closed.patient_id and reader.level = closed.level order by member_id
      )`.as('people'),
    ])
    .where('patient.id', '=', id)
    .orderBy('closed.level', 'desc')
    .execute()
  return rows.map((row) => ({
    level: levelOf(row),
    people: row.people.map((one) => personOf(one, door)),
    by: row.restricted_by === null ? null : personOf(row.restricted_by, door),
    at: row.restricted_at.toISOString(),
  }))
}

function levelOf({ level }: Pick<Selectable<ChartRestrictionTable>, 'level'>): 'clinical' | 'whole' {
  return level === 'clinical' ? 'clinical' : 'whole'
}

/** Who treats a patient in reach. */
export async function readCareTeam(door: Door, id: string): Promise<CareTeam | undefined> {
  const row = await door
    .read('patient')
    .select([
      'patient.version',
      'facts.care_team',
      recordOf('patient'),
      inTable(door, 'care_team').as('written'),
    ])
    .where('patient.id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const owners = await visibleOwners(door, id)
  return {
    version: row.version,
    careTeam: row.care_team.map((one) => ({
      ...personOf(one, door),
      written: row.written.includes(one),
      // A member who was not added is on the team by a record, whether or not this person can see it.
      ownsRecords: owners.has(one) || !row.written.includes(one),
    })),
    change: changeOfTeam(door, { kind: 'patient', ...row.record }, row.written),
  }
}

/** Who owns a record about a patient, of the records that this person can see. */
async function visibleOwners(door: Door, patientId: string): Promise<ReadonlySet<string>> {
  const notes = await door
    .read('note')
    .select('note.owner_id')
    .where('note.patient_id', '=', patientId)
    .execute()
  const appointments = await door
    .read('appointment')
    .select('appointment.owner_id')
    .where('appointment.patient_id', '=', patientId)
    .where('appointment.status', '<>', 'cancelled')
    .execute()
  return new Set([...notes, ...appointments].flatMap(({ owner_id }) => owner_id ?? []))
}

/**
 * Whether this person can change the care team. It is decided by the members who were added to it: being on it by a
 * record is no ground for taking others off. Where there are none, there is nobody to take off, and all count.
 */
export function changeOfTeam(door: Door, record: RecordFacts, written: readonly string[]): OpenAct {
  const { patient } = record
  if (patient == null || written.length === 0) return openAct(door, 'edit', record)
  return openAct(door, 'edit', { ...record, patient: { ...patient, careTeam: written } })
}

const columnIn = {
  care_team: 'practitioner_id',
  patient_location: 'location_id',
  visited_location: 'location_id',
} as const

/** What a table holds for the patient of a row. */
function inTable({ practice }: Door, table: keyof typeof columnIn) {
  const column = sql.ref(columnIn[table])
  return sql<string[]>`array(
    select ${column} from ${sql.table(table)} as held
    where held.practice_id = ${practice.id} and held.patient_id = patient.id order by ${column}
  )`
}
