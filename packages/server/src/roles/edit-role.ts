import type { Problem, RoleView } from '@rolecall/contract'
import type { Role } from '@rolecall/core'
import type { Door } from '../access/door.ts'
import { problemBody } from '../access/problem.ts'
import type { AuditDetail } from '../audit/entry.ts'
import { changePolicy } from '../policy/change-policy.ts'
import { isOwnRole, whyNotChangeRole } from '../policy/change-rules.ts'
import { announceOwnAccess } from '../signin/announce-own-access.ts'
import { editedRole, type RoleAsked, roleColumns, unknownInRole, writeRoleTags } from './role-asked.ts'
import { roleRows, roleView } from './role-view.ts'
import { unknownRole } from './unknown-role.ts'

export interface RoleEdit extends RoleAsked {
  readonly confirmed: boolean
}

/** Change a role. A save of what was read before somebody else's is refused, with the role as it is now. */
export function editRole(door: Door, id: string, asked: RoleEdit, version: number) {
  const { snapshot, practice, at } = door
  const before = snapshot.roles.get(id)?.role
  const after = before === undefined ? undefined : editedRole(before, asked)
  return changePolicy(door, {
    kind: 'role',
    act: 'edit',
    records: [id],
    ...(before !== undefined && after !== undefined && { detail: changesOf(before, after, asked.confirmed) }),
    async work(transaction) {
      if (before === undefined || after === undefined) return unknownRole(id)
      const row = (await roleRows(transaction, practice.id)).get(id)
      if (row?.version !== version) return changedMeanwhile(roleView(snapshot, before, row, at))
      const whyNot = isAccessChanged(before, after)
        ? await whyNotChangeRole(door, transaction, before, asked.confirmed)
        : undefined
      if (whyNot !== undefined) return whyNot
      const unknown = await unknownInRole(transaction, practice.id, asked, before.permissions)
      if (unknown !== undefined) return unknown
      await transaction
        .updateTable('role')
        .set({ ...roleColumns(after), version: version + 1 })
        .where('practice_id', '=', practice.id)
        .where('id', '=', id)
        .execute()
      await writeRoleTags(transaction, practice.id, after)
      if (isAccessChanged(before, after) && isOwnRole(door, id)) await announceOwnAccess(transaction, door)
      const body = roleView(snapshot, after, { ...row, version: version + 1 }, at)
      return { status: 200, body, records: [id] } as const
    },
  })
}

/** The ending of a save that comes second. */
function changedMeanwhile(current: RoleView): {
  readonly status: 412
  readonly body: Problem & { readonly current: RoleView }
} {
  const detail = 'somebody changed this role meanwhile, look at what it is now and save again'
  return { status: 412, body: { ...problemBody(412, detail), current } }
}

/** Whether an edit changes more than what a role is called. */
function isAccessChanged(before: Role, after: Role): boolean {
  return JSON.stringify({ ...before, label: '' }) !== JSON.stringify({ ...after, label: '' })
}

function changesOf(before: Role, after: Role, confirmed: boolean): AuditDetail {
  const without = (one: Role, other: Role) =>
    one.permissions.filter((permission) => !other.permissions.includes(permission))
  const changed = (['label', 'fits', 'grantableBy', 'tagLimit', 'hidePrices'] as const).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  )
  return {
    added: without(after, before),
    removed: without(before, after),
    changed,
    ...(before.label !== after.label && { labelWas: before.label, labelIs: after.label }),
    ...(confirmed && { confirmed }),
  }
}
