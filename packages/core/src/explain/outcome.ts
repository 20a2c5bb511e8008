import type { RecordFacts } from '../evaluate/facts.ts'
import { meets } from '../evaluate/meets.ts'
import type { Condition } from '../plan/condition.ts'
import type { Outcome } from './explanation.ts'

/** How a condition comes out for a record; `depends` where none is named and some would meet it and some not. */
export function outcomeOf(
  condition: Condition,
  record: RecordFacts | undefined,
): Exclude<Outcome, 'not-asked'> {
  if (condition.is === 'always') return 'passed'
  if (condition.is === 'never') return 'failed'
  if (record === undefined) return 'depends'
  return meets(condition, record) ? 'passed' : 'failed'
}
