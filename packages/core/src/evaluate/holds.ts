/**
 * Whether someone holds a permission at all: steps 1 to 5, without a record and in any scope.
 */
import type { Cell, Step } from '../catalog/catalog.ts'
import { accessOf } from '../plan/access.ts'
import { moduleOpen, withinCeiling } from '../plan/steps/ceiling.ts'
import type { Standing, Who } from '../plan/subject.ts'
import type { Snapshot } from '../policy/snapshot.ts'
import type { Answer } from './question.ts'

export interface PermissionQuestion extends Who {
  readonly permission: string
}

/**
 * Literal: `patients.manage` does not hold `patients.view`. Says which guards, menus and roles a person meets, never
 * whether they reach a record: for that ask `decide`.
 */
export function holds(snapshot: Snapshot, question: PermissionQuestion): Answer {
  const step = failingStep(accessOf(snapshot, question).standing, question.permission)
  return step === undefined ? { allowed: true } : { allowed: false, step }
}

function failingStep(standing: Standing, id: string): Step | undefined {
  const { snapshot, member, subject, subjectIsAdmin, who } = standing
  if (member === undefined || !standing.active) return 'inactive'
  const permission = Object.hasOwn(snapshot.catalog.permissions, id)
    ? snapshot.catalog.permissions[id]
    : undefined
  if (permission === undefined) return 'permission'
  const cells = permission.covers.flatMap(({ kind, acts }) =>
    acts.flatMap((act): readonly Cell[] => {
      const cell = snapshot.catalog.cells.get(kind)?.get(act)
      return cell === undefined ? [] : [cell]
    }),
  )
  if (!cells.some((cell) => moduleOpen(snapshot, cell))) return 'module-off'
  if (!cells.some((cell) => withinCeiling(member.kind, cell))) return 'kind'
  if (!isListed(standing, id)) return 'permission'
  if (member.kind !== 'assistant') return who.actingFor === undefined ? undefined : 'acting'
  return subject !== undefined && (permission.mark === 'record' || subjectIsAdmin) ? undefined : 'acting'
}

/** Whether a grant or live share lists it, or ownership does. */
function isListed({ snapshot: { catalog }, member, grants, shares }: Standing, id: string): boolean {
  if (member?.owner === true && id === catalog.adminPermission) return true
  if (grants.some(({ role }) => role.permissions.has(id))) return true
  return shares.some(
    ({ permissions }) =>
      catalog.share.always.includes(id) || (permissions.includes(id) && catalog.share.offered.includes(id)),
  )
}
