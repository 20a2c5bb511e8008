import { isRefusal, problem } from '../access/problem.ts'
import type { HandlersOf } from '../request/handler.ts'
import { lookAs } from '../team/read-as.ts'
import { addLocation, editLocation } from './change-location.ts'
import { addTag, deleteTag, editTag, mergeTag } from './change-tag.ts'
import { editPractice, readPractice } from './edit-practice.ts'
import { listLocations } from './list-locations.ts'
import { listTags } from './list-tags.ts'
import { moduleViews, setModules } from './set-modules.ts'

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
    listTags: (_, { door }) => listTags(door),
    addTag: ({ body }, { door }) => addTag(door, body),
    editTag: ({ params: { id }, query: { dryRun }, body }, { door }) => editTag(door, id, body, dryRun),
    mergeTag: ({ params: { id }, query: { dryRun }, body: { into } }, { door }) =>
      mergeTag(door, id, into, dryRun),
    deleteTag: ({ params: { id }, query: { dryRun } }, { door }) => deleteTag(door, id, dryRun),
    listLocations: (_, { door }) => listLocations(door),
    addLocation: ({ body: { name } }, { door }) => addLocation(door, name),
    editLocation: ({ params: { id }, body: { name } }, { door }) => editLocation(door, id, name),
  }
}
