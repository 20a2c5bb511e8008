import type { CareTeam } from '@rolecall/contract'
import type { RecordFacts } from '@rolecall/core'
import type { Door, Refusal } from '../access/door.ts'
import { personOf } from '../access/edit-history.ts'
import { raiseVersion } from './raise-version.ts'
import { changeOfTeam, readCareTeam } from './read-patient.ts'

/** Somebody who cannot be taken off a care team. */
export interface Owning {
  readonly owning: readonly string[]
}

/** Change who is written on a care team. Who owns a record about the patient is on it as long as that is so. */
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
    async work(transaction, record): Promise<CareTeam | Owning | Refusal> {
      // Again, now that the patient is held: nobody can put a record between this and the end.
      const held = (await readCareTeam(door, id)) ?? before
      const refused = whyNot(door, record, held)
      if (refused !== undefined) return refused
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
      return changed(door, record, held, { add, remove })
    },
  })
}

/** Judged once more by the written members, whatever else gave this person the patient. */
function whyNot(door: Door, record: RecordFacts, { careTeam }: CareTeam): Refusal | undefined {
  const { open, step, why = '', mend } = changeOfTeam(door, record, writtenIn(careTeam))
  if (open || step === undefined) return undefined
  const verdict = `you can edit this patient only because of records about them, which is not enough to change the care team: ${why}`
  return { refused: step, verdict, ...(mend !== undefined && { mend }) }
}

/** The care team as it is after a change. */
function changed(
  door: Door,
  record: RecordFacts,
  { version, careTeam }: CareTeam,
  { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
): CareTeam {
  const left = careTeam.filter((one) => !remove.includes(one.id))
  const known = new Set(left.map((one) => one.id))
  const joined = [...new Set(add)].filter((one) => !known.has(one))
  const becomes = [
    ...left.map((one) => (add.includes(one.id) ? { ...one, written: true } : one)),
    ...joined.map((one) => ({ ...personOf(one, door), written: true, ownsRecords: false })),
  ]
  return {
    version: version + 1,
    careTeam: becomes,
    change: changeOfTeam(door, record, writtenIn(becomes)),
  }
}

function writtenIn(careTeam: CareTeam['careTeam']): readonly string[] {
  return careTeam.flatMap(({ id, written }) => (written ? [id] : []))
}
