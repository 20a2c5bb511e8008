import { describe, expect, test } from 'vitest'
import { practiceCatalog } from '../catalog/practice-catalog.ts'
import { allows } from '../evaluate/decide.ts'
import type { RecordFacts } from '../evaluate/facts.ts'
import type { Member, Policy, Role } from '../policy/policy.ts'
import { snapshotOf } from '../policy/snapshot.ts'
import { accessOf } from './access.ts'
import { compile } from './compile.ts'

const desk: Role = { id: 'desk', label: 'Desk', fits: [], permissions: ['patients.view'] }

function practice(members: readonly Partial<Member>[]) {
  const base = { kind: 'administrative', status: 'active', account: true, owner: false, manages: [] } as const
  const policy: Policy = {
    modules: [],
    readOnly: [],
    roles: [desk],
    members: members.map((member) => ({
      ...base,
      id: 'ana',
      grants: [{ id: 'g', role: 'desk' }],
      team: [{ level: 'view' }],
      ...member,
    })),
    shares: [],
    glass: [],
    separate: [],
  }
  return snapshotOf(practiceCatalog, policy)
}

function patient(tags: readonly string[]): RecordFacts {
  return { id: 'p', kind: 'patient', patient: { id: 'p', careTeam: ['chen'], tags, locations: [] } }
}

function sees(
  snapshot: ReturnType<typeof practice>,
  member: string,
  at: number,
  tags: readonly string[] = [],
) {
  return allows(snapshot, { member, act: 'view', at, record: patient(tags) })
}

describe('what is kept with a snapshot', () => {
  test('ends at the very instant an input ends, and begins when one begins', () => {
    const grants = [{ id: 'g', role: 'desk', from: 10, until: 20 }]
    const snapshot = practice([{ grants }])
    expect([9, 10, 19, 20, 10, 9].map((at) => sees(snapshot, 'ana', at))).toEqual([
      false,
      true,
      true,
      false,
      true,
      false,
    ])
    expect(compile(snapshot, { member: 'ana', kind: 'patient', act: 'view', at: 10 }).validUntil).toBe(20)
  })

  test('is not spoilt by an instant that is no number, which is refused', () => {
    const snapshot = practice([{}])
    expect(sees(snapshot, 'ana', Number.NaN)).toBe(false)
    expect(sees(snapshot, 'ana', 5)).toBe(true)
    expect(sees(snapshot, 'ana', Number.NaN)).toBe(false)
  })

  test('holds nobody the policy does not name', () => {
    const snapshot = practice([{}])
    for (let id = 0; id < 100; id++) accessOf(snapshot, { member: `made-up-${id}`, at: 0 })
    for (let id = 0; id < 100; id++) accessOf(snapshot, { member: 'ana', actingFor: `made-up-${id}`, at: 0 })
    expect(snapshot.kept.own.size + snapshot.kept.acting.size).toBe(0)
  })

  test('holds as many of those who act for somebody they may not act for as there are members', () => {
    const snapshot = practice([{ kind: 'assistant' }, { id: 'bob', kind: 'assistant' }, { id: 'cem' }])
    const acting = (member: string, actingFor: string) => accessOf(snapshot, { member, actingFor, at: 0 })
    const first = ['ana', 'bob', 'cem'].map((one) => acting('ana', one))
    const more = acting('bob', 'cem')
    for (const [index, one] of ['ana', 'bob', 'cem'].entries()) expect(acting('ana', one)).toBe(first[index])
    expect(snapshot.kept.acting.get('ana')?.size).toBe(3)
    expect(acting('bob', 'cem')).not.toBe(more)
  })

  test('tells two lists of tags apart, whatever is in them', () => {
    const limited = (id: string, tags: readonly string[]) =>
      ({ id, tagLimit: { match: 'any', tags } }) as const
    const snapshot = practice([
      limited('ana', ['a b', 'c', 'd', 'e']),
      limited('bob', ['a', 'b c', 'd', 'e']),
      limited('cem', ['a","b', 'c', 'd', 'e']),
    ])
    const tags = ['a b', 'b c', 'a","b', 'a']
    expect(['ana', 'bob', 'cem'].map((id) => tags.filter((tag) => sees(snapshot, id, 0, [tag])))).toEqual([
      ['a b'],
      ['b c', 'a'],
      ['a","b'],
    ])
  })
})
