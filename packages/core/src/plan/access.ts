/**
 * One member's standing and the plans made from it, kept with the snapshot while they are valid.
 */
import type { Cell } from '../catalog/catalog.ts'
import type { Instant, MemberId } from '../policy/policy.ts'
import type { Snapshot } from '../policy/snapshot.ts'
import { type SharedNodes, sharedDiagramOf, sharedNodes } from './build-diagram.ts'
import { compileCell, unknownAct } from './compile-cell.ts'
import { all, type Condition } from './condition.ts'
import type { Diagram } from './decision-diagram.ts'
import { conditionOf, type Plan, type StepCondition } from './plan.ts'
import { type Standing, standingOf, type Who } from './subject.ts'

export interface Access {
  /** Who asks: what shared diagrams leave open. */
  readonly self: MemberId
  readonly standing: Standing
  /** Its place in the columns. */
  readonly number: number
  readonly columns: Columns
}

/**
 * Plans and their diagrams, by the index of the cell and then by the number of the access; filled as acts are asked. A
 * column holds one act of everybody close together, as practices ask a few acts for everyone all day, and deciding
 * reads nothing of a plan but its diagram.
 */
interface Columns {
  readonly plans: (Plan | undefined)[][]
  readonly diagrams: (Diagram | undefined)[][]
  readonly nodes: SharedNodes
}

/** What a snapshot keeps: accesses by member and, for assistants, by practitioner, all valid in one window of time. */
export interface Kept {
  from: Instant
  until: Instant
  columns: Columns | undefined
  size: number
  /** How many of them are of assistants who act for somebody they may not act for. */
  strangers: number
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
    forget(kept)
  }
  return newAccess(snapshot, who)
}

/** Apart, so that finding one stays small. */
function newAccess(snapshot: Snapshot, { member, actingFor, at }: Who): Access {
  const who = { member, actingFor, at }
  const standing = standingOf(snapshot, who)
  // An instant that is no number lies in no window: what it yields is right for itself alone.
  return Number.isNaN(at) || !isKept(snapshot, standing) ? alone(standing) : keep(snapshot, who, standing)
}

/** Another instant: whatever was kept may have ended, or begun. */
function forget(kept: Kept): void {
  kept.from = Number.NEGATIVE_INFINITY
  kept.until = Number.POSITIVE_INFINITY
  kept.columns = undefined
  kept.size = 0
  kept.strangers = 0
  kept.own.clear()
  kept.acting.clear()
}

/** An access that is kept nowhere. */
function alone(standing: Standing): Access {
  return { self: standing.who.member, standing, number: 0, columns: emptyColumns() }
}

function emptyColumns(): Columns {
  return { plans: [], diagrams: [], nodes: sharedNodes() }
}

/**
 * Only what the policy names is kept, so that made-up ids cannot fill the memory; and of assistants who act for
 * somebody they may not act for, no more than there are members.
 */
function isKept({ kept, members }: Snapshot, { who: { actingFor }, member, subject }: Standing): boolean {
  if (member === undefined) return false
  if (actingFor === undefined || subject !== undefined) return true
  return members.has(actingFor) && kept.strangers < members.size
}

function keep({ kept }: Snapshot, { member, actingFor }: Who, standing: Standing): Access {
  kept.from = Math.max(kept.from, standing.validFrom)
  kept.until = Math.min(kept.until, standing.validUntil)
  kept.columns ??= emptyColumns()
  const access: Access = { self: member, standing, number: kept.size++, columns: kept.columns }
  if (actingFor === undefined) {
    kept.own.set(member, access)
    return access
  }
  if (standing.subject === undefined) kept.strangers++
  const byPractitioner = kept.acting.get(member) ?? new Map<MemberId, Access>()
  byPractitioner.set(actingFor, access)
  kept.acting.set(member, byPractitioner)
  return access
}

/** The plan of one act, made at the first asking. An act the catalogue does not know reaches nowhere. */
export function planOf(access: Access, kind: string, act: string): Plan {
  const cell = access.standing.snapshot.catalog.cells.get(kind)?.get(act)
  return cell === undefined ? unknownAct(access.standing, kind) : planOfCell(access, cell)
}

/** The diagram of a cell's plan, drawn when first decided by: a plan that only filters in a database needs none. */
export function diagramOfCell({ self, columns, number, standing }: Access, cell: Cell): Diagram {
  const before = columns.diagrams[cell.index]?.[number]
  if (before !== undefined) return before
  const diagram = sharedDiagramOf(drawnOrder(compileCell(standing, cell, [])), self, columns.nodes)
  put(columns.diagrams, cell, number, diagram)
  return diagram
}

/** Team access first: it is the part that differs most between people, and what follows it is shared. */
function drawnOrder(plan: Plan): Condition {
  if (plan.reach !== 'where') return conditionOf(plan)
  const isTeam = ({ step }: StepCondition) => step === 'team'
  const steps = [...plan.steps.filter(isTeam), ...plan.steps.filter((one) => !isTeam(one))]
  return all(steps.map(({ condition }) => condition))
}

/** The plan of a cell, made at the first asking. */
export function planOfCell({ columns, number, standing }: Access, cell: Cell): Plan {
  const before = columns.plans[cell.index]?.[number]
  if (before !== undefined) return before
  const plan = compileCell(standing, cell, [])
  put(columns.plans, cell, number, plan)
  return plan
}

function put<T>(columns: (T | undefined)[][], { index }: Cell, number: number, entry: T): void {
  const column = columns[index] ?? []
  columns[index] = column
  column[number] = entry
}

/** Every kind and act of the catalogue with this member's plan for it. */
export function plansOf(access: Access): readonly { readonly cell: Cell; readonly plan: Plan }[] {
  const found: { readonly cell: Cell; readonly plan: Plan }[] = []
  for (const cells of access.standing.snapshot.catalog.cellsOf.values())
    for (const cell of cells) found.push({ cell, plan: planOfCell(access, cell) })
  return found
}
