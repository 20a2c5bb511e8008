/**
 * What a decision reads about a record and its patient. Facts are not policy: they arrive with the question.
 */
import type { MemberId, PatientId, RecordId } from '../policy/policy.ts'

export interface PatientFacts {
  readonly id: PatientId
  /**
   * The practitioners who treat them, owners of records about them included, assignees of records about them not. Empty: nobody treats them yet.
   */
  readonly careTeam: readonly MemberId[]
  readonly tags: readonly string[]
  readonly locations: readonly string[]
  /** *Whole patient*: the only people who reach anything of theirs. Missing or null: not restricted. */
  readonly restrictedTo?: readonly MemberId[] | null
  /** *Clinical content*: the only people who reach kinds of the clinical modules. Missing or null: not restricted. */
  readonly clinicalTo?: readonly MemberId[] | null
  readonly createdBy?: MemberId | null
  /** Withdrawn consent closes every share of theirs. */
  readonly consentWithdrawn?: boolean | null
}

/** Properties that say what a record is at, e.g. `{ signed: true }` or `{ status: 'awaiting-approval' }`. */
export type State = Readonly<Record<string, boolean | string | null>>

export interface RecordFacts {
  readonly id: RecordId
  readonly kind: string
  /**
   * The patient it is about; for the kind that is the patient itself, that patient; for a kind shared through its case,
   * the patient of the case. Missing or null: none. For an act that creates, as the patient is before.
   */
  readonly patient?: PatientFacts | null
  /** The responsible practitioner; for a task the assignee. */
  readonly owner?: MemberId | null
  /** Who wrote it. */
  readonly author?: MemberId | null
  /** The case it belongs to, for kinds shared through their case. */
  readonly case?: { readonly id: RecordId; readonly owner?: MemberId | null } | null
  /** Its own places and tags, which count only where it has no patient. */
  readonly locations?: readonly string[] | null
  readonly tags?: readonly string[] | null
  readonly state?: State | null
}
