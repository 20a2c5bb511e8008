import type { Asked } from '../cell-request.ts'
import { all, any, type Condition } from '../condition.ts'

/** Step 4: something carries the act in the record's state and its own scope; a broken glass lifts the scope. */
export function permissionPasses({ carrying, glass }: Pick<Asked, 'carrying' | 'glass'>): Condition {
  const scoped = any(carrying.map((carrier) => carrier.scoped))
  if (glass.is === 'never') return scoped
  return any([scoped, all([glass, any(carrying.map((carrier) => carrier.unscoped))])])
}
