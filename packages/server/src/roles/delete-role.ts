import type { Door } from '../access/door.ts'
import { problem } from '../access/problem.ts'
import { changePolicy } from '../policy/change-policy.ts'
import { whyNotChangeRole } from '../policy/change-rules.ts'
import { holdersOf } from './role-view.ts'
import { unknownRole } from './unknown-role.ts'

/** Delete a role nobody holds, now or later. Grants of it that are over go with it; the log keeps them. */
export function deleteRole(door: Door, id: string) {
  return changePolicy(door, {
    kind: 'role',
    act: 'edit',
    records: [id],
    detail: { deleted: true },
    async work(transaction) {
      const { snapshot, practice, at } = door
      const role = snapshot.roles.get(id)?.role
      if (role === undefined) return unknownRole(id)
      const held = holdersOf(snapshot, id, at, 'now') + holdersOf(snapshot, id, at, 'later')
      if (held > 0)
        return problem(
          409,
          `${role.label} is held by ${held === 1 ? 'one person' : `${held} people`}, take it from them first`,
        )
      const whyNot = await whyNotChangeRole(door, transaction, role, false)
      if (whyNot !== undefined) return whyNot
      await transaction
        .deleteFrom('role_grant')
        .where('practice_id', '=', practice.id)
        .where('role_id', '=', id)
        .execute()
      await transaction
        .deleteFrom('role')
        .where('practice_id', '=', practice.id)
        .where('id', '=', id)
        .execute()
      return { status: 204, records: [id] } as const
    },
  })
}
