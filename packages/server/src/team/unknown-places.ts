import { problem } from '../access/problem.ts'
import type { Transaction } from '../database/connect.ts'

/** An ending that names the tags and locations which the practice does not have. Undefined: it has them all. */
export async function unknownPlaces(
  transaction: Transaction,
  practiceId: string,
  {
    at,
    tagged,
  }: { readonly at?: readonly string[] | undefined; readonly tagged?: readonly string[] | undefined },
) {
  const tags = await missing(transaction, practiceId, 'tag', tagged ?? [])
  const locations = await missing(transaction, practiceId, 'location', at ?? [])
  const sentences = [
    ...tags.map((id) => `there is no tag \`${id}\`, make it first`),
    ...locations.map((id) => `there is no location \`${id}\`, make it first`),
  ]
  return sentences.length === 0 ? undefined : problem(422, sentences.join('; '))
}

async function missing(
  transaction: Transaction,
  practiceId: string,
  table: 'tag' | 'location',
  ids: readonly string[],
): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const rows = await transaction
    .selectFrom(table)
    .select('id')
    .where('practice_id', '=', practiceId)
    .where('id', 'in', [...new Set(ids)])
    .execute()
  const known = new Set(rows.map(({ id }) => id))
  return [...new Set(ids)].filter((id) => !known.has(id))
}
