/**
 * A practice written down: its policy, the facts about its patients and records, and what is expected of them.
 */
import type { Catalog, Step } from '../../src/catalog/catalog.ts'
import type { PatientFacts, RecordFacts } from '../../src/evaluate/facts.ts'
import type { Instant, MemberId, PatientId, Policy, RecordId } from '../../src/policy/policy.ts'
import type { Place } from './tree.ts'

export interface PracticeFile {
  /** What the file is called where errors and failing expectations name it. */
  readonly name: string
  /** The vocabulary it was read with. */
  readonly catalog: Catalog
  readonly practice: { readonly name: string }
  readonly locations: readonly string[]
  readonly tags: readonly string[]
  /** The instant of every expectation. */
  readonly now: Instant
  readonly policy: Policy
  readonly patients: ReadonlyMap<PatientId, PatientFacts>
  /** Every record that is no patient. */
  readonly records: ReadonlyMap<RecordId, RecordFacts>
  /**
   * The records whose owner is on the care team by that record alone, as they are before they are created: their owner
   * is not on it yet.
   */
  readonly uncreated: ReadonlyMap<RecordId, RecordFacts>
  readonly expectations: readonly Expectation[]
}

/** What one entry of `expect` asks. */
export type Asked =
  | {
      readonly asks: 'may'
      readonly member: MemberId
      readonly actingFor?: MemberId
      readonly act: string
      readonly record: RecordId
      readonly field?: string
      readonly answer: boolean
      readonly because?: Step
    }
  | {
      readonly asks: 'holds'
      readonly member: MemberId
      readonly actingFor?: MemberId
      readonly permission: string
      readonly answer: boolean
      readonly because?: Step
    }
  | {
      readonly asks: 'sees'
      readonly member: MemberId
      readonly actingFor?: MemberId
      readonly kind: string
      readonly exactly: readonly RecordId[]
    }
  | {
      readonly asks: 'who'
      readonly act: string
      readonly record: RecordId
      readonly field?: string
      readonly exactly: readonly MemberId[]
    }

/** One entry of `expect`, and where in the file it stands. */
export type Expectation = Asked & { readonly at: Place }

/** The facts an act on a record is judged by: an act that creates it finds the patient as they are before. */
export function recordAsked(
  file: PracticeFile,
  id: RecordId | PatientId,
  act: string,
): RecordFacts | undefined {
  const record = recordOf(file, id)
  const creates = file.catalog.cells.get(record?.kind ?? '')?.get(act)?.rule.creates === true
  return (creates ? file.uncreated.get(id) : undefined) ?? record
}

/** The facts about a record or a patient of the file, whichever the id names; undefined when it names neither. */
export function recordOf(file: PracticeFile, id: RecordId | PatientId): RecordFacts | undefined {
  const patient = file.patients.get(id)
  if (patient === undefined) return file.records.get(id)
  return { id, kind: file.catalog.patientKind ?? 'patient', patient }
}
