import fc from 'fast-check'
import { expect, test } from 'vitest'
import { practiceCatalog } from '../../src/catalog/practice-catalog.ts'
import type { PatientFacts, RecordFacts } from '../../src/evaluate/facts.ts'
import { snapshotOf } from '../../src/policy/snapshot.ts'
import { type GainsQuestion, referenceGains } from '../../src/reference/index.ts'
import { type GainedAct, gainedActs } from '../../src/simulate/gained-acts.ts'
import type { World } from '../world.ts'
import { type Chooser, chooserFrom, patientFrom, recordFrom, worldFrom } from './any-world.ts'

/** Random worlds fill a fixed slice of the run, and never fewer than this. */
const fewest = 60
const slice = process.env.ROLECALL_LONG === '1' ? 5 * 60_000 : 2_500

interface ChangeOfFacts {
  readonly world: World
  readonly before: PatientFacts
  readonly after: PatientFacts
  readonly records: readonly RecordFacts[]
}

const anyChange: fc.Arbitrary<ChangeOfFacts> = fc.gen().map((gen) => {
  const choose = chooserFrom(gen)
  const world = worldFrom(choose)
  const before = patientFrom(choose, 'x1')
  const after = changedFrom(choose, before)
  const orders = world.records.filter(({ kind }) => kind === 'order')
  const kinds = Object.keys(practiceCatalog.kinds).filter(
    (kind) => practiceCatalog.kinds[kind]?.patient !== 'no',
  )
  const records = choose.times(12, 12, () => {
    const kind = choose.oneOf(kinds)
    return kind === 'patient'
      ? { id: before.id, kind }
      : recordFrom(choose, kind, choose.oneOf(['n0', 'n1', 'o0', 'new']), [before], orders)
  })
  return { world, before, after, records }
})

/** Mostly one fact changes at a time, as operations do. */
function changedFrom(choose: Chooser, before: PatientFacts): PatientFacts {
  const other = patientFrom(choose, before.id)
  const names = [
    'careTeam',
    'careTeam',
    'tags',
    'locations',
    'restrictedTo',
    'clinicalTo',
    'consentWithdrawn',
  ]
  const changed = choose.chance(70) ? [choose.oneOf(names)] : choose.some(names, 50)
  return Object.fromEntries(
    Object.entries(before).map(([name, value]) => [
      name,
      changed.includes(name) ? other[name as keyof PatientFacts] : value,
    ]),
  ) as unknown as PatientFacts
}

type IsGained = (question: Pick<GainsQuestion, 'record' | 'act' | 'fields'>) => boolean

function expectGained(member: string, gained: readonly GainedAct[], isGained: IsGained): void {
  for (const { act, field, example } of gained) {
    const fields = field === undefined ? {} : { fields: [field] }
    expect(isGained({ record: example, act, ...fields }), `${member} ${act} ${example.kind}`).toBe(true)
  }
}

function expectAllFound(
  member: string,
  gained: readonly GainedAct[],
  { isGained, records }: { readonly isGained: IsGained; readonly records: readonly RecordFacts[] },
): void {
  for (const record of records)
    for (const act of Object.keys(practiceCatalog.kinds[record.kind]?.acts ?? {}))
      if (isGained({ record, act }))
        expect(gained, `${member} gains ${act} ${JSON.stringify(record)}`).toContainEqual(
          expect.objectContaining({ kind: record.kind, act }),
        )
}

test(
  'the acts a person gains by a change of facts are those the reference says, and each comes with an example',
  () => {
    let gains = 0
    let worlds = 0
    const property = fc.property(anyChange, ({ world: { policy }, before, after, records }) => {
      const snapshot = snapshotOf(practiceCatalog, policy)
      worlds += 1
      for (const { id: member } of policy.members) {
        const gained = gainedActs(snapshot, { member, at: 20, before, after })
        const isGained: IsGained = (question) =>
          referenceGains(practiceCatalog, policy, { member, at: 20, before, after, ...question })
        expectGained(member, gained, isGained)
        expectAllFound(member, gained, { isGained, records })
        gains += gained.length
      }
    })
    const ends = performance.now() + slice
    while (worlds < fewest || performance.now() < ends) fc.assert(property, { numRuns: 25 })
    process.stdout.write(`${worlds.toLocaleString('en')} changes of facts, ${gains} acts gained\n`)
    expect(gains).toBeGreaterThan(worlds)
  },
  slice + 5 * 60_000,
)
