import type { Door } from 'rolecall/src/access/door.ts'
import type { Transaction } from 'rolecall/src/database/connect.ts'
import { quantile } from '../decide/measure.ts'
import type { Answer } from './list.ts'
import type { Measured } from './report.ts'

export interface Contestant {
  readonly name: string
  readonly ask: (door: Door, transaction: Transaction) => Promise<Answer>
}

interface Timed {
  readonly answer: Answer
  readonly milliseconds: number
}

/** PostgreSQL decides at the sixth execution whether it keeps a plan. */
const warmUps = 7

/** A cell takes about as long, and never fewer rounds than the least. */
const budget = 2_500
const least = 12
const most = 150

/** The door and every way by hand in turns. Who is far behind after warming up does not run along. */
export async function inTurns(
  contestants: readonly Contestant[],
  run: (ask: Contestant['ask']) => Promise<Timed>,
  check: (answer: Answer, name: string) => void,
  quick: boolean,
): Promise<{ readonly door: Measured; readonly byHand: Measured; readonly ratio: number }> {
  const warm: { readonly contestant: Contestant; readonly best: number }[] = []
  for (const contestant of contestants) {
    const times: number[] = []
    for (let turn = 0; turn < warmUps; turn++) {
      const { answer, milliseconds } = await run(contestant.ask).catch(
        hopeless(contestant === contestants[0]),
      )
      if (answer !== undefined) check(answer, contestant.name)
      times.push(milliseconds)
      // Hopeless: no need to wait for the rest.
      if (milliseconds > 1_500 && turn > 0) break
    }
    warm.push({ contestant, best: Math.min(...times.slice(1)) })
  }
  const [door, ...hands] = warm
  const lead = Math.min(...hands.map(({ best }) => best))
  const running = [door, ...hands.filter(({ best }) => best <= lead * 2 + 0.1)].filter(
    (one) => one !== undefined,
  )
  const round = running.reduce((sum, { best }) => sum + best, 0)
  const rounds = quick ? least : Math.round(Math.min(most, Math.max(least, budget / round)))
  const times = running.map((): number[] => [])
  for (let turn = 0; turn < rounds; turn++)
    for (const [index, { contestant }] of running.entries())
      times[index]?.push((await run(contestant.ask)).milliseconds)
  const [own, ...others] = times.map((list, index) => measured(running[index]?.contestant.name ?? '', list))
  const best = others.toSorted((one, other) => one.p50 - other.p50)[0]
  if (own === undefined || best === undefined) throw new Error('nobody was measured')
  return { door: own, byHand: best, ratio: own.p50 / best.p50 }
}

/** PostgreSQL plans some statements by hand so that they take more than half a minute, and are broken off. */
function hopeless(isDoor: boolean) {
  return (error: unknown): { readonly answer: undefined; readonly milliseconds: number } => {
    const wasBrokenOff = (error as { readonly code?: unknown }).code === '57014'
    if (isDoor || !wasBrokenOff) throw error
    return { answer: undefined, milliseconds: Number.POSITIVE_INFINITY }
  }
}

function measured(name: string, times: readonly number[]): Measured {
  const sorted = times.toSorted((one, other) => one - other)
  return { name, p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), rounds: times.length }
}
