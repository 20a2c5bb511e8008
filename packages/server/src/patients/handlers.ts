import { foundEnding, savedEnding } from '../access/endings.ts'
import { isRefusal, problem, refusedEnding } from '../access/problem.ts'
import type { HandlersOf } from '../request/handler.ts'
import { addPatient } from './add-patient.ts'
import { changeCareTeam } from './change-care-team.ts'
import { countPatients } from './count-patients.ts'
import { cursorOf } from './cursor.ts'
import { editPatient } from './edit-patient.ts'
import { listPatients } from './list-patients.ts'
import { readCareTeam, readPatient } from './read-patient.ts'
import { restrictPatient } from './restrict-patient.ts'
import { setTags } from './set-tags.ts'
import { isHere, notTreating, unknown } from './why-unfit.ts'

type PatientOperation =
  | 'listPatients'
  | 'countPatients'
  | 'readPatient'
  | 'createPatient'
  | 'editPatient'
  | 'setPatientTags'
  | 'readCareTeam'
  | 'changeCareTeam'
  | 'restrictPatient'

export function patientHandlers(): HandlersOf<PatientOperation> {
  return {
    async listPatients({ query: { after, ...asked } }, { door }) {
      const cursor = after === undefined ? undefined : cursorOf(after)
      if (after !== undefined && cursor === undefined)
        return problem(400, '`after` is no place in the list, give the `next` of a page')
      const body = await listPatients(door, { ...asked, after: cursor })
      return { status: 200, body, records: body.patients.map(({ id }) => id) }
    },
    async countPatients({ query }, { door }) {
      return { status: 200, body: await countPatients(door, query), records: [] }
    },
    async readPatient({ params: { id } }, { door }) {
      return foundEnding(await readPatient(door, id), id)
    },
    createPatient: ({ body }, { door }) => addPatient(door, body),
    async editPatient({ params: { id }, body: { confirmed: _, ...said }, version }, { door }) {
      if (said.locations !== undefined) {
        if ((await door.find('patient', id)) === undefined) return refusedEnding({ refused: 'unknown' })
        const wrong = await unknown(door, 'location', said.locations)
        if (wrong !== undefined) return problem(422, wrong)
      }
      return savedEnding(await editPatient(door, { id, version, said }), id)
    },
    async setPatientTags({ params: { id }, body: { tags }, version }, { door }) {
      if ((await door.find('patient', id)) === undefined) return refusedEnding({ refused: 'unknown' })
      const wrong = await unknown(door, 'tag', tags)
      if (wrong !== undefined) return problem(422, wrong)
      return savedEnding(await setTags(door, { id, version, tags: [...new Set(tags)] }), id)
    },
    async readCareTeam({ params: { id } }, { door }) {
      return foundEnding(await readCareTeam(door, id), id)
    },
    async changeCareTeam({ params: { id }, body: { add, remove } }, { door }) {
      if ((await door.find('patient', id)) === undefined) return refusedEnding({ refused: 'unknown' })
      const wrong = notTreating(door, add)
      if (wrong !== undefined) return problem(422, wrong)
      const both = add.find((one) => remove.includes(one))
      if (both !== undefined) return problem(422, `\`${both}\` is both added and removed, say which`)
      const changed = await changeCareTeam(door, { id, add, remove })
      if (isRefusal(changed)) return refusedEnding(changed)
      if ('owning' in changed)
        return problem(
          409,
          `records about this patient are owned by ${changed.owning.join(' and ')}, who stays on the care team as long as that is so`,
        )
      return { status: 200, body: changed, records: [id] }
    },
    async restrictPatient({ params: { id }, body: { level, people }, version }, { door }) {
      if ((await door.find('patient', id)) === undefined) return refusedEnding({ refused: 'unknown' })
      if (level !== 'none' && people?.length === 0)
        return problem(
          422,
          '`people` is empty, name who is to reach the chart, or leave it out for yourself alone',
        )
      const stranger = people?.find((one) => !isHere(door, one))
      if (stranger !== undefined)
        return problem(422, `nobody here is \`${stranger}\`, name people of the practice`)
      return savedEnding(await restrictPatient(door, { id, version, level, people: people ?? [] }), id)
    },
  }
}
