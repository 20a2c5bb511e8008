/**
 * One act of one member, with what was found that carries it.
 */
import type { Cell } from '../catalog/catalog.ts'
import { all, any, type Condition } from './condition.ts'
import type { Carrier } from './plan.ts'
import type { Standing } from './standing.ts'
import { type Carrying, carryingOf } from './steps/carrying.ts'
import { glassOf } from './steps/glass.ts'
import { patientMeets } from './steps/limits.ts'

export interface Asked {
  readonly standing: Standing
  readonly cell: Cell
  readonly carrying: readonly Carrying[]
  /** Records a broken glass opens. */
  readonly glass: Condition
  readonly fields: readonly string[]
}

export function asked(standing: Standing, cell: Cell, fields: readonly string[]): Asked {
  return { standing, cell, carrying: carryingOf(standing, cell), glass: glassOf(standing, cell), fields }
}

/** The records each grant or share carries the act for, its own role's tag limit included. */
export function carriersOf({ carrying, glass }: Asked): readonly Carrier[] {
  return carrying.map(({ id, scoped, unscoped, tagLimit }) => ({
    id,
    condition: any([all([scoped, patientMeets(tagLimit)]), all([glass, unscoped])]),
  }))
}
