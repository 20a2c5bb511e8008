/**
 * Which records one member may reach with one act, worked out before any record is read.
 *
 * `everywhere` and `nowhere` are cases of their own, so that a caller can skip the query, and so that an empty
 * condition can never pass for "no restriction".
 */
import type { Step } from '../catalog/catalog.ts'
import type { Instant } from '../policy/policy.ts'
import type { Condition } from './condition.ts'
import type { Diagram } from './diagram.ts'

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
  readonly carriers: readonly Carrier[]
  /** The same as a test in memory. */
  readonly diagram: Diagram
  /** The nearest from or until among the plan's inputs: from this instant on it must be compiled again. */
  readonly validUntil: Instant
}

export type Plan =
  | (Planned & { readonly reach: 'everywhere' })
  | (Planned & { readonly reach: 'where'; readonly condition: Condition })
  /** `refusal` is the step no record passes; a record may already fail one before it. */
  | (Planned & { readonly reach: 'nowhere'; readonly refusal: Step })
