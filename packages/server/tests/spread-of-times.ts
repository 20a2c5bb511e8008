/** How far the times of answers that must not differ lie apart. */

interface Measuring {
  /** Below it they are even: wide enough for noise alone. */
  readonly even: number
  /** Rounds that do not count, before the first that does. */
  readonly warming?: number
  /** Rounds until the first look, and between looks. */
  readonly enough: number
  readonly most: number
}

/**
 * Noise passes as more is measured, and a difference stays: measures until the times are even, or `most` rounds.
 *
 * @param round one time of each kind, in milliseconds, always in the same order
 * @returns by how much of the shortest median the longest is longer
 */
export async function spreadOfTimes(
  round: (number: number) => Promise<readonly number[]>,
  { even, warming = 0, enough, most }: Measuring,
): Promise<number> {
  const rounds: (readonly number[])[] = []
  let spread = Number.POSITIVE_INFINITY
  for (let number = 0; number < most && spread >= even; number++) {
    rounds.push(await round(number))
    const counted = rounds.length - warming
    if (counted > 0 && counted % enough === 0) spread = spreadOf(rounds.slice(warming))
  }
  return spread
}

export async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function spreadOf(rounds: readonly (readonly number[])[]): number {
  const medians = (rounds[0] ?? []).map((_, kind) => median(rounds.map((times) => times[kind] ?? 0)))
  return Math.max(...medians) / Math.min(...medians) - 1
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}
