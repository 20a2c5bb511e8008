/**
 * What is asked, and of what policy. Every engine gets the same questions about the same facts.
 */
import type { Catalog, Instant, Policy, RecordQuestion } from '@rolecall/core'
import type { Random } from '../random.ts'

/** One question. An engine may know the act in another form: it keeps those forms by `form`, made once per act. */
export interface Asked extends RecordQuestion {
  /** The place of its kind and act in the world's `forms`. */
  readonly form: number
}

/** A kind and an act on it. */
export interface Form {
  readonly kind: string
  readonly act: string
}

/** In random order, and each made anew, so that they lie in memory in the order they are asked. */
export function shuffledQuestions(random: Random, questions: Iterable<Asked>): readonly Asked[] {
  return random.shuffled([...questions]).map((question) => ({ ...question }))
}

export interface World {
  readonly name: string
  /** How many rules the policy has: a rule is one role that may do some acts on one kind. */
  readonly rules: number
  readonly catalog: Catalog
  readonly policy: Policy
  readonly at: Instant
  readonly forms: readonly Form[]
  readonly questions: readonly Asked[]
  /** The answer as the scenario has it, worked out plainly. */
  oracle(question: Asked): boolean
}
