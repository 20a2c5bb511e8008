import type { PatientCount } from '@rolecall/contract'
import type { Door } from '../access/door.ts'
import { type Filter, havingOf } from './filter.ts'
import { wordsOf } from './search-tokens.ts'

/**
 * How many patients in reach are found and meet a filter, and how many of those found it hides. A page never waits for
 * this, and what is out of reach is counted nowhere.
 */
export async function countPatients(door: Door, filter: Filter): Promise<PatientCount> {
  const words = wordsOf(filter.search)
  const having = havingOf(filter)
  const count = await door.count('patient', { having, words })
  if (having === undefined) return { count }
  return { count, hiddenByFilter: (await door.count('patient', { words })) - count }
}
