/**
 * A practice with every limit in use, compiling a member's plans, and the question turned round.
 */
import { accessOf, plansOf, snapshotOf, whoCan } from '@rolecall/core'
import { referenceWhoCan } from '@rolecall/core/reference'
import { caslPractice } from '../peers/casl-practice.ts'
import { rolecall, rolecallInWords } from '../peers/rolecall.ts'
import { type Practice, practice } from '../worlds/practice.ts'
import { allowedShare, answersOf } from './check.ts'
import { type Entrant, entrant, worldResult } from './entrant.ts'
import { contest, quantile } from './measure.ts'
import type { SideResult, WorldResult } from './result.ts'
import type { Scale } from './scale.ts'

const notAsked: readonly string[] = [
  'casbin: nine steps over scopes, teams, limits and charts are more than its lines and matchers can say; all of it would be host functions, and their time ours',
  'cedar-wasm: no translation of teams, limits and charts to policies was written; the hospital shows what a question costs it',
]

export async function practiceResult(scale: Scale, world: Practice): Promise<WorldResult> {
  const answers = answersOf(world)
  const entrants: Entrant[] = []
  for (const peer of [rolecall, caslPractice, rolecallInWords])
    entrants.push(await entrant(peer, world, world.questions.length, answers))
  const times = contest(entrants, scale.rounds)
  const timesOf = (one: Entrant) => times[entrants.indexOf(one)] ?? []
  return worldResult(world, allowedShare(world, answers), entrants, timesOf, notAsked)
}

/** Every plan of each of 200 members in turn, in their first round; other practices have warmed the runtime up. */
export function compiling(): SideResult {
  const size = { members: 200, patients: 200, records: 3000, questions: 0 }
  for (const seed of [11, 12, 13]) compileEveryone(practice({ ...size, seed }))
  return side('every plan of one member, 200 members', compileEveryone(practice({ ...size, seed: 14 })))
}

function compileEveryone({ catalog, policy, at }: Practice): readonly number[] {
  const snapshot = snapshotOf(catalog, policy)
  return policy.members.map(({ id: member, manages }) => {
    const actingFor = manages[0]?.practitioner
    return microseconds(() => plansOf(accessOf(snapshot, { member, actingFor, at })))
  })
}

/** Who can, over every member: warm, with another act asked before, and on a snapshot nobody has asked yet. */
export function askingWho(world: Practice): readonly SideResult[] {
  const { catalog, policy, at, questions } = world
  const asked = questions.slice(0, 60).map(({ act, record }) => ({ act, record, at }))
  for (const question of asked.slice(0, 3)) checkWho(world, question)
  const snapshot = snapshotOf(catalog, policy)
  const first = asked.map((question) => microseconds(() => whoCan(snapshot, question)))
  for (let round = 0; round < 20; round++) for (const question of asked) whoCan(snapshot, question)
  const again = asked.map((question) => microseconds(() => whoCan(snapshot, question)))
  const cold = asked.slice(0, 20).map((question) => {
    const fresh = snapshotOf(catalog, policy)
    return microseconds(() => whoCan(fresh, question))
  })
  const over = `over ${policy.members.length} members`
  return [
    side(`who can, ${over}, plans ready`, again),
    side(`who can, ${over}, members known and most acts new`, first.slice(1)),
    side(`who can, ${over}, nothing ready`, cold),
  ]
}

function checkWho({ catalog, policy, at }: Practice, question: Parameters<typeof whoCan>[1]): void {
  const found = whoCan(snapshotOf(catalog, policy), question)
  const expected = referenceWhoCan(catalog, policy, { ...question, at })
  if (found.join() !== expected.join())
    throw new Error(`\`whoCan\` and the reference disagree: ${JSON.stringify(question)}`)
}

function microseconds(run: () => void): number {
  const start = process.hrtime.bigint()
  run()
  return Number(process.hrtime.bigint() - start) / 1000
}

function side(what: string, values: readonly number[]): SideResult {
  const sorted = values.toSorted((one, other) => one - other)
  const at = (share: number) => quantile(sorted, share)
  return { what, median: at(0.5), p95: at(0.95), max: at(1), samples: sorted.length }
}
