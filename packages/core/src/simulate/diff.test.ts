import { describe, expect, test } from 'vitest'
import { practiceCatalog } from '../catalog/practice-catalog.ts'
import type { RecordFacts } from '../evaluate/facts.ts'
import { compareMembers, compareRoles } from '../explain/compare.ts'
import type { Member, Policy, Role } from '../policy/policy.ts'
import { snapshotOf } from '../policy/snapshot.ts'
import { diff } from './diff.ts'

const desk: Role = { id: 'desk', label: 'Desk', fits: [], permissions: ['patients.view'] }

function member(id: string, more: Partial<Member> = {}): Member {
  return {
    id,
    kind: 'administrative',
    status: 'active',
    account: true,
    owner: false,
    grants: [{ id: `${id}/1`, role: 'desk' }],
    team: [{ level: 'edit' }],
    manages: [],
    ...more,
  }
}

function practice(members: readonly Member[], roles: readonly Role[] = [desk]) {
  const policy: Policy = { modules: [], readOnly: [], roles, members, shares: [], glass: [], separate: [] }
  return snapshotOf(practiceCatalog, policy)
}

const patients = [['green'], ['blue'], ['green', 'blue'], []].map(
  (tags, index): RecordFacts => ({
    id: `p${index}`,
    kind: 'patient',
    patient: { id: `p${index}`, careTeam: ['chen'], tags, locations: [] },
  }),
)
const at = 0

describe('the difference of two policies', () => {
  test('is nothing where nothing changed', () => {
    expect(diff(practice([member('ana')]), practice([member('ana')]), { at })).toEqual([])
  })

  test('tells who gains which acts when a role is widened, and nobody else', () => {
    const wider = { ...desk, permissions: ['patients.manage'] }
    const before = practice([member('ana'), member('bob', { grants: [] })])
    const after = practice([member('ana'), member('bob', { grants: [] })], [wider])
    expect(diff(before, after, { at })).toEqual([
      { member: 'ana', kind: 'patient', act: 'create', change: 'gains' },
      { member: 'ana', kind: 'patient', act: 'edit', change: 'gains' },
    ])
  })

  test('counts the records a limit takes', () => {
    const after = practice([member('ana', { tagLimit: { match: 'any', tags: ['green'] } })])
    expect(diff(practice([member('ana')]), after, { at, records: patients })).toEqual([
      { member: 'ana', kind: 'patient', act: 'view', change: 'loses', counted: { gained: 0, lost: 2 } },
    ])
  })

  test('tells records that come from records that go', () => {
    const limited = (tag: string) => practice([member('ana', { tagLimit: { match: 'any', tags: [tag] } })])
    expect(diff(limited('green'), limited('blue'), { at, records: patients })).toEqual([
      { member: 'ana', kind: 'patient', act: 'view', change: 'changes', counted: { gained: 1, lost: 1 } },
    ])
  })

  test('names someone who left, and the practitioner an assistant acts for', () => {
    const gone = diff(practice([member('ana')]), practice([]), { at })
    expect(gone.map(({ change, act }) => [change, act])).toContainEqual(['loses', 'view'])
    const sam = member('sam', { kind: 'assistant', team: [], manages: [{ practitioner: 'chen' }] })
    const chen = member('chen', { kind: 'practitioner', grants: [], team: [] })
    const found = diff(practice([chen, { ...sam, grants: [] }]), practice([chen, sam]), {
      at,
      records: patients,
    })
    expect(found).toEqual([
      {
        member: 'sam',
        actingFor: 'chen',
        kind: 'patient',
        act: 'view',
        change: 'gains',
        counted: { gained: 4, lost: 0 },
      },
    ])
  })
})

describe('comparing', () => {
  test('two members says in words how far each gets', () => {
    const bob = member('bob', { team: [], tagLimit: { match: 'any', tags: ['green'] } })
    const rows = compareMembers(practice([member('ana'), bob]), { member: 'ana', at }, { member: 'bob', at })
    expect(rows.find(({ kind, act }) => kind === 'patient' && act === 'view')).toEqual({
      kind: 'patient',
      act: 'view',
      left: { reach: 'where', words: 'charts that are not closed to ana' },
      right: {
        reach: 'where',
        words:
          '(patients treated by bob, or (patients nobody treats yet, and patients registered by bob)), and charts that are not closed to bob, and patients tagged green',
      },
      same: false,
    })
    expect(rows.find(({ kind }) => kind === 'report')).toMatchObject({
      left: { reach: 'nowhere' },
      same: true,
    })
  })

  test('two roles lists every permission, and an unknown role holds none', () => {
    const rows = compareRoles(practice([]), 'desk', 'unheardOf')
    expect(rows).toHaveLength(Object.keys(practiceCatalog.permissions).length)
    expect(rows.filter(({ left, right }) => left || right)).toEqual([
      { permission: 'patients.view', left: true, right: false },
    ])
  })
})
