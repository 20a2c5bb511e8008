import type { Patient, PatientPage } from '@rolecall/contract'
import { sql } from 'kysely'
import type { Door } from '../access/door.ts'
import { nameOf } from '../team/introduction.ts'
import { type Cursor, cursorText } from './cursor.ts'
import { foundBy } from './found-by.ts'

export interface Asked {
  readonly search: string
  readonly after: Cursor | undefined
  readonly limit: number
}

const columns = [
  'patient.id',
  'patient.family',
  'patient.given',
  'patient.sort_key',
  'patient.birth_date',
  'patient.gender',
  'facts.tags',
  'facts.locations',
  'facts.care_team',
  'facts.restricted_to',
  'facts.clinical_to',
] as const

interface Row {
  readonly id: string
  readonly family: string
  readonly given: string
  readonly birth_date: string | null
  readonly gender: string | null
  readonly tags: string[]
  readonly locations: string[]
  readonly care_team: string[]
  readonly restricted_to: string[] | null
  readonly clinical_to: string[] | null
}

/** A page of the patients in reach, in the order of their names. One row more is read to know whether another follows. */
export async function listPatients(door: Door, { search, after, limit }: Asked): Promise<PatientPage> {
  const rows = await foundBy(door, search)
    .select(columns)
    .$if(after !== undefined, (all) =>
      all.where(sql<boolean>`(patient.sort_key, patient.id) > (${after?.[0]}, ${after?.[1]})`),
    )
    .orderBy('patient.sort_key')
    .orderBy('patient.id')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  const end = page.at(-1)
  return {
    patients: page.map((row) => shown(row, door)),
    next: rows.length > limit && end ? cursorText([end.sort_key, end.id]) : null,
  }
}

function shown(row: Row, { snapshot }: Door): Patient {
  return {
    id: row.id,
    family: row.family,
    given: row.given,
    birthDate: row.birth_date ?? '',
    gender: row.gender ?? 'unknown',
    tags: row.tags,
    locations: row.locations,
    careTeam: row.care_team.map((id) => ({ id, name: nameOf(snapshot.members.get(id) ?? { id }) })),
    restricted: row.restricted_to ? 'whole' : row.clinical_to ? 'clinical' : 'no',
  }
}
