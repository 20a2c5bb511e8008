import type { Entrance } from '@rolecall/contract'
import { canary } from '../database/canary.ts'
import type { Database } from '../database/connect.ts'

/** How one gets in here. `picked`: the practice where people are made up. */
export async function entranceOf({ anywhere }: Database, picked: string | undefined): Promise<Entrance> {
  const practices = await anywhere
    .selectFrom('practice')
    .select('name')
    .where('id', '!=', canary)
    .$if(picked !== undefined, (rows) => rows.where('id', '=', picked ?? ''))
    .limit(2)
    .execute()
  const [first, second] = practices
  const practice = first !== undefined && second === undefined ? { name: first.name } : null
  if (picked !== undefined) return { way: 'pick', practice, madeUp: true }
  return { way: first === undefined ? 'set-up' : 'password', practice, madeUp: false }
}
