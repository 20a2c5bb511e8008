/**
 * Deciding one record.
 *
 * `allows` is the fast path: a boolean and nothing else. `decide` says which step failed or which grants carried.
 */
import type { Cell, Step } from '../catalog/catalog.ts'
import { type Access, accessOf, diagramOfCell, planOf } from '../plan/access.ts'
import { carriersOf } from '../plan/cell-request.ts'
import { compile } from '../plan/compile.ts'
import { accepts } from '../plan/decision-diagram.ts'
import { conditionOf, type Plan } from '../plan/plan.ts'
import type { Snapshot } from '../policy/snapshot.ts'
import type { RecordFacts } from './facts.ts'
import { meets } from './meets.ts'
import type { RecordQuestion } from './question.ts'

/** An answer with its reasons: the first step that failed, or the grants and shares that carried it. */
export type Decision =
  | { readonly allowed: true; readonly step?: undefined; readonly grants: readonly string[] }
  | { readonly allowed: false; readonly step: Step }

/**
 * Whether a member may do an act on a record: a boolean and nothing else. `accessOf` finds the access once a request,
 * `catalog.cells` the cell once a program. A record of another kind than the cell's is refused.
 */
export function may(access: Access, cell: Cell, record: RecordFacts): boolean {
  return record.kind === cell.kind && accepts(diagramOfCell(access, cell), record, access.self)
}

/** Whether a member may do an act on a record. Total: never throws, and what is unknown is refused. */
export function allows(snapshot: Snapshot, question: RecordQuestion): boolean {
  const { record, act, fields } = question
  if (fields !== undefined) return permits(planFor(snapshot, question), record)
  const cell = snapshot.catalog.cells.get(record.kind)?.get(act)
  return cell !== undefined && may(accessOf(snapshot, question), cell, record)
}

/** The same, with its reasons. */
export function decide(snapshot: Snapshot, question: RecordQuestion): Decision {
  const plan = planFor(snapshot, question)
  const step = failing(plan, question.record)
  return step === undefined
    ? { allowed: true, grants: carriedBy(plan, question.record) }
    : { allowed: false, step }
}

function planFor(snapshot: Snapshot, question: RecordQuestion): Plan {
  return question.fields === undefined
    ? planOf(accessOf(snapshot, question), question.record.kind, question.act)
    : compile(snapshot, { ...question, kind: question.record.kind })
}

/** Decide one record against a plan. Total and pure: it never throws, and asks nobody. */
export function permits(plan: Plan, record: RecordFacts): boolean {
  return meets(conditionOf(plan), record)
}

/** The first step a record fails, if any. */
export function failing(plan: Plan, record: RecordFacts): Step | undefined {
  return plan.steps.find(({ condition }) => !meets(condition, record))?.step
}

/** The grants and shares that carry an act on a record, by id. */
export function carriedBy(plan: Plan, record: RecordFacts): readonly string[] {
  return carriersOf(plan)
    .filter(({ condition }) => meets(condition, record))
    .map(({ id }) => id)
}
