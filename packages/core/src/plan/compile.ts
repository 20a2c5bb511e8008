/**
 * From a standing and an act to a plan.
 */
import type { Cell, Step } from '../catalog/catalog.ts'
import type { Snapshot } from '../policy/snapshot.ts'
import { accessOf, planOf } from './access.ts'
import { Asked } from './asked.ts'
import { all, never } from './condition.ts'
import type { Plan, StepCondition } from './plan.ts'
import type { Standing, Who } from './standing.ts'
import { stepConditions } from './step-conditions.ts'

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

/** The plan of an act the catalogue does not know. */
export function unknownAct(standing: Standing, kind: string): Plan {
  return nowhere([], whyUnknown(standing, kind), standing)
}

/** The step an unknown act fails: still the first, and a kind that is known has a module. */
export function whyUnknown({ active, snapshot: { catalog, modulesOn } }: Standing, kind: string): Step {
  if (!active) return 'inactive'
  const row = Object.hasOwn(catalog.kinds, kind) ? catalog.kinds[kind] : undefined
  return row === undefined || modulesOn.has(row.module) ? 'kind' : 'module-off'
}

/** The plan of one cell of the catalogue. */
export function compileCell(standing: Standing, cell: Cell, fields: readonly string[]): Plan {
  const question = new Asked(standing, cell, fields)
  const steps: StepCondition[] = []
  for (const { step, of } of stepConditions) {
    const condition = of(question)
    if (condition.is === 'never') return nowhere(steps, step, standing)
    if (condition.is !== 'always') steps.push({ step, condition })
  }
  const { carrying, glass } = question
  const planned = { steps, carrying, glass, validUntil: standing.validUntil }
  if (steps.length === 0) return { reach: 'everywhere', ...planned }
  return { reach: 'where', condition: all(steps.map((one) => one.condition)), ...planned }
}

/** No record passes `refusal`; those that depend on the record may fail one of the steps before. */
function nowhere(before: readonly StepCondition[], refusal: Step, standing: Standing): Plan {
  if (before.length === 0) {
    standing.refused ??= {}
    standing.refused[refusal] ??= refusedWith([], refusal, standing)
    return standing.refused[refusal]
  }
  return refusedWith(before, refusal, standing)
}

function refusedWith(before: readonly StepCondition[], refusal: Step, { validUntil }: Standing): Plan {
  const steps = [...before, { step: refusal, condition: never }]
  return { reach: 'nowhere', refusal, steps, carrying: [], glass: never, validUntil }
}
