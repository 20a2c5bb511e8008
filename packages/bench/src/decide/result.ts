/**
 * What one run of `decide` found.
 */
import type { Machine } from './machine.ts'
import type { Spread } from './measure.ts'

export interface EngineResult {
  readonly name: string
  readonly setup: string
  /** Distinct questions asked in each pass. */
  readonly questions: number
  /** Nanoseconds a decision. */
  readonly cpu: Spread
  readonly wall: Spread
}

export interface WorldResult {
  readonly name: string
  readonly rules: number
  readonly members: number
  readonly questions: number
  readonly allowed: number
  readonly engines: readonly EngineResult[]
  /** How many times quicker than CASL's best, round by round. */
  readonly timesCasl: Spread & { readonly against: string }
  readonly notAsked: readonly string[]
}

export interface WorkingSetResult {
  readonly distinct: number
  readonly engines: readonly { readonly name: string; readonly cpu: Spread }[]
}

export interface SideResult {
  readonly what: string
  /** Microseconds. */
  readonly median: number
  readonly p95: number
  readonly max: number
  readonly samples: number
}

export interface Target {
  readonly what: string
  readonly target: string
  readonly measured: string
  readonly reached: boolean
}

export interface DecideResult {
  readonly date: string
  readonly quick: boolean
  readonly rounds: number
  readonly machine: Machine
  readonly load: { readonly before: number; readonly after: number }
  readonly targets: readonly Target[]
  readonly worlds: readonly WorldResult[]
  /** Time at the largest size over time at the smallest. */
  readonly growth: readonly { readonly name: string; readonly ratio: Spread }[]
  readonly workingSet: readonly WorkingSetResult[]
  readonly sides: readonly SideResult[]
}
