import type { Door } from '../access/door.ts'
import { isRefusal, problem } from '../access/problem.ts'
import { lookAs } from '../team/read-as.ts'
import { limitsBy } from './tag-use.ts'

/** For whoever uses tags: on patients, or in the limits of people. */
export async function listTags(door: Door) {
  const { practice, snapshot } = door
  const rows = await lookAs(
    door,
    [
      ['tag', 'view'],
      ['patient', 'view'],
      ['member', 'view'],
    ],
    [],
    (transaction) =>
      transaction
        .selectFrom('tag')
        .select(['id', 'label', 'colour'])
        .where('practice_id', '=', practice.id)
        .orderBy('id')
        .execute(),
  )
  if (isRefusal(rows)) return problem(403, 'tags are for those who see patients or manage them')
  const tags = rows.map((row) => ({ ...row, limits: limitsBy(snapshot.policy, row.id) }))
  return { status: 200, body: { tags }, records: [] } as const
}
