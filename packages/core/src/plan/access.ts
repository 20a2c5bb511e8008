/**
 * One member's standing and the plans made from it, kept with the snapshot while they are valid.
 */
import type { Cell } from '../catalog/catalog.ts'
import type { Instant, MemberId } from '../policy/policy.ts'
import type { Snapshot } from '../policy/snapshot.ts'
import { compileCell, unknownAct } from './compile.ts'
import type { Diagram } from './diagram.ts'
import type { Plan } from './plan.ts'
import { type Standing, standingOf, type Who } from './standing.ts'

export interface Access {
  readonly standing: Standing
  /** By the index of the cell; filled as acts are asked. */
  readonly plans: (Plan | undefined)[]
  /** The plans' diagrams, apart, so that deciding touches nothing else of them. */
  readonly diagrams: (Diagram | undefined)[]
}

/** What a snapshot keeps: accesses by member and, for assistants, by practitioner, all valid in one window of time. */
export interface Kept {
  from: Instant
  until: Instant
  readonly own: Map<MemberId, Access>
  readonly acting: Map<MemberId, Map<MemberId, Access>>
}

/** The access of one member at an instant: kept with the snapshot until one of its inputs begins or ends. */
export function accessOf(snapshot: Snapshot, who: Who): Access {
  const { kept } = snapshot
  if (who.at >= kept.from && who.at < kept.until) {
    const before =
      who.actingFor === undefined ? kept.own.get(who.member) : kept.acting.get(who.member)?.get(who.actingFor)
    if (before !== undefined) return before
  } else {
    Object.assign(kept, { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY })
    kept.own.clear()
    kept.acting.clear()
  }
  const access = newAccess(snapshot, who)
  keep(snapshot, who, access)
  return access
}

/** An access that is kept nowhere. */
export function newAccess(snapshot: Snapshot, { member, actingFor, at }: Who): Access {
  const { cellCount } = snapshot.catalog
  return {
    standing: standingOf(snapshot, { member, actingFor, at }),
    plans: new Array<Plan | undefined>(cellCount).fill(undefined),
    diagrams: new Array<Diagram | undefined>(cellCount).fill(undefined),
  }
}

/** Ids of nobody are not kept, so that made-up ones cannot fill the memory. */
function keep({ kept, members }: Snapshot, { member, actingFor }: Who, access: Access): void {
  if (!members.has(member) || (actingFor !== undefined && !members.has(actingFor))) return
  kept.from = Math.max(kept.from, access.standing.validFrom)
  kept.until = Math.min(kept.until, access.standing.validUntil)
  if (actingFor === undefined) {
    kept.own.set(member, access)
    return
  }
  const byPractitioner = kept.acting.get(member) ?? new Map<MemberId, Access>()
  byPractitioner.set(actingFor, access)
  kept.acting.set(member, byPractitioner)
}

/** The plan of one act, made at the first asking. An act the catalogue does not know reaches nowhere. */
export function planOf(access: Access, kind: string, act: string): Plan {
  const cell = access.standing.snapshot.catalog.cells.get(kind)?.get(act)
  return cell === undefined ? unknownAct(access.standing, kind) : planOfCell(access, cell)
}

/** The diagram of a cell's plan, made at the first asking. */
export function diagramOfCell(access: Access, cell: Cell): Diagram {
  return access.diagrams[cell.index] ?? planOfCell(access, cell).diagram
}

/** The plan of a cell, made at the first asking. */
export function planOfCell(access: Access, cell: Cell): Plan {
  const before = access.plans[cell.index]
  if (before !== undefined) return before
  const plan = compileCell(access.standing, cell, [])
  access.plans[cell.index] = plan
  access.diagrams[cell.index] = plan.diagram
  return plan
}

/** Every kind and act of the catalogue with this member's plan for it. */
export function plansOf(access: Access): readonly { readonly cell: Cell; readonly plan: Plan }[] {
  const found: { readonly cell: Cell; readonly plan: Plan }[] = []
  for (const cells of access.standing.snapshot.catalog.cellsOf.values())
    for (const cell of cells) found.push({ cell, plan: planOfCell(access, cell) })
  return found
}
