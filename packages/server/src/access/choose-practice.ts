import { canary } from '../database/canary.ts'
import type { Database } from '../database/connect.ts'

export interface ChosenPractice {
  readonly id: string
  readonly name: string
}

/** The practice of a name, or the only one there is. Undefined: there is none of that name, or none at all. */
export async function choosePractice(
  database: Database,
  name: string | undefined,
): Promise<ChosenPractice | 'several' | undefined> {
  const practices = await database.anywhere
    .selectFrom('practice')
    .select(['id', 'name'])
    .where('id', '!=', canary)
    .orderBy('name')
    .execute()
  const fitting = name === undefined ? practices : practices.filter((practice) => practice.name === name)
  return fitting.length > 1 ? 'several' : fitting[0]
}
