import type { Cell } from '../../catalog/catalog.ts'
import { all, always, type Condition, never, ownedBy } from '../condition.ts'
import type { Standing } from '../subject.ts'

/**
 * What a broken glass opens: looking at the patient and all that is theirs, and one's own note about them. The act that
 * breaks it is judged as if it were broken: it opens what is closed.
 */
export function glassOf({ glass, who }: Standing, { row, rule }: Cell): Condition {
  if (rule.beyondReach) return always
  if (glass.length === 0 || row.patient === 'no') return never
  const theirs: Condition = { is: 'patient-in', ids: glass }
  if (rule.reads) return theirs
  return row.note ? all([theirs, ownedBy([who.member])]) : never
}
