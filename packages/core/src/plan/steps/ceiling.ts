import type { Cell, MemberKind } from '../../catalog/catalog.ts'
import type { Snapshot } from '../../policy/snapshot.ts'

/** Whether a module is on, or read-only for an act that reads. */
export function moduleOpen({ modulesOn, modulesReadOnly }: Snapshot, { row, rule }: Cell): boolean {
  return modulesOn.has(row.module) || (modulesReadOnly.has(row.module) && rule.reads)
}

/** Whether a kind of member may be given an act at all. */
export function withinCeiling(kind: MemberKind, { row, rule, act }: Cell): boolean {
  return !rule.never.includes(kind) && (kind !== 'collaborator' || row.collaborator.includes(act))
}
