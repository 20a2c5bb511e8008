/**
 * A condition asked of one record in memory.
 */
import type { Condition } from '../plan/condition.ts'
import type { RecordFacts } from './facts.ts'
import { accepts, type Diagram, diagramOf } from '../plan/diagram.ts'

/** Conditions are frozen data: each is written as a diagram once, when it is first asked. */
const diagrams = new WeakMap<Condition, Diagram>()

/** Whether a condition holds for a record. Total: a missing fact makes it false. */
export function holds(condition: Condition, record: RecordFacts): boolean {
  let diagram = diagrams.get(condition)
  if (diagram === undefined) {
    diagram = diagramOf(condition)
    diagrams.set(condition, diagram)
  }
  return accepts(diagram, record)
}
