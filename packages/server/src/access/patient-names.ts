import type { AboutPatient } from '@rolecall/contract'
import { sql } from 'kysely'
import type { Door } from './door.ts'

/** Says whom a record is about: by name where this person may view the patient, and by the id alone elsewhere. */
export async function patientNames(
  door: Door,
  ids: readonly string[],
): Promise<(id: string) => AboutPatient> {
  const wanted = [...new Set(ids)]
  const rows =
    wanted.length === 0
      ? []
      : await door
          .read('patient')
          .select(['patient.id', 'patient.family', 'patient.given'])
          .where('patient.id', '=', sql<string>`any(${wanted}::text[])`)
          .execute()
  const names = new Map(rows.map((row) => [row.id, row]))
  return (id) => names.get(id) ?? { id, family: null, given: null }
}
