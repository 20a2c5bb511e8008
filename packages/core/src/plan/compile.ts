import type { Snapshot } from '../policy/snapshot.ts'
import { accessOf, planOf } from './access.ts'
import { compileCell, unknownAct } from './compile-cell.ts'
import type { Plan } from './plan.ts'
import type { Who } from './subject.ts'

/** What a plan is asked for: a member, perhaps acting for a practitioner, and an act on a kind at an instant. */
export interface PlanQuestion extends Who {
  readonly kind: string
  readonly act: string
  /** Fields the question names. */
  readonly fields?: readonly string[] | undefined
}

/**
 * Work out which records a member may reach with one act. Total: what is unknown gives a plan that reaches nowhere.
 * Good for this snapshot until `validUntil`, exclusive.
 */
export function compile(snapshot: Snapshot, { fields = [], kind, act, ...who }: PlanQuestion): Plan {
  const access = accessOf(snapshot, who)
  if (fields.length === 0) return planOf(access, kind, act)
  const cell = snapshot.catalog.cells.get(kind)?.get(act)
  return cell === undefined ? unknownAct(access.standing, kind) : compileCell(access.standing, cell, fields)
}
