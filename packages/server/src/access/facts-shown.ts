import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'

/** What a list shows of a patient's facts. */
export interface FactsShown {
  readonly tags: readonly string[]
  readonly locations: readonly string[]
  readonly careTeam: readonly string[]
  readonly restricted: 'no' | 'clinical' | 'whole'
}

/** Facts never change, so that those seen lately need not be read again. */
const kept = new Map<string, FactsShown>()

const mostKept = 50_000

/** Facts by their number. */
export async function factsShown(
  transaction: Transaction,
  practiceId: string,
  ids: readonly string[],
): Promise<(id: string) => FactsShown> {
  const found = new Map<string, FactsShown>()
  for (const id of ids) {
    const known = kept.get(`${practiceId} ${id}`)
    if (known !== undefined) found.set(id, known)
  }
  const missing = [...new Set(ids)].filter((id) => !found.has(id))
  if (missing.length > 0)
    for (const [id, facts] of await read(transaction, practiceId, missing)) found.set(id, facts)
  return (id) => {
    const facts = found.get(id)
    if (facts === undefined) throw new Error(`there are no facts \`${id}\``)
    return facts
  }
}

async function read(
  transaction: Transaction,
  practiceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FactsShown>> {
  const rows = await transaction
    .selectFrom('patient_facts')
    .select(['id', 'tags', 'locations', 'care_team', 'restricted_to', 'clinical_to'])
    .where('practice_id', '=', practiceId)
    .where('id', '=', sql<string>`any(${ids}::bigint[])`)
    .execute()
  if (kept.size + rows.length > mostKept) kept.clear()
  const found = new Map<string, FactsShown>()
  for (const { id, tags, locations, care_team, restricted_to, clinical_to } of rows) {
    const restricted = restricted_to ? 'whole' : clinical_to ? 'clinical' : 'no'
    const facts: FactsShown = { tags, locations, careTeam: care_team, restricted }
    kept.set(`${practiceId} ${id}`, facts)
    found.set(id, facts)
  }
  return found
}
