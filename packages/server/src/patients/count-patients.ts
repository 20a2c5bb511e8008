import type { PatientCount } from '@rolecall/contract'
import { sql } from 'kysely'
import type { Door } from '../access/door.ts'
import { foundBy } from './found-by.ts'

/** How many patients are in reach. A page never waits for this. */
export async function countPatients(door: Door, search: string): Promise<PatientCount> {
  return foundBy(door, search).select(sql<number>`count(*)::int`.as('count')).executeTakeFirstOrThrow()
}
