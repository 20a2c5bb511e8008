import type { SavedPatient } from '@rolecall/contract'
import type { Door, Refusal } from '../access/door.ts'
import { isStale, type Stale } from '../access/record-edits.ts'
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
    detail: { fields },
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
      return { id, version: raised }
    },
  })
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
