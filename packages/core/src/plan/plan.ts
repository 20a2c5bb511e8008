/**
 * Which records one member may reach with one act, worked out before any record is read.
 *
 * `everywhere` and `nowhere` are cases of their own, so that a caller can skip the query, and so that an empty
 * condition can never pass for "no restriction".
 */
import type { Step } from '../catalog/catalog.ts'
import type { Instant } from '../policy/policy.ts'
import { always, type Condition, never } from './condition.ts'
import type { Carrying } from './steps/granting.ts'

/** One of the nine steps, as a condition on the record. */
export interface StepCondition {
  readonly step: Step
  readonly condition: Condition
}

/** What carries a plan: a grant, a share, `ownership` or `own`, and the records it does it for. */
export interface Carrier {
  readonly id: string
  readonly condition: Condition
}

interface Planned {
  /** The steps that depend on the record, in order; the last may be one that never passes. */
  readonly steps: readonly StepCondition[]
  /** The grants and shares behind it, and the records a broken glass opens: see `carriersOf`. */
  readonly carrying: readonly Carrying[]
  readonly glass: Condition
  /** The nearest from or until among the plan's inputs: from this instant on it must be compiled again. */
  readonly validUntil: Instant
}

export type Plan =
  | (Planned & { readonly reach: 'everywhere' })
  | (Planned & { readonly reach: 'where'; readonly condition: Condition })
  /** `refusal` is the step no record passes; a record may already fail one before it. */
  | (Planned & { readonly reach: 'nowhere'; readonly refusal: Step })

/** A plan as one condition, for those who need not tell the three apart. */
export function conditionOf(plan: Plan): Condition {
  switch (plan.reach) {
    case 'everywhere':
      return always
    case 'where':
      return plan.condition
    case 'nowhere':
      return never
  }
}
