/**
 * Two members, or two roles, side by side: in what they differ.
 */
import type { Kind, MemberKind } from '../catalog/catalog.ts'
import { accessOf, plansOf } from '../plan/access.ts'
import { implies } from '../plan/implies.ts'
import { conditionOf, type Plan } from '../plan/plan.ts'
import { limitPasses } from '../plan/steps/limits.ts'
import type { Who } from '../plan/subject.ts'
import type { Role, RoleId, Span, TagLimit } from '../policy/policy.ts'
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
      left: reachWords(snapshot, plan, cell.row),
      right: reachWords(snapshot, other, cell.row),
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
function reachWords(snapshot: Snapshot, plan: Plan, kind: Kind): ReachWords {
  switch (plan.reach) {
    case 'everywhere':
      return { reach: plan.reach, words: `all ${kind.plural}` }
    case 'nowhere':
      return { reach: plan.reach, words: `no ${kind.plural}` }
    case 'where':
      return { reach: plan.reach, words: describe(snapshot, plan.condition, kind) }
  }
}

/** One thing of two roles. Lists are the same in any order. */
export interface Compared<T> {
  readonly left: T
  readonly right: T
  readonly same: boolean
}

export interface ComparedPermission extends Compared<boolean> {
  readonly permission: string
}

/** All that two roles may differ in, their labels aside. */
export interface ComparedRoles {
  /** Every permission of the catalogue. */
  readonly permissions: readonly ComparedPermission[]
  readonly fits: Compared<readonly MemberKind[]>
  readonly tagLimit: Compared<TagLimit | undefined>
  readonly hidePrices: Compared<Span | undefined>
  /** Undefined: any admin may give it. */
  readonly grantableBy: Compared<readonly string[] | undefined>
}

/** Two roles, each by its id or another name of it. An unknown role holds nothing, fits nobody and is given by nobody. */
export function compareRoles(snapshot: Snapshot, left: RoleId, right: RoleId): ComparedRoles {
  const one = roleCalled(snapshot, left)
  const other = roleCalled(snapshot, right)
  return {
    permissions: Object.keys(snapshot.catalog.permissions).map((permission) => ({
      permission,
      ...compared(one.permissions.includes(permission), other.permissions.includes(permission), Object.is),
    })),
    fits: compared(one.fits, other.fits, isSameList),
    tagLimit: compared(one.tagLimit, other.tagLimit, isSameLimit),
    hidePrices: compared(one.hidePrices, other.hidePrices, isSameSpan),
    grantableBy: compared(one.grantableBy, other.grantableBy, isSameList),
  }
}

function compared<T>(left: T, right: T, isSame: (left: T, right: T) => boolean): Compared<T> {
  return { left, right, same: isSame(left, right) }
}

/** A role by its id; what no role is called by may be another name of a ready-made one. */
function roleCalled({ catalog, roles }: Snapshot, name: string): Role {
  const [ready] = Object.entries(catalog.roles).find(([, { alsoCalled }]) => alsoCalled.includes(name)) ?? []
  const found = roles.get(name) ?? (ready === undefined ? undefined : roles.get(ready))
  return found?.role ?? { id: name, label: name, fits: [], permissions: [], grantableBy: [] }
}

function isSameList(left: readonly string[] | undefined, right: readonly string[] | undefined): boolean {
  if (left === undefined || right === undefined) return left === right
  return new Set(left).symmetricDifference(new Set(right)).size === 0
}

function isSameLimit(left: TagLimit | undefined, right: TagLimit | undefined): boolean {
  const [one, other] = [limitPasses(left), limitPasses(right)]
  return isSameSpan(left, right) && implies(one, other) && implies(other, one)
}

function isSameSpan(left: Span | undefined, right: Span | undefined): boolean {
  if (left === undefined || right === undefined) return left === right
  return left.from === right.from && left.until === right.until
}
