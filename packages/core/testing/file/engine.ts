import type { Answer, RecordQuestion } from '../../src/evaluate/question.ts'
import type { Instant, MemberId, RecordId } from '../../src/policy/policy.ts'

export interface HoldsQuestion {
  readonly member: MemberId
  readonly actingFor?: MemberId
  readonly permission: string
  readonly at: Instant
}

export interface SeesQuestion {
  readonly member: MemberId
  readonly actingFor?: MemberId
  readonly kind: string
  readonly at: Instant
}

export type WhoCanQuestion = Omit<RecordQuestion, 'member' | 'actingFor'>

/**
 * Something that answers what a practice file may ask of its records: memory, a database, the reference.
 * An engine that is out of order rejects; that is no answer, and not taken for one.
 */
export interface RecordEngine {
  decide(question: RecordQuestion): Answer | Promise<Answer>
  /** The ids of all records of a kind that may be viewed, in any order. */
  sees(question: SeesQuestion): readonly RecordId[] | Promise<readonly RecordId[]>
  /** Everyone who may, in any order; an assistant counts if they may acting for anyone they manage. */
  whoCan(question: WhoCanQuestion): readonly MemberId[] | Promise<readonly MemberId[]>
}

/** One that also answers what is asked of the policy alone. A database does not: there is no row to ask about. */
export interface Engine extends RecordEngine {
  /** Steps 1 to 5 without a record. */
  holds(question: HoldsQuestion): Answer | Promise<Answer>
}
