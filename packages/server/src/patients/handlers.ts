import type { HandlersOf } from '../http/handlers.ts'
import { problem } from '../http/problem.ts'
import { countPatients } from './count-patients.ts'
import { cursorOf } from './cursor.ts'
import { listPatients } from './list-patients.ts'

export function patientHandlers(): HandlersOf<'listPatients' | 'countPatients'> {
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
  }
}
