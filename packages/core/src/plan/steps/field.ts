import type { Field } from '../../catalog/catalog.ts'
import type { Asked } from '../cell-request.ts'
import { all, always, type Condition, never, ownedBy } from '../condition.ts'
import { subjectIds } from '../subject.ts'
import { carryingOf } from './granting.ts'
import { permissionPasses } from './permission.ts'

/** Step 9: nothing priced under a hidden price, and every field named is known and open. */
export function fieldPasses(question: Asked): Condition {
  const { standing, cell, fields } = question
  if (cell.row.priced && standing.pricesHiddenBy.length > 0) return never
  return all(
    fields.map((name) => {
      const { fields: known } = standing.snapshot.catalog
      const field = Object.hasOwn(known, name) ? known[name] : undefined
      return field === undefined ? never : oneFieldPasses(question, field)
    }),
  )
}

function oneFieldPasses({ standing, cell, glass }: Asked, field: Field): Condition {
  switch (field.closedBy) {
    case 'hidePrices':
      return standing.pricesHiddenBy.length === 0 ? always : never
    case 'owner':
      return ownedBy(subjectIds(standing))
    case 'act': {
      const needed = standing.snapshot.catalog.cells.get(cell.kind)?.get(field.act)
      if (needed === undefined) return never
      return permissionPasses({ carrying: carryingOf(standing, needed), glass })
    }
  }
}
