/**
 * A condition asked of one record in memory.
 */

import { diagramOf } from '../plan/build-diagram.ts'
import type { Condition } from '../plan/condition.ts'
import { accepts, type Diagram } from '../plan/decision-diagram.ts'
import type { RecordFacts } from './facts.ts'

/** Conditions are frozen data: each is written as a diagram once, when it is first asked. */
const diagrams = new WeakMap<Condition, Diagram>()

/** Whether a record meets a condition. Total: a missing fact makes it false. */
export function meets(condition: Condition, record: RecordFacts): boolean {
  let diagram = diagrams.get(condition)
  if (diagram === undefined) {
    diagram = diagramOf(condition)
    diagrams.set(condition, diagram)
  }
  return accepts(diagram, record, '')
}
