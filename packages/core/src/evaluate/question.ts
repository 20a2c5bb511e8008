import type { Step } from '../catalog/catalog.ts'
import type { Instant, MemberId } from '../policy/policy.ts'
import type { RecordFacts } from './facts.ts'

/** May this member do this act on records of this kind, at this instant? */
export interface Question {
  readonly member: MemberId
  /** The practitioner an assistant works for in this request. */
  readonly actingFor?: MemberId
  readonly kind: string
  readonly act: string
  readonly at: Instant
  /** Fields named by the question, e.g. `price`. */
  readonly fields?: readonly string[]
}

/** The same about one record, whose kind it is asked for. For `create`, the record as it would become. */
export interface RecordQuestion extends Omit<Question, 'kind'> {
  readonly record: RecordFacts
}

/** Yes, or no with the first step that failed. */
export type Answer =
  | { readonly allowed: true; readonly step?: undefined }
  | { readonly allowed: false; readonly step: Step }
