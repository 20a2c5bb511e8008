import { practiceCatalog } from '../../src/catalog/practice-catalog.ts'
import type { PatientFacts, RecordFacts } from '../../src/evaluate/facts.ts'
import type { Instant, Member } from '../../src/policy/policy.ts'
import type { Snapshot } from '../../src/policy/snapshot.ts'
import { reference } from '../../src/reference/index.ts'

export interface Probed {
  readonly snapshot: Snapshot
  readonly person: Member
  readonly at: Instant
  readonly before: PatientFacts
  readonly after: PatientFacts
  /** Records about the patient, and the patient: what they say of their patient is not read. */
  readonly probes: readonly RecordFacts[]
}

/**
 * The acts on some records that a person has after a change and had not before, asked of the reference one by one.
 * Taking on a patient nobody treated is not counted.
 */
export function gainsOnProbes({
  snapshot: { policy },
  person,
  at,
  before,
  after,
  probes,
}: Probed): readonly string[] {
  const managed = person.kind === 'assistant' ? person.manages.map(({ practitioner }) => practitioner) : []
  const has = (act: string, record: RecordFacts, patient: PatientFacts) =>
    [undefined, ...managed].some(
      (actingFor) =>
        reference(practiceCatalog, policy, {
          member: person.id,
          ...(actingFor !== undefined && { actingFor }),
          act,
          at,
          record: { ...record, patient },
        }).allowed,
    )
  const takenOn = { ...before, careTeam: policy.members.map(({ id }) => id) }
  return probes.flatMap((record) =>
    Object.keys(practiceCatalog.kinds[record.kind]?.acts ?? {})
      .filter((act) => has(act, record, after) && !has(act, record, before))
      .filter((act) => before.careTeam.length > 0 || !has(act, record, takenOn))
      .map((act) => `${person.id} gains ${act} ${JSON.stringify(record)}`),
  )
}
