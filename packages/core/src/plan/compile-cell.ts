/**
 * From a standing and an act to a plan.
 */
import type { Cell, Step } from '../catalog/catalog.ts'
import { Asked } from './cell-request.ts'
import { all, never } from './condition.ts'
import type { Plan, StepCondition } from './plan.ts'
import { stepConditions } from './step-conditions.ts'
import type { Standing } from './subject.ts'

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
