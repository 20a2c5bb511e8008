import type { Patient, PatientPage } from '@rolecall/contract'
import type { Door } from '../access/door.ts'
import { nameOf } from '../access/member-name.ts'
import type { FactsShown } from '../lists/facts-shown.ts'
import type { ListedRow, OrderOf } from '../lists/list-definitions.ts'
import { type Cursor, cursorText } from './cursor.ts'
import { type Filter, havingOf } from './filter.ts'
import { wordsOf } from './search-tokens.ts'

export interface Asked extends Filter {
  readonly sort: OrderOf<'patient'>
  readonly after: Cursor | undefined
  readonly limit: number
}

/** A page of the patients in reach. It tells no total. */
export async function listPatients(
  door: Door,
  { sort, after, limit, ...filter }: Asked,
): Promise<PatientPage> {
  const { rows, next } = await door.page('patient', {
    order: sort,
    after,
    limit,
    having: havingOf(filter),
    words: wordsOf(filter.search),
  })
  const factsOf = await door.factsShown(rows.map(({ facts_id }) => facts_id))
  return {
    patients: rows.map((row) => shown(row, factsOf(row.facts_id), door)),
    next: next === undefined ? null : cursorText(next),
  }
}

function shown(row: ListedRow<'patient'>, facts: FactsShown, { snapshot }: Door): Patient {
  return {
    id: row.id,
    family: row.family,
    given: row.given,
    birthDate: row.birth_date ?? '',
    gender: row.gender ?? 'unknown',
    tags: [...facts.tags],
    locations: [...facts.locations],
    careTeam: facts.careTeam.map((id) => ({ id, name: nameOf(snapshot.members.get(id) ?? { id }) })),
    restricted: facts.restricted,
  }
}
