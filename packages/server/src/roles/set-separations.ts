import type { Separation } from '@rolecall/core'
import type { Door } from '../access/door.ts'
import { mayGiveIn } from '../access/grant-scope.ts'
import { problem } from '../access/problem.ts'
import { changePolicy } from '../policy/change-policy.ts'

/** Declare which roles one person may not hold together, instead of what was declared before. */
export function setSeparations(
  door: Door,
  separations: readonly Separation[],
  before?: readonly Separation[],
) {
  return changePolicy(door, {
    kind: 'role',
    act: 'edit',
    records: [...new Set(separations.flatMap(({ roles }) => roles))],
    detail: { separations: separations.map(({ roles, most }) => `${most} of ${roles.join(', ')}`) },
    async work(transaction) {
      const { snapshot, practice } = door
      if (!mayGiveIn(door, {}))
        return problem(403, 'this holds for the whole practice, ask an admin who manages all of it', {
          step: 'permission',
        })
      if (before !== undefined && !isSame(before, snapshot.policy.separate))
        return problem(412, 'somebody changed these meanwhile, look at what they are now and save again')
      const unknown = separations.flatMap(({ roles }) => roles).find((id) => !snapshot.roles.has(id))
      if (unknown !== undefined) return problem(422, `there is no role \`${unknown}\`, name one of the roles`)
      await transaction.deleteFrom('separation').where('practice_id', '=', practice.id).execute()
      const rows = separations.map(({ roles, most }) => ({
        practice_id: practice.id,
        roles: [...new Set(roles)],
        most,
      }))
      if (rows.length > 0) await transaction.insertInto('separation').values(rows).execute()
      return { status: 200, body: { separations: separationViews(separations) }, records: [] } as const
    },
  })
}

export function separationViews(separations: readonly Separation[]) {
  return separations.map(({ roles, most }) => ({ roles: [...roles], most }))
}

/** In whatever order they are told. */
function isSame(one: readonly Separation[], other: readonly Separation[]): boolean {
  const told = (all: readonly Separation[]) =>
    JSON.stringify(all.map(({ roles, most }) => `${most} ${roles.toSorted().join(' ')}`).toSorted())
  return told(one) === told(other)
}
