import type { Restricted } from '@rolecall/contract'
import type { Door, Refusal } from '../access/door.ts'
import { isStale, type Stale } from '../access/edit-history.ts'
import type { Transaction } from '../database/connect.ts'
import { raiseVersion } from './raise-version.ts'
import { restrictionsOf } from './read-patient.ts'

export interface Asked {
  readonly id: string
  readonly version: number
  readonly level: 'none' | 'clinical' | 'whole'
  readonly people: readonly string[]
}

/**
 * Close a chart to all but a list, or open it again. Whoever restricts is on the list; an assistant reaches it only
 * together with the practitioner they act for, who is on it as well. Only who is on a list changes it: no office does.
 */
export function restrictPatient(
  door: Door,
  { id, version, level, people }: Asked,
): Promise<Restricted | Stale | Refusal> {
  const self = [door.member.id, ...(door.actingFor === undefined ? [] : [door.actingFor])]
  const list = [...new Set([...self, ...people])]
  return door.change({
    kind: 'patient',
    id,
    act: 'restrict',
    detail: { level, people: level === 'none' ? [] : list },
    async work(transaction, { patient }): Promise<Restricted | Stale | Refusal> {
      const lists = [patient?.restrictedTo, patient?.clinicalTo].filter((one) => one != null)
      if (!lists.every((one) => self.every((each) => one.includes(each))))
        return {
          refused: 'patient',
          verdict: 'this chart is restricted and you are not on its list',
          mend: 'ask somebody who is on it',
        }
      const raised = await raiseVersion(transaction, door, { id, version, fields: ['restriction'] })
      if (isStale(raised)) return raised
      await replace(transaction, door, { id, version, level, people: list })
      const restrictions = await restrictionsOf(door, id)
      const isAlone = level !== 'none' && list.length === 1
      return {
        id,
        version: raised,
        restrictions,
        ...(isAlone && { warning: 'you alone reach this from now on; while you are away nobody does' }),
      }
    },
  })
}

/** A list made anew is new, also where it holds the same people. */
async function replace(transaction: Transaction, door: Door, { id, level, people }: Asked): Promise<void> {
  const of = { practice_id: door.practice.id, patient_id: id }
  await transaction
    .deleteFrom('chart_restriction')
    .where('practice_id', '=', of.practice_id)
    .where('patient_id', '=', id)
    .execute()
  if (level === 'none') return
  await transaction
    .insertInto('chart_restriction')
    .values({ ...of, level, restricted_by: door.member.id })
    .execute()
  await transaction
    .insertInto('chart_reader')
    .values(people.map((member_id) => ({ ...of, level, member_id })))
    .execute()
}
