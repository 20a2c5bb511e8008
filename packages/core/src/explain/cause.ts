import type { RecordFacts } from '../evaluate/facts.ts'
import type { Asked } from '../plan/cell-request.ts'
import type { Condition } from '../plan/condition.ts'

/** A sentence, and what would mend it where it tells of a failure. */
export interface Cause {
  readonly cause: string
  readonly mend?: string
}

/** What a step is explained from. No record: the question is about reach. */
export interface Examined {
  readonly asked: Asked
  readonly condition: Condition
  readonly record: RecordFacts | undefined
}
