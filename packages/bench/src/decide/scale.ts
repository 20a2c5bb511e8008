/**
 * How much is asked and how often: in full, and quickly to see that all still works.
 */
export interface Scale {
  readonly quick: boolean
  readonly departments: readonly number[]
  /** Departments of the hospital that is asked once more with strings shared between facts and policy. */
  readonly sharedStrings: number
  readonly hospital: {
    readonly members: number
    readonly patients: number
    readonly records: number
    readonly questions: number
  }
  readonly practice: {
    readonly members: number
    readonly patients: number
    readonly records: number
    readonly questions: number
  }
  /** What is asked of peers that take microseconds a question. */
  readonly slowQuestions: number
  /** Up to this many departments, peers are also asked with the whole policy in one set: beyond it takes minutes. */
  readonly wholePolicyUpTo: number
  readonly rounds: number
}

export const fullScale: Scale = {
  quick: false,
  departments: [1, 3, 10, 30, 100, 300],
  sharedStrings: 30,
  hospital: { members: 1000, patients: 2000, records: 16_000, questions: 120_000 },
  practice: { members: 1000, patients: 20_000, records: 120_000, questions: 120_000 },
  slowQuestions: 1000,
  wholePolicyUpTo: 10,
  rounds: 9,
}

export const quickScale: Scale = {
  quick: true,
  departments: [1, 10],
  sharedStrings: 10,
  hospital: { members: 300, patients: 500, records: 4000, questions: 12_000 },
  practice: { members: 200, patients: 2000, records: 12_000, questions: 12_000 },
  slowQuestions: 100,
  wholePolicyUpTo: 1,
  rounds: 7,
}
