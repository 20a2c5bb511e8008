import type { SavedPatient } from '@rolecall/contract'
import { sql } from 'kysely'
import type { Door, Refusal } from '../access/door.ts'
import { isStale, type Stale } from '../access/edit-history.ts'
import type { Transaction } from '../database/connect.ts'
import { raiseVersion } from './raise-version.ts'
import { forgetTokens, saveTokens, sortKey } from './save-patients.ts'

/** What is to be said of a patient from now on. Empty text: nothing is known. */
export interface Said {
  readonly family?: string | undefined
  readonly given?: string | undefined
  readonly birthDate?: string | undefined
  readonly gender?: string | undefined
  readonly phone?: string | undefined
  readonly email?: string | undefined
  /** The locations written on the patient, and no others. Those of visits are the patient's besides. */
  readonly locations?: readonly string[] | undefined
}

const columns = { birthDate: 'birth_date', gender: 'gender', phone: 'phone', email: 'email' } as const

export function editPatient(
  door: Door,
  { id, version, said }: { readonly id: string; readonly version: number; readonly said: Said },
): Promise<SavedPatient | Stale | Refusal> {
  const fields = Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  return door.change({
    kind: 'patient',
    id,
    act: 'edit',
    detail: { fields, ...(said.locations !== undefined && { locations: said.locations }) },
    async work(transaction) {
      const raised = await raiseVersion(transaction, door, { id, version, fields })
      if (isStale(raised)) return raised
      const set = Object.entries(columns).flatMap(([name, column]) => {
        const value = said[name as keyof typeof columns]
        return value === undefined ? [] : [[column, value === '' ? null : value] as const]
      })
      if (set.length > 0)
        await transaction
          .updateTable('patient')
          .set(Object.fromEntries(set))
          .where('practice_id', '=', door.practice.id)
          .where('id', '=', id)
          .execute()
      if (said.family !== undefined || said.given !== undefined) await rename(transaction, door, id, said)
      if (said.locations !== undefined) await writeLocations(transaction, door, id, said.locations)
      return { id, version: raised }
    },
  })
}

/** What stays as it is is left alone: records follow every change of their patient's facts. */
async function writeLocations(
  transaction: Transaction,
  { practice }: Door,
  id: string,
  locations: readonly string[],
): Promise<void> {
  await transaction
    .deleteFrom('patient_location')
    .where('practice_id', '=', practice.id)
    .where('patient_id', '=', id)
    .where('location_id', '<>', sql<string>`all(${locations}::text[])`)
    .execute()
  if (locations.length > 0)
    await transaction
      .insertInto('patient_location')
      .values(
        [...new Set(locations)].map((location_id) => ({
          practice_id: practice.id,
          patient_id: id,
          location_id,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

/** Another name is found by other words and stands elsewhere in lists. */
async function rename(
  transaction: Transaction,
  { practice }: Door,
  id: string,
  said: Pick<Said, 'family' | 'given'>,
): Promise<void> {
  const before = await transaction
    .selectFrom('patient')
    .select(['family', 'given'])
    .where('practice_id', '=', practice.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const name = { family: said.family ?? before.family, given: said.given ?? before.given }
  await transaction
    .updateTable('patient')
    .set({ ...name, sort_key: sortKey(name) })
    .where('practice_id', '=', practice.id)
    .where('id', '=', id)
    .execute()
  await forgetTokens(transaction, practice.id, [id])
  await saveTokens(transaction, practice.id, [{ id, ...name }])
}
