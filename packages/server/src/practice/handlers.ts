import { isRefusal, problem } from '../access/problem.ts'
import type { HandlersOf } from '../request/handler.ts'
import { lookAs } from '../team/read-as.ts'
import { addLocation, editLocation } from './change-location.ts'
import { addTag, deleteTag, editTag, mergeTag } from './change-tag.ts'
import { editPractice, readPractice } from './edit-practice.ts'
import { moduleViews, setModules } from './set-modules.ts'
import { limitsBy } from './tag-use.ts'

type Operations =
  | 'readPractice'
  | 'editPractice'
  | 'listModules'
  | 'setModules'
  | 'listTags'
  | 'addTag'
  | 'editTag'
  | 'mergeTag'
  | 'deleteTag'
  | 'listLocations'
  | 'addLocation'
  | 'editLocation'

export function practiceHandlers(): HandlersOf<Operations> {
  return {
    async readPractice(_, { door }) {
      const found = await lookAs(
        door,
        [
          ['practice', 'view'],
          ['member', 'view'],
          ['tag', 'view'],
        ],
        [],
        (transaction) => readPractice(transaction, door),
      )
      if (isRefusal(found))
        return problem(403, 'the practice is for those who manage all of it, ask an admin')
      return { status: 200, body: found, records: [door.practice.id] }
    },
    editPractice: ({ body }, { door }) => editPractice(door, body),
    async listModules(_, { door: { snapshot } }) {
      return { status: 200, body: moduleViews(snapshot.modulesOn, snapshot.modulesReadOnly), records: [] }
    },
    setModules: ({ body }, { door }) => setModules(door, body),
    async listTags(_, { door }) {
      const { practice, snapshot } = door
      const rows = await lookAs(
        door,
        [
          ['tag', 'view'],
          ['patient', 'view'],
          ['member', 'view'],
        ],
        [],
        (transaction) =>
          transaction
            .selectFrom('tag')
            .select(['id', 'label', 'colour'])
            .where('practice_id', '=', practice.id)
            .orderBy('id')
            .execute(),
      )
      if (isRefusal(rows)) return problem(403, 'tags are for those who see patients or manage them')
      const tags = rows.map((row) => ({ ...row, limits: limitsBy(snapshot.policy, row.id) }))
      return { status: 200, body: { tags }, records: [] }
    },
    addTag: ({ body }, { door }) => addTag(door, body),
    editTag: ({ params: { id }, query: { dryRun }, body }, { door }) => editTag(door, id, body, dryRun),
    mergeTag: ({ params: { id }, query: { dryRun }, body: { into } }, { door }) =>
      mergeTag(door, id, into, dryRun),
    deleteTag: ({ params: { id }, query: { dryRun } }, { door }) => deleteTag(door, id, dryRun),
    async listLocations(_, { door }) {
      const { practice } = door
      const locations = await lookAs(
        door,
        [
          ['practice', 'view'],
          ['patient', 'view'],
          ['appointment', 'view'],
          ['member', 'view'],
        ],
        [],
        (transaction) =>
          transaction
            .selectFrom('location')
            .select(['id', 'name'])
            .where('practice_id', '=', practice.id)
            .orderBy('id')
            .execute(),
      )
      if (isRefusal(locations)) return problem(403, 'locations are for those who see patients or bookings')
      return { status: 200, body: { locations }, records: [] }
    },
    addLocation: ({ body: { name } }, { door }) => addLocation(door, name),
    editLocation: ({ params: { id }, body: { name } }, { door }) => editLocation(door, id, name),
  }
}
