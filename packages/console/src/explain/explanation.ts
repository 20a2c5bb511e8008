import type { Why } from '@rolecall/contract'

/** A decision with its reasons: the verdict, and the checks behind it. */
export type Explanation = Why['explanation']
export type ExplainedStep = Explanation['steps'][number]
export type Outcome = ExplainedStep['outcome']
