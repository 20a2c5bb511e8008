import { anyStaff, type Role } from '@rolecall/core'
import type { Door } from '../access/door.ts'
import { problem } from '../access/problem.ts'
import { changePolicy } from '../policy/change-policy.ts'
import { freeId } from '../practice/unused-id.ts'
import { editedRole, type RoleAsked, roleColumns, unknownInRole, writeRoleTags } from './role-asked.ts'
import { roleView } from './role-view.ts'

export interface NewRole extends RoleAsked {
  readonly label: string
  /** What it does not name comes from this role, the people who may grant it included. */
  readonly copyOf?: string | undefined
}

/** Make a role, or a copy of one. It lets nobody do anything until it is given. */
export function addRole(door: Door, asked: NewRole) {
  const { snapshot, practice, at } = door
  const id = freeId(asked.label, 'role', (one) => snapshot.roles.has(one) || snapshot.members.has(one))
  const original = asked.copyOf === undefined ? undefined : snapshot.roles.get(asked.copyOf)?.role
  const blank: Role = { id, label: asked.label, fits: anyStaff, permissions: [] }
  const made = { ...editedRole(original ?? blank, asked), id }
  return changePolicy(door, {
    kind: 'role',
    act: 'create',
    records: [id],
    detail: { copyOf: asked.copyOf ?? null, permissions: made.permissions },
    async work(transaction) {
      if (asked.copyOf !== undefined && original === undefined)
        return problem(422, `there is no role \`${asked.copyOf}\` to copy`)
      const unknown = await unknownInRole(transaction, practice.id, asked, original?.permissions)
      if (unknown !== undefined) return unknown
      await transaction
        .insertInto('role')
        .values({ practice_id: practice.id, id, copied_from: asked.copyOf ?? null, ...roleColumns(made) })
        .execute()
      await writeRoleTags(transaction, practice.id, made)
      const row = { id, version: 1, copied_from: asked.copyOf ?? null }
      return { status: 201, body: roleView(snapshot, made, row, at), records: [id] } as const
    },
  })
}
