/**
 * How much is asked and how often: in full, and quickly to see that all still works.
 */
interface HospitalScale {
  readonly members: number
  readonly patients: number
  readonly records: number
  readonly questions: number
  /** In how many departments those people work and those patients lie. */
  readonly busy: number
}

export interface Scale {
  readonly quick: boolean
  readonly departments: readonly number[]
  /** A day of work: what is asked about stays the same and fits the processor's caches, and only the rules grow. */
  readonly hospital: HospitalScale
  /** Asked once more about far more people and records than the caches hold. */
  readonly scattered: HospitalScale & { readonly departments: number }
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
  hospital: { members: 90, patients: 240, records: 1600, questions: 100_000, busy: 3 },
  scattered: {
    departments: 30,
    members: 1000,
    patients: 2000,
    records: 16_000,
    questions: 120_000,
    busy: 30,
  },
  practice: { members: 1000, patients: 1000, records: 4000, questions: 100_000 },
  slowQuestions: 1000,
  wholePolicyUpTo: 10,
  rounds: 9,
}

export const quickScale: Scale = {
  quick: true,
  departments: [1, 10],
  hospital: { members: 90, patients: 240, records: 1600, questions: 12_000, busy: 3 },
  scattered: { departments: 10, members: 300, patients: 500, records: 4000, questions: 12_000, busy: 10 },
  practice: { members: 200, patients: 2000, records: 12_000, questions: 12_000 },
  slowQuestions: 100,
  wholePolicyUpTo: 1,
  rounds: 7,
}
