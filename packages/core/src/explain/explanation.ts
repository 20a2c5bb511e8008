/**
 * What an answer says about itself: the verdict in a sentence, and all nine steps, each with its cause and its mend.
 *
 * Names are those the policy gives; an id stands where there is no name. No sentence tells a fact about a record that
 * the asker was not shown: who may read an explanation is the caller's decision.
 */
import type { Step } from '../catalog/catalog.ts'

/**
 * `passed`, `failed`; `depends` where no record was named and some would pass and some not; `not-asked` where the
 * steps before leave nothing to ask.
 */
export type Outcome = 'passed' | 'failed' | 'depends' | 'not-asked'

export interface ExplainedStep {
  readonly step: Step
  /** What the step asks, e.g. `is the person active and able to sign in?` */
  readonly asks: string
  readonly outcome: Outcome
  /** Why it came out so, in a sentence: the limit, grant or flag, and where it was set. */
  readonly cause: string
  /** What would mend it, and whom to ask. Only where it failed. */
  readonly mend?: string
}

export interface Explanation {
  /** `depends` only where no record was named. */
  readonly answer: 'yes' | 'no' | 'depends'
  /** The first step that failed. */
  readonly step?: Step
  /** The verdict in one sentence a receptionist could repeat. */
  readonly verdict: string
  readonly mend?: string
  /** The grants and shares that carry it, in words. */
  readonly grants: readonly { readonly id: string; readonly words: string }[]
  readonly steps: readonly ExplainedStep[]
}
