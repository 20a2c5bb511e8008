import type { CareTeam } from '@rolecall/contract'
import type { Door, Refusal } from '../access/door.ts'
import { personOf } from '../access/record-edits.ts'
import { raiseVersion } from './raise-version.ts'
import { readCareTeam } from './read-patient.ts'

/** Somebody who cannot be taken off a care team. */
export interface Owning {
  readonly owning: readonly string[]
}

/** Who owns a record about the patient treats them. */
export async function changeCareTeam(
  door: Door,
  {
    id,
    add,
    remove,
  }: { readonly id: string; readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<CareTeam | Owning | Refusal> {
  const before = await readCareTeam(door, id)
  if (before === undefined) return { refused: 'unknown' }
  const practice_id = door.practice.id
  return door.change({
    kind: 'patient',
    id,
    act: 'edit',
    detail: { added: add, removed: remove },
    async work(transaction): Promise<CareTeam | Owning> {
      // Again, now that the patient is held: nobody can put a record between this and the end.
      const held = (await readCareTeam(door, id)) ?? before
      const owning = held.careTeam.filter((one) => one.ownsRecords && remove.includes(one.id))
      if (owning.length > 0) return { owning: owning.map(({ name }) => name) }
      await raiseVersion(transaction, door, { id, version: undefined, fields: ['careTeam'] })
      if (add.length > 0)
        await transaction
          .insertInto('care_team')
          .values(
            [...new Set(add)].map((practitioner_id) => ({ practice_id, patient_id: id, practitioner_id })),
          )
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      if (remove.length > 0)
        await transaction
          .deleteFrom('care_team')
          .where('practice_id', '=', practice_id)
          .where('patient_id', '=', id)
          .where('practitioner_id', 'in', remove)
          .execute()
      const left = held.careTeam.filter((one) => !remove.includes(one.id))
      const known = new Set(left.map((one) => one.id))
      const joined = [...new Set(add)].filter((one) => !known.has(one))
      return {
        version: held.version + 1,
        careTeam: [...left, ...joined.map((one) => ({ ...personOf(one, door), ownsRecords: false }))],
      }
    },
  })
}
