import type { PatientFacts, RecordFacts } from '../src/evaluate/facts.ts'
import type { Policy } from '../src/policy/policy.ts'

/** A practice with its facts: all there is to ask about. */
export interface World {
  readonly policy: Policy
  readonly patients: readonly PatientFacts[]
  /** Patients among them, as records of their own kind. */
  readonly records: readonly RecordFacts[]
}
