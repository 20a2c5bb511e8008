/**
 * One act of one member, with what carries it. Worked out as the steps ask for it: most acts of most members end at
 * the ceiling of their kind, or with nothing that carries them.
 */
import type { Cell } from '../catalog/catalog.ts'
import { all, any, type Condition } from './condition.ts'
import type { Carrier } from './plan.ts'
import { glassOf } from './steps/glass.ts'
import { type Carrying, carryingOf } from './steps/granting.ts'
import { patientMeets } from './steps/limits.ts'
import type { Standing } from './subject.ts'

export class Asked {
  readonly standing: Standing
  readonly cell: Cell
  readonly fields: readonly string[]
  #carrying: readonly Carrying[] | undefined
  #glass: Condition | undefined

  constructor(standing: Standing, cell: Cell, fields: readonly string[]) {
    this.standing = standing
    this.cell = cell
    this.fields = fields
  }

  get carrying(): readonly Carrying[] {
    this.#carrying ??= carryingOf(this.standing, this.cell)
    return this.#carrying
  }

  /** Records a broken glass opens. */
  get glass(): Condition {
    this.#glass ??= glassOf(this.standing, this.cell)
    return this.#glass
  }
}

/** The records each grant or share carries the act for, its own role's tag limit included. */
export function carriersOf({ carrying, glass }: Pick<Asked, 'carrying' | 'glass'>): readonly Carrier[] {
  return carrying.map(({ id, scoped, unscoped, tagLimit }) => ({
    id,
    condition: any([all([scoped, patientMeets(tagLimit)]), all([glass, unscoped])]),
  }))
}
