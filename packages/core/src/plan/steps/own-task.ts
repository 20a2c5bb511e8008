import type { Act, Cell } from '../../catalog/catalog.ts'
import type { MemberId } from '../../policy/policy.ts'
import { always, any, type Condition, never, ownedBy } from '../condition.ts'
import type { Standing } from '../subject.ts'

/** Assigned to or written by the person signed in; creating a record is writing it. */
export function mine(member: MemberId, rule: Act): Condition {
  return rule.creates ? always : any([ownedBy([member]), { is: 'author-in', ids: [member] }])
}

/** The person's own records of a kind that is assigned: their scope, their team and their patient are not asked. */
export function ownTask({ who }: Standing, { row, rule }: Cell): Condition {
  return row.assignedTo === undefined ? never : mine(who.member, rule)
}
