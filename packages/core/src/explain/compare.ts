/**
 * Two members, or two roles, side by side: what each may do that the other may not.
 */
import { accessOf, plansOf } from '../plan/access.ts'
import { implies } from '../plan/implies.ts'
import { conditionOf, type Plan } from '../plan/plan.ts'
import type { Who } from '../plan/standing.ts'
import type { RoleId } from '../policy/policy.ts'
import type { Snapshot } from '../policy/snapshot.ts'
import { describe } from './describe.ts'

/** How far one of the two gets with an act. `words` says which records, where it is some. */
export interface ReachWords {
  readonly reach: Plan['reach']
  readonly words: string
}

export interface ComparedAct {
  readonly kind: string
  readonly act: string
  readonly left: ReachWords
  readonly right: ReachWords
  readonly same: boolean
}

/**
 * Every act of the catalogue for two members, each perhaps acting for a practitioner. `same` compares what is asked of
 * a record, and so tells two people apart who each reach only their own.
 */
export function compareMembers(snapshot: Snapshot, left: Who, right: Who): readonly ComparedAct[] {
  const rights = plansOf(accessOf(snapshot, right))
  return plansOf(accessOf(snapshot, left)).map(({ cell, plan }, index) => {
    const other = rights[index]?.plan ?? plan
    return {
      kind: cell.kind,
      act: cell.act,
      left: reachWords(snapshot, plan),
      right: reachWords(snapshot, other),
      same: sameReach(plan, other),
    }
  })
}

/** Whether two plans allow the same records, as far as the shape of their conditions proves it. */
function sameReach(left: Plan, right: Plan): boolean {
  const [one, other] = [conditionOf(left), conditionOf(right)]
  return implies(one, other) && implies(other, one)
}

/** A plan's reach in words. */
function reachWords(snapshot: Snapshot, plan: Plan): ReachWords {
  switch (plan.reach) {
    case 'everywhere':
      return { reach: plan.reach, words: 'everything' }
    case 'nowhere':
      return { reach: plan.reach, words: 'nothing' }
    case 'where':
      return { reach: plan.reach, words: describe(snapshot, plan.condition) }
  }
}

export interface ComparedPermission {
  readonly permission: string
  readonly left: boolean
  readonly right: boolean
}

/** Every permission of the catalogue for two roles. An unknown role holds none. */
export function compareRoles(snapshot: Snapshot, left: RoleId, right: RoleId): readonly ComparedPermission[] {
  const holds = (role: RoleId, permission: string) =>
    snapshot.roles.get(role)?.permissions.has(permission) === true
  return Object.keys(snapshot.catalog.permissions).map((permission) => ({
    permission,
    left: holds(left, permission),
    right: holds(right, permission),
  }))
}
