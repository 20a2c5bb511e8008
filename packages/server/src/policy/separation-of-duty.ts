import { type Instant, type Member, type Separation, within } from '@rolecall/core'

export interface Violator {
  readonly id: string
  /** The roles of the set that they hold at once. */
  readonly held: readonly string[]
}

/** Who holds too many roles of a set at once: now, or from a day to come. */
export function violatorsOf(
  members: readonly Member[],
  { roles, most }: Separation,
  at: Instant,
): readonly Violator[] {
  return members.flatMap(({ id, grants }) => {
    const held = grants.filter(({ role }) => roles.includes(role))
    const begins = held.flatMap(({ from }) => (from !== undefined && from > at ? [from] : []))
    for (const instant of [at, ...begins]) {
      const together = new Set(held.filter((grant) => within(grant, instant)).map(({ role }) => role))
      if (together.size > most) return [{ id, held: [...together].toSorted() }]
    }
    return []
  })
}
