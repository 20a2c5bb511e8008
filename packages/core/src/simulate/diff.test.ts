import { describe, expect, test } from 'vitest'
import { practiceCatalog } from '../catalog/practice-catalog.ts'
import type { RecordFacts } from '../evaluate/facts.ts'
import { compareMembers, compareRoles } from '../explain/compare.ts'
import type { Glass, Grant, Member, Policy, Role, TagLimit } from '../policy/policy.ts'
import { type Snapshot, snapshotOf } from '../policy/snapshot.ts'
import { type Difference, diff } from './diff.ts'

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

function practice(members: readonly Member[], roles: readonly Role[] = [desk], glass: readonly Glass[] = []) {
  const policy: Policy = { modules: [], readOnly: [], roles, members, shares: [], glass, separate: [] }
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
      { member: 'ana', kind: 'patient', act: 'create', change: 'gains', whole: true },
      { member: 'ana', kind: 'patient', act: 'edit', change: 'gains', whole: true },
    ])
  })

  test('counts the records a limit takes', () => {
    const after = practice([member('ana', { tagLimit: { match: 'any', tags: ['green'] } })])
    expect(diff(practice([member('ana')]), after, { at, records: patients })).toEqual([
      {
        member: 'ana',
        kind: 'patient',
        act: 'view',
        change: 'loses',
        whole: false,
        counted: { gained: 0, lost: 2 },
      },
    ])
  })

  test('tells records that come from records that go', () => {
    const limited = (tag: string) => practice([member('ana', { tagLimit: { match: 'any', tags: [tag] } })])
    expect(diff(limited('green'), limited('blue'), { at, records: patients })).toEqual([
      {
        member: 'ana',
        kind: 'patient',
        act: 'view',
        change: 'changes',
        whole: false,
        counted: { gained: 1, lost: 1 },
      },
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
        whole: true,
        counted: { gained: 4, lost: 0 },
      },
    ])
  })
})

describe('somebody whose own entry is the same', () => {
  const chen = member('chen', { kind: 'practitioner', team: [] })
  const sam = member('sam', {
    kind: 'assistant',
    grants: [{ id: 'sam/1', role: 'manager' }],
    team: [],
    manages: [{ practitioner: 'chen' }],
  })
  const dana = member('dana', { kind: 'collaborator', grants: [], team: [] })
  const manager: Role = { id: 'manager', label: 'Manager', fits: [], permissions: ['accounts.manage'] }
  const policy: Policy = {
    modules: ['orders'],
    readOnly: [],
    roles: [desk, manager],
    members: [chen, sam, dana],
    shares: [],
    glass: [],
    separate: [],
  }
  const touched = (more: Partial<Policy>) => {
    const found = diff(
      snapshotOf(practiceCatalog, policy),
      snapshotOf(practiceCatalog, { ...policy, ...more }),
      { at },
    )
    return [
      ...new Set(found.map(({ member, actingFor, change }) => `${member} ${actingFor ?? ''} ${change}`)),
    ]
  }

  test('is touched by a role, and by what the practitioner they act for is given', () => {
    const wider = { ...desk, permissions: ['patients.view', 'patients.manage'] }
    expect(touched({ roles: [wider, manager] })).toEqual(['chen  gains'])
    const promoted = { ...chen, grants: [{ id: 'chen/1', role: 'manager' }] }
    expect(touched({ members: [promoted, sam, dana] })).toContain('sam chen gains')
  })

  test('is touched by modules, lapsed ones too, and shares', () => {
    const share = {
      id: 's',
      by: 'chen',
      with: 'dana',
      cases: 'all',
      permissions: [],
      accepted: true,
      consent: true,
    } as const
    expect(touched({ shares: [share] })).toEqual(['dana  gains'])
    const seller = { ...desk, permissions: ['orders.view'] }
    const withOrders = { ...policy, roles: [seller, manager] }
    const off = snapshotOf(practiceCatalog, { ...withOrders, modules: [] })
    const lapsed = snapshotOf(practiceCatalog, { ...withOrders, modules: [], readOnly: ['orders'] })
    const changes = (before: Snapshot, after: Snapshot) =>
      diff(before, after, { at }).map(({ member, act, change }) => `${member} ${act} ${change}`)
    expect(changes(snapshotOf(practiceCatalog, withOrders), off)).toContain('chen view loses')
    expect(changes(off, lapsed)).toContain('chen view gains')
  })
})

describe('what is proved of a change without looking at a record', () => {
  type Change = Difference['change'] | 'nothing'
  const green: TagLimit = { match: 'any', tags: ['green'] }
  const blue: TagLimit = { match: 'any', tags: ['blue'] }
  const oneOfTwo: TagLimit = { match: 'any', tags: ['blue', 'green'] }
  const both: TagLimit = { match: 'all', tags: ['green', 'blue'] }
  const granted = (...grants: readonly Partial<Grant>[]): Partial<Member> => ({
    grants: grants.map((more, index) => ({ id: `ana/${index}`, role: 'desk', ...more })),
  })
  const team = (...colleagues: readonly string[]): Partial<Member> => ({
    team: colleagues.map((colleague) => ({ colleague, level: 'edit' })),
  })
  const glass = (...patients: readonly string[]) =>
    patients.map((patient) => ({ member: 'ana', patient, reason: 'unconscious' }))

  const opposite = { gains: 'loses', loses: 'gains', changes: 'changes', nothing: 'nothing' } as const
  test.each<readonly [string, Partial<Member>, Partial<Member>, Change]>([
    ['a limit removed gains', { tagLimit: green }, {}, 'gains'],
    ['another tag allowed gains', { tagLimit: green }, { tagLimit: oneOfTwo }, 'gains'],
    ['one tag asked for instead of two gains', { tagLimit: both }, { tagLimit: green }, 'gains'],
    ['any of the tags instead of all gains', { tagLimit: both }, { tagLimit: oneOfTwo }, 'gains'],
    ['another limit changes', { tagLimit: green }, { tagLimit: blue }, 'changes'],
    [
      'any and all of one tag are one limit',
      { tagLimit: green },
      { tagLimit: { ...green, match: 'all' } },
      'nothing',
    ],
    ['a colleague added gains', team('chen'), team('chen', 'dee'), 'gains'],
    ['everybody instead of a colleague gains', team('chen'), {}, 'gains'],
    ['another colleague changes', team('chen'), team('dee'), 'changes'],
    ['colleagues in another order are the same', team('chen', 'dee'), team('dee', 'chen'), 'nothing'],
    ['a scope widened gains', granted({ at: ['north'] }), granted({ at: ['north', 'south'] }), 'gains'],
    ['a scope removed gains', granted({ at: ['north'] }), granted({}), 'gains'],
    [
      'a scope of two kinds cut to one gains',
      granted({ at: ['north'], tagged: ['vip'] }),
      granted({ at: ['north'] }),
      'gains',
    ],
    ['another scope changes', granted({ at: ['north'] }), granted({ at: ['south'] }), 'changes'],
    [
      'a grant added gains',
      granted({ at: ['north'] }),
      granted({ at: ['north'] }, { tagged: ['vip'] }),
      'gains',
    ],
    [
      'the same grant again is nothing',
      granted({ at: ['north'] }),
      granted({ at: ['north'] }, { at: ['north'] }),
      'nothing',
    ],
    ['more of whose work, fewer patients change', team('chen'), { tagLimit: green }, 'changes'],
  ])('%s', (_, was, becomes, change) => {
    const changeOf = (left: Partial<Member>, right: Partial<Member>): Change | undefined => {
      const found = diff(practice([member('ana', left)]), practice([member('ana', right)]), { at })
      expect(found.filter(({ whole }) => whole)).toEqual([])
      return found.length === 0
        ? 'nothing'
        : found.find(({ kind, act }) => kind === 'patient' && act === 'view')?.change
    }
    expect(changeOf(was, becomes)).toBe(change)
    expect(changeOf(becomes, was)).toBe(opposite[change])
  })

  test('a limit lifted from one of two roles gains', () => {
    const limited = { ...desk, id: 'limited', tagLimit: green }
    const ana = member('ana', granted({ role: 'limited' }, { at: ['north'] }))
    const before = practice([ana], [desk, limited])
    const after = practice([ana], [desk, { ...desk, id: 'limited' }])
    expect(diff(before, after, { at }).map(({ change }) => change)).toEqual(['gains'])
    expect(diff(after, before, { at }).map(({ change }) => change)).toEqual(['loses'])
  })

  test('a glass broken gains, and one for another patient changes', () => {
    const ana = member('ana', { tagLimit: green })
    const changes = (before: readonly string[], after: readonly string[]) =>
      diff(practice([ana], [desk], glass(...before)), practice([ana], [desk], glass(...after)), { at }).map(
        ({ change }) => change,
      )
    expect(changes([], ['p1'])).toEqual(['gains'])
    expect(changes(['p1'], ['p2', 'p1'])).toEqual(['gains'])
    expect(changes(['p1'], ['p2'])).toEqual(['changes'])
  })
})

describe('comparing', () => {
  test('two members says in words how far each gets', () => {
    const bob = member('bob', { team: [], tagLimit: { match: 'any', tags: ['green'] } })
    const rows = compareMembers(practice([member('ana'), bob]), { member: 'ana', at }, { member: 'bob', at })
    expect(rows.find(({ kind, act }) => kind === 'patient' && act === 'view')).toEqual({
      kind: 'patient',
      act: 'view',
      left: { reach: 'where', words: 'all patients, except charts restricted to others' },
      right: {
        reach: 'where',
        words:
          'only patients treated by bob tagged green and unassigned patients added by bob tagged green, except charts restricted to others',
      },
      same: false,
    })
    expect(rows.find(({ kind }) => kind === 'report')).toMatchObject({
      left: { reach: 'nowhere' },
      same: true,
    })
  })

  test('two roles lists every permission, and an unknown role holds none, fits nobody and is given by nobody', () => {
    const { permissions, fits, tagLimit, hidePrices, grantableBy } = compareRoles(
      practice([], [{ ...desk, fits: ['administrative'] }]),
      'desk',
      'unheardOf',
    )
    expect(permissions).toHaveLength(Object.keys(practiceCatalog.permissions).length)
    expect(permissions.filter(({ left, right }) => left || right)).toEqual([
      { permission: 'patients.view', left: true, right: false, same: false },
    ])
    expect(fits).toEqual({ left: ['administrative'], right: [], same: false })
    expect(grantableBy).toEqual({ left: undefined, right: [], same: false })
    expect([tagLimit, hidePrices]).toEqual([
      { left: undefined, right: undefined, same: true },
      { left: undefined, right: undefined, same: true },
    ])
  })

  const green = { match: 'any', tags: ['green'] } as const
  test.each<readonly [string, Partial<Role>, Partial<Role>, readonly string[]]>([
    ['two alike differ in nothing', {}, {}, []],
    ['a limit by tags', { tagLimit: green }, {}, ['tagLimit']],
    ['another tag', { tagLimit: green }, { tagLimit: { match: 'any', tags: ['blue'] } }, ['tagLimit']],
    ['a limit that ends', { tagLimit: green }, { tagLimit: { ...green, until: 9 } }, ['tagLimit']],
    ['any of one tag is all of it', { tagLimit: green }, { tagLimit: { ...green, match: 'all' } }, []],
    ['a limit that allows nothing', { tagLimit: { match: 'any', tags: [] } }, {}, ['tagLimit']],
    ['hidden prices', {}, { hidePrices: {} }, ['hidePrices']],
    ['prices hidden until later', { hidePrices: { until: 9 } }, { hidePrices: {} }, ['hidePrices']],
    ['whom it fits', { fits: ['practitioner'] }, { fits: ['assistant'] }, ['fits']],
    [
      'in another order',
      { fits: ['assistant', 'practitioner'] },
      { fits: ['practitioner', 'assistant'] },
      [],
    ],
    ['who may give it', { grantableBy: ['chen'] }, {}, ['grantableBy']],
    ['nobody may give it', { grantableBy: [] }, {}, ['grantableBy']],
    ['given by the same', { grantableBy: ['ana', 'chen'] }, { grantableBy: ['chen', 'ana'] }, []],
    ['a permission', { permissions: ['patients.view', 'tasks.use'] }, {}, ['permissions']],
  ])('two roles tells %s', (_, left, right, differing) => {
    const roles = [
      { ...desk, ...left, id: 'one' },
      { ...desk, ...right, id: 'other' },
    ]
    const { permissions, ...rest } = compareRoles(practice([], roles), 'one', 'other')
    const found = Object.entries(rest).flatMap(([name, { same }]) => (same ? [] : [name]))
    expect([...(permissions.every(({ same }) => same) ? [] : ['permissions']), ...found]).toEqual(differing)
  })

  test('a role with its other name differs in nothing, and what a practice calls so itself comes first', () => {
    const admin = { ...desk, id: 'admin', permissions: ['accounts.manage'] }
    const named = compareRoles(practice([], [admin]), 'admin', 'administrator')
    expect(named.permissions.filter(({ same }) => !same)).toEqual([])
    expect(named.permissions).toContainEqual({
      permission: 'accounts.manage',
      left: true,
      right: true,
      same: true,
    })
    const own = { ...desk, id: 'administrator' }
    const other = compareRoles(practice([], [admin, own]), 'admin', 'administrator')
    expect(other.permissions.filter(({ same }) => !same)).toHaveLength(2)
  })
})
