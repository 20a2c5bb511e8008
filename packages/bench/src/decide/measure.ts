/**
 * Timing on one core: processor time and time on the wall, in rounds.
 *
 * Rounds of the contestants take turns, so that whatever else the machine does hits them alike, and a ratio is taken
 * within each round before anything is averaged.
 */
import type { Engine } from '../peers/peer.ts'
import type { Asked } from '../worlds/world.ts'

export interface Time {
  /** Nanoseconds a question, by `process.cpuUsage()`: every thread of the process counts. */
  readonly cpu: number
  /** Nanoseconds a question, by `process.hrtime.bigint()`. */
  readonly wall: number
}

export interface Contestant {
  readonly name: string
  readonly engine: Engine
  readonly questions: readonly Asked[]
}

export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

const warmUp = 400e6
const leastRound = 150e6

/** The times of each contestant, round by round. */
export function contest(contestants: readonly Contestant[], rounds: number): readonly (readonly Time[])[] {
  const passes = contestants.map(passesFor)
  const times = contestants.map((): Time[] => [])
  for (let round = 0; round < rounds; round++)
    for (const [number, { engine, questions }] of contestants.entries())
      times[number]?.push(timed(() => engine.count(questions), passes[number] ?? 1, questions.length))
  return times
}

/** Warms an engine up, and finds how often all questions are asked in a round that is long enough to trust. */
function passesFor({ engine, questions }: Contestant): number {
  const start = process.hrtime.bigint()
  let passes = 0
  let elapsed = 0
  while (elapsed < warmUp) {
    engine.count(questions)
    passes++
    elapsed = Number(process.hrtime.bigint() - start)
  }
  return Math.max(1, Math.ceil((leastRound / elapsed) * passes))
}

function timed(run: () => void, passes: number, questions: number): Time {
  const cpu = process.cpuUsage()
  const wall = process.hrtime.bigint()
  for (let pass = 0; pass < passes; pass++) run()
  const elapsed = Number(process.hrtime.bigint() - wall)
  const { user, system } = process.cpuUsage(cpu)
  return { cpu: ((user + system) * 1000) / passes / questions, wall: elapsed / passes / questions }
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other)
  return { median: quantile(sorted, 0.5), min: quantile(sorted, 0), max: quantile(sorted, 1) }
}

/** `sorted` from the least to the greatest. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  return below === undefined || above === undefined ? Number.NaN : below + (above - below) * (place % 1)
}

/** Ratios round by round, then their spread. */
export function ratio(upper: readonly Time[], lower: readonly Time[]): Spread {
  return spread(upper.map(({ cpu }, round) => cpu / (lower[round]?.cpu ?? Number.NaN)))
}
