import type { Door } from '../access/door.ts'
import { isRefusal, problem } from '../access/problem.ts'
import { lookAs } from '../team/read-as.ts'

/** For whoever uses locations: on patients, in bookings or in the scopes of people. */
export async function listLocations(door: Door) {
  const { practice } = door
  const locations = await lookAs(
    door,
    [
      ['practice', 'view'],
      ['patient', 'view'],
      ['appointment', 'view'],
      ['member', 'view'],
    ],
    [],
    (transaction) =>
      transaction
        .selectFrom('location')
        .select(['id', 'name'])
        .where('practice_id', '=', practice.id)
        .orderBy('id')
        .execute(),
  )
  if (isRefusal(locations)) return problem(403, 'locations are for those who see patients or bookings')
  return { status: 200, body: { locations }, records: [] } as const
}
