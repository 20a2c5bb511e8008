import type { Asked } from '../cell-request.ts'
import { always, type Condition, never, ownedBy } from '../condition.ts'

/**
 * Step 5: only an assistant acts for another, and must, but for what is their own; account acts need an admin there.
 */
export function actingPasses({ standing, cell }: Asked): Condition {
  const { member, subject, subjectIsAdmin, who } = standing
  if (member?.kind !== 'assistant') return who.actingFor === undefined ? always : never
  if (subject !== undefined && (!cell.account || subjectIsAdmin)) return always
  return cell.rule.withoutActing ? ownedBy([who.member]) : never
}
