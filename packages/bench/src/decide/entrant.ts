/**
 * An engine made ready for a world, checked, and what its times come to.
 */
import type { Peer } from '../peers/peer.ts'
import { rolecall } from '../peers/rolecall.ts'
import type { Asked, World } from '../worlds/world.ts'
import { check } from './check.ts'
import { type Contestant, ratio, spread, type Time } from './measure.ts'
import type { WorldResult } from './result.ts'

export interface Entrant extends Contestant {
  readonly setup: string
}

/** Prepared for a world, and found to answer every question it will be timed on as the oracle does. */
export async function entrant<Of extends World>(
  peer: Peer<Of>,
  world: Of,
  questions: number,
  answers: ReadonlyMap<Asked, boolean>,
): Promise<Entrant> {
  const { name, setup } = peer
  const ready = {
    name,
    setup,
    engine: await peer.prepare(world),
    questions: world.questions.slice(0, questions),
  }
  check(ready, answers)
  return ready
}

export function worldResult(
  world: World,
  allowed: number,
  entrants: readonly Entrant[],
  timesOf: (one: Entrant) => readonly Time[],
  notAsked: readonly string[],
): WorldResult {
  const engines = entrants.map((one) => ({
    name: one.name,
    setup: one.setup,
    questions: one.questions.length,
    cpu: spread(timesOf(one).map(({ cpu }) => cpu)),
    wall: spread(timesOf(one).map(({ wall }) => wall)),
  }))
  return {
    name: world.name,
    rules: world.rules,
    members: world.policy.members.length,
    questions: world.questions.length,
    allowed,
    engines,
    timesCasl: timesCasl(entrants, timesOf),
    notAsked,
  }
}

/** Against whichever way to write it on CASL was quickest in this run. */
function timesCasl(
  entrants: readonly Entrant[],
  timesOf: (one: Entrant) => readonly Time[],
): WorldResult['timesCasl'] {
  const median = (one: Entrant) => spread(timesOf(one).map(({ cpu }) => cpu)).median
  const ours = entrants.find(({ name }) => name === rolecall.name)
  const [best] = entrants
    .filter(({ name }) => name.startsWith('casl'))
    .toSorted((one, other) => median(one) - median(other))
  if (ours === undefined || best === undefined)
    throw new Error('there is nobody to compare; enter rolecall and casl')
  return { against: best.name, ...ratio(timesOf(best), timesOf(ours)) }
}
