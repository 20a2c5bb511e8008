import type { Door } from '../access/door.ts'
import { isRefusal, problem, refusedEnding } from '../access/problem.ts'
import type { OpenDetail } from '../audit/entry.ts'
import { insertFree } from './unused-id.ts'

export async function addLocation(door: Door, name: string) {
  const { practice } = door
  const made = await door.perform(
    'practice',
    'edit',
    { records: [], detail: { location: name.trim() } },
    async (transaction) => {
      const rows = await transaction
        .selectFrom('location')
        .select('id')
        .where('practice_id', '=', practice.id)
        .execute()
      const taken = new Set(rows.map(({ id }) => id))
      const id = await insertFree(name, 'location', taken, (free) =>
        transaction
          .insertInto('location')
          .values({ practice_id: practice.id, id: free, name: name.trim() })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst(),
      )
      return { id, name: name.trim() }
    },
  )
  if (isRefusal(made)) return refusedEnding(made)
  return { status: 201, body: made, records: [made.id] } as const
}

export async function editLocation(door: Door, id: string, name: string) {
  const detail: OpenDetail = { nameIs: name.trim() }
  const outcome = await door.perform('practice', 'edit', { records: [id], detail }, async (transaction) => {
    const was = await transaction
      .selectFrom('location')
      .select('name')
      .where('practice_id', '=', door.practice.id)
      .where('id', '=', id)
      .executeTakeFirst()
    if (was !== undefined) detail.nameWas = was.name
    const { numUpdatedRows } = await transaction
      .updateTable('location')
      .set({ name: name.trim() })
      .where('practice_id', '=', door.practice.id)
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return problem(404, `there is no location \`${id}\``)
    return { status: 200, body: { id, name: name.trim() }, records: [id] } as const
  })
  return isRefusal(outcome) ? refusedEnding(outcome) : outcome
}
