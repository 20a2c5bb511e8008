import type { Why } from '@rolecall/contract'

/** A decision with its reasons: the verdict, and the nine steps that lead to it. */
export type Explanation = Why['explanation']
export type ExplainedStep = Explanation['steps'][number]
export type Outcome = ExplainedStep['outcome']
