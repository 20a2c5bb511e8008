import { isRefusal, problem, refusedEnding } from '../access/problem.ts'
import type { HandlersOf } from '../request/handler.ts'
import { lookAtPeople } from '../team/read-as.ts'
import { addRole } from './add-role.ts'
import { deleteRole } from './delete-role.ts'
import { editRole } from './edit-role.ts'
import { editGrant, grantRole, revokeGrant } from './grant-role.ts'
import { previewRole } from './preview-role.ts'
import { unknownInRole } from './role-asked.ts'
import { roleMatrix } from './role-matrix.ts'
import { roleRows, roleView } from './role-view.ts'
import { separationViews, setSeparations } from './set-separations.ts'
import { unknownRole } from './unknown-role.ts'

type Operations =
  | 'listRoles'
  | 'roleMatrix'
  | 'addRole'
  | 'editRole'
  | 'deleteRole'
  | 'previewRole'
  | 'grantRole'
  | 'editGrant'
  | 'revokeGrant'
  | 'listSeparations'
  | 'setSeparations'

export function roleHandlers(): HandlersOf<Operations> {
  return {
    async listRoles(_, { door }) {
      const { snapshot, practice, at } = door
      const rows = await lookAtPeople(door, [], (transaction) => roleRows(transaction, practice.id))
      if (isRefusal(rows)) return problem(403, 'roles are for those who manage accounts or view the log')
      const roles = snapshot.policy.roles.map((role) => roleView(snapshot, role, rows.get(role.id), at))
      return { status: 200, body: { roles }, records: [] }
    },
    async roleMatrix(_, { door }) {
      return { status: 200, body: roleMatrix(door), records: [] }
    },
    addRole: ({ body }, { door }) => addRole(door, body),
    editRole: ({ params: { id }, body, version }, { door }) => editRole(door, id, body, version),
    deleteRole: ({ params: { id } }, { door }) => deleteRole(door, id),
    async previewRole({ params: { id }, body }, { door }) {
      const role = door.snapshot.roles.get(id)?.role
      if (role === undefined) return unknownRole(id)
      const unknown = await door.perform('role', 'edit', { records: [id] }, (transaction) =>
        unknownInRole(transaction, door.practice.id, body, role.permissions),
      )
      if (isRefusal(unknown)) return refusedEnding(unknown)
      if (unknown !== undefined) return unknown
      return { status: 200, body: await previewRole(door, role, body), records: [id] }
    },
    grantRole: ({ params: { id }, body }, { door }) => grantRole(door, id, body),
    editGrant: ({ params: { id, grant }, body }, { door }) => editGrant(door, id, grant, body),
    revokeGrant: ({ params: { id, grant }, query: { confirmed } }, { door }) =>
      revokeGrant(door, id, grant, confirmed),
    async listSeparations(_, { door }) {
      return {
        status: 200,
        body: { separations: separationViews(door.snapshot.policy.separate) },
        records: [],
      }
    },
    setSeparations: ({ body: { separations, before } }, { door }) =>
      setSeparations(door, separations, before),
  }
}
