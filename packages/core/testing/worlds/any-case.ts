/**
 * A random practice together with questions about it.
 */
import fc from 'fast-check'
import { practiceCatalog } from '../../src/catalog/practice-catalog.ts'
import type { RecordFacts } from '../../src/evaluate/facts.ts'
import type { RecordQuestion } from '../../src/evaluate/question.ts'
import type { World } from '../world.ts'
import { type Chooser, chooserFrom, instants, practitioners, worldFrom } from './any-world.ts'

export interface Case {
  readonly world: World
  readonly questions: readonly RecordQuestion[]
}

/** How many questions are asked of each world. */
const asked = 40

/** Between two bounds as well as on them. */
const moments = [...instants, 15]

/** A random practice with questions about it. Shrinks towards a small practice. */
export const anyCase: fc.Arbitrary<Case> = fc.gen().map((gen) => {
  const choose = chooserFrom(gen)
  const world = worldFrom(choose)
  return { world, questions: Array.from({ length: asked }, () => questionFrom(choose, world)) }
})

function questionFrom(choose: Chooser, world: World): RecordQuestion {
  // The late steps are reached by few, so a good part of the questions is about what they turn on.
  const telling = choose.oneOf([any, looks, looks, hasState, hasState])
  const candidates = world.records.filter((record) => actsOf(record).some((act) => telling(record, act)))
  const record = choose.oneOf(candidates.length === 0 ? world.records : candidates)
  const act = choose.oneOf(actsOf(record).filter((one) => candidates.length === 0 || telling(record, one)))
  return {
    ...askerFrom(choose, world, record),
    act: choose.chance(1) ? 'unheardOf' : act,
    at: choose.oneOf(moments),
    record: choose.chance(1) ? { ...record, kind: 'unheardOf' } : record,
    ...(choose.chance(24) && {
      fields: [choose.oneOf(['price', 'price', 'officeUse', 'privateNote', 'unheardOf'])],
    }),
  }
}

function actsOf({ kind }: RecordFacts): readonly string[] {
  return Object.keys(practiceCatalog.kinds[kind]?.acts ?? {})
}

function any(): boolean {
  return true
}

function looks({ kind }: RecordFacts, act: string): boolean {
  return practiceCatalog.kinds[kind]?.acts[act]?.reads === true
}

function hasState({ kind }: RecordFacts, act: string): boolean {
  return practiceCatalog.kinds[kind]?.acts[act]?.state !== undefined
}

/** Mostly those a record is likely to concern: its owner, and assistants acting for someone. */
function askerFrom(
  choose: Chooser,
  { policy }: World,
  { owner }: RecordFacts,
): Pick<RecordQuestion, 'member' | 'actingFor'> {
  if (choose.chance(1)) return { member: 'stranger' }
  if (owner != null && choose.chance(42)) return { member: owner }
  const member = choose.oneOf(policy.members)
  if (member.kind !== 'assistant') return { member: member.id, ...(choose.chance(3) && { actingFor: 'pol' }) }
  if (choose.chance(18)) return { member: member.id }
  const managed = member.manages.map(({ practitioner }) => practitioner)
  return { member: member.id, actingFor: choose.oneOf(choose.chance(85) ? managed : practitioners) }
}
