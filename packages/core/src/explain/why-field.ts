import type { Field } from '../catalog/catalog.ts'
import { Asked } from '../plan/cell-request.ts'
import { fieldPasses } from '../plan/steps/field.ts'
import type { Cause, Examined } from './cause.ts'
import { listed, nameOf, roleName, unique } from './names.ts'
import { outcomeOf } from './outcome.ts'
import { whyPermission } from './why-permission.ts'

/** Hidden prices first, as they may close the record whole; then the first field that is closed. */
export function whyField(examined: Examined): Cause {
  const { asked, record } = examined
  const { standing, fields, cell } = asked
  const known = standing.snapshot.catalog.fields
  const fieldOf = (name: string) => (Object.hasOwn(known, name) ? known[name] : undefined)
  const hidden = standing.pricesHiddenBy.length > 0
  if (hidden && (cell.row.priced || fields.some((name) => fieldOf(name)?.closedBy === 'hidePrices')))
    return whyPricesHidden(asked)
  const unknown = fields.filter((name) => fieldOf(name) === undefined)
  if (unknown.length > 0)
    return { cause: `there is no field ${listed(unknown)}`, mend: 'check the name of the field' }
  for (const name of fields) {
    const field = fieldOf(name)
    const passes = fieldPasses(new Asked(standing, cell, [name]))
    if (field !== undefined && outcomeOf(passes, record) === 'failed') return whyClosed(examined, field)
  }
  return { cause: "a requested field isn't available", mend: 'leave it out' }
}

function whyPricesHidden({ standing: { snapshot, pricesHiddenBy, member } }: Asked): Cause {
  const where = pricesHiddenBy.map((id) =>
    id === member?.id ? nameOf(snapshot, id) : `the role ${roleName(snapshot, id)}`,
  )
  return {
    cause: `prices are hidden by a setting on ${listed(unique(where), 'and')}`,
    mend: 'ask an admin to change this setting',
  }
}

function whyClosed(examined: Examined, field: Field): Cause {
  const { standing, cell } = examined.asked
  const { snapshot } = standing
  const name = `the ${field.label} field`
  switch (field.closedBy) {
    case 'hidePrices':
      return whyPricesHidden(examined.asked)
    case 'owner': {
      const owner = examined.record?.owner
      if (owner == null)
        return {
          cause: `only the responsible practitioner can see ${name}, and there is none`,
          mend: 'assign it to someone',
        }
      return {
        cause: `only ${nameOf(snapshot, owner)} can see ${name}`,
        mend: `ask ${nameOf(snapshot, owner)}`,
      }
    }
    case 'act': {
      const needed = snapshot.catalog.cells.get(cell.kind)?.get(field.act)
      if (needed === undefined)
        return {
          cause: `${cell.row.plural} have no ${field.label} field`,
          mend: 'check the name of the field',
        }
      const { cause, ...mend } = whyPermission({ ...examined, asked: new Asked(standing, needed, []) })
      return { cause: `${name} isn't available: ${cause}`, ...mend }
    }
  }
}
