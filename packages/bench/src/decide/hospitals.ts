/**
 * The hospital at every size. All sizes are kept at once and take turns within a round, so that drift of the machine
 * does not pass for growth.
 */
import { casbinPerMember, casbinWhole } from '../peers/casbin-hospital.ts'
import { caslWithFunctions, caslWithMongo } from '../peers/casl-hospital.ts'
import { cedarPerMember, cedarWhole } from '../peers/cedar-hospital.ts'
import type { Peer } from '../peers/peer.ts'
import { rolecall, rolecallInWords } from '../peers/rolecall.ts'
import { type Hospital, type HospitalSize, hospital } from '../worlds/hospital.ts'
import { allowedShare, answersOf } from './check.ts'
import { type Entrant, entrant, worldResult } from './entrant.ts'
import { contest, ratio, spread } from './measure.ts'
import type { DecideResult, WorkingSetResult, WorldResult } from './result.ts'
import type { Scale } from './scale.ts'

export type Hospitals = Pick<DecideResult, 'growth' | 'workingSet'> & {
  readonly worlds: readonly WorldResult[]
}

export async function hospitals(scale: Scale, say: (line: string) => void): Promise<Hospitals> {
  const sizes: {
    readonly world: Hospital
    readonly allowed: number
    readonly entrants: readonly Entrant[]
  }[] = []
  const asked: readonly HospitalSize[] = [
    ...scale.departments.map((departments) => ({ ...scale.hospital, departments, called: '' })),
    { ...scale.scattered, called: ', scattered' },
  ]
  for (const size of asked) {
    const world = hospital(size)
    say(`${world.name}: ${world.rules} rules; checking every engine against the oracle`)
    const answers = answersOf(world)
    const entrants: Entrant[] = []
    for (const { peer, questions } of entries(scale, size))
      entrants.push(await entrant(peer, world, questions, answers))
    sizes.push({ world, allowed: allowedShare(world, answers), entrants })
  }
  say('timing')
  const entrants = sizes.flatMap((size) => size.entrants)
  const times = contest(entrants, scale.rounds)
  const timesOf = (one: Entrant) => times[entrants.indexOf(one)] ?? []
  const [smallest, largest] = [sizes[0], sizes[scale.departments.length - 1]]
  return {
    worlds: sizes.map(({ world, allowed, entrants }) =>
      worldResult(
        world,
        allowed,
        entrants,
        timesOf,
        world.departments.length > scale.wholePolicyUpTo ? withoutWhole : [],
      ),
    ),
    growth: (smallest?.entrants ?? []).flatMap((one) => {
      const same = largest?.entrants.find(({ name }) => name === one.name)
      return same === undefined ? [] : [{ name: one.name, ratio: ratio(timesOf(same), timesOf(one)) }]
    }),
    workingSet: workingSets(sizes[Math.floor(scale.departments.length / 2)]?.entrants ?? [], scale),
  }
}

const withoutWhole: readonly string[] = [
  'one casbin enforcer or one Cedar policy set with the whole policy: both walk every rule for each question, which takes milliseconds here',
]

function entries({ slowQuestions, wholePolicyUpTo }: Scale, { questions: all, departments }: HospitalSize) {
  const quick: readonly Peer<Hospital>[] = [rolecall, caslWithFunctions, rolecallInWords, caslWithMongo]
  const slow: readonly Peer<Hospital>[] = [casbinPerMember, cedarPerMember]
  const whole: readonly Peer<Hospital>[] = departments <= wholePolicyUpTo ? [casbinWhole, cedarWhole] : []
  return [
    ...quick.map((peer) => ({ peer, questions: all })),
    ...[...slow, ...whole].map((peer) => ({ peer, questions: slowQuestions })),
  ]
}

/** The same decisions over fewer questions: what is left when members, plans and facts are in the processor's caches. */
function workingSets(entrants: readonly Entrant[], { rounds }: Scale): readonly WorkingSetResult[] {
  const compared = entrants.filter(({ name }) => [rolecall.name, caslWithFunctions.name].includes(name))
  return [100, 1000, 10_000].map((distinct) => {
    const fewer = compared.map((one) => ({ ...one, questions: one.questions.slice(0, distinct) }))
    const times = contest(fewer, rounds)
    const engines = fewer.map(({ name }, index) => ({
      name,
      cpu: spread((times[index] ?? []).map(({ cpu }) => cpu)),
    }))
    return { distinct, engines }
  })
}
