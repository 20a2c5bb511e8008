import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import type { FactsSeen } from './facts-history.ts'

/** What a list shows of a patient's facts. */
export interface FactsShown {
  readonly tags: readonly string[]
  readonly locations: readonly string[]
  readonly careTeam: readonly string[]
  readonly restricted: 'no' | 'clinical' | 'whole'
}

/** Facts never change within one history, so that those seen lately need not be read again. */
const kept = new Map<string, FactsShown>()

const mostKept = 50_000

/** Facts by their number. `history`: undefined if the transaction has no snapshot of all facts; then each is read. */
export async function factsShown(
  transaction: Transaction,
  { practiceId, history }: Pick<FactsSeen, 'practiceId'> & Partial<FactsSeen>,
  ids: readonly string[],
): Promise<(id: string) => FactsShown> {
  const found = new Map<string, FactsShown>()
  for (const id of ids) {
    const known = history === undefined ? undefined : kept.get(`${history} ${id}`)
    if (known !== undefined) found.set(id, known)
  }
  const missing = [...new Set(ids)].filter((id) => !found.has(id))
  if (kept.size + missing.length > mostKept) kept.clear()
  if (missing.length > 0)
    for (const [id, facts] of await read(transaction, practiceId, missing)) {
      found.set(id, facts)
      if (history !== undefined) kept.set(`${history} ${id}`, facts)
    }
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
  const found = new Map<string, FactsShown>()
  for (const { id, tags, locations, care_team, restricted_to, clinical_to } of rows) {
    const restricted = restricted_to ? 'whole' : clinical_to ? 'clinical' : 'no'
    const facts: FactsShown = { tags, locations, careTeam: care_team, restricted }
    found.set(id, facts)
  }
  return found
}
