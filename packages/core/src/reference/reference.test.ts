/**
 * Facts about access, worked out by hand from the text. Each says what is true; none was read off a run.
 */
import { describe, expect, test } from 'vitest'
import { defineCatalog, memberKinds } from '../catalog/catalog.ts'
import { practiceCatalog } from '../catalog/practice-catalog.ts'
import { regularVerb } from '../catalog/verb.ts'
import type { PatientFacts, RecordFacts } from '../evaluate/facts.ts'
import type { Answer, RecordQuestion } from '../evaluate/question.ts'
import type { Grant, Member, Policy, Role, Share, Span, TagLimit, TeamEntry } from '../policy/policy.ts'
import { reference, referenceHolds, referenceWhoCan } from './reference.ts'

const now = Date.UTC(2026, 10, 21, 9)
const always: Span = {}
const past: Span = { until: now }
const future: Span = { from: now + 1 }

/** A role whose permissions are the words of its id. */
const role = (id: string, more: Partial<Role> = {}): Role => ({
  id,
  label: id,
  fits: memberKinds,
  permissions: id.split(' '),
  ...more,
})

const grant = (permissions: string, more: Partial<Grant> = {}): Grant => ({
  id: permissions,
  role: permissions,
  ...more,
})

/** A member who may sign in now, with one grant of the permissions named. */
const member = (id: string, kind: Member['kind'], permissions = '', more: Partial<Member> = {}): Member => ({
  id,
  kind,
  status: 'active',
  account: true,
  owner: false,
  grants: permissions === '' ? [] : [grant(permissions)],
  team: [],
  manages: [],
  ...more,
})

/** A practice with every module on, in which every role granted exists. */
const practice = (members: readonly Member[], more: Partial<Policy> = {}): Policy => ({
  modules: Object.keys(practiceCatalog.modules),
  readOnly: [],
  shares: [],
  glass: [],
  separate: [],
  members,
  ...more,
  roles: [...(more.roles ?? []), ...members.flatMap(({ grants }) => grants.map((each) => role(each.role)))],
})

const patient = (id: string, careTeam: string[], more: Partial<PatientFacts> = {}): PatientFacts => ({
  id,
  careTeam,
  tags: [],
  locations: [],
  ...more,
})

const chart = (facts: PatientFacts): RecordFacts => ({ id: facts.id, kind: 'patient', patient: facts })

/** A record of chen's about a patient chen treats, unless said otherwise. */
const record = (kind: string, more: Partial<RecordFacts> = {}): RecordFacts => ({
  id: `a ${kind}`,
  kind,
  patient: patient('p1', ['chen']),
  owner: 'chen',
  ...more,
})

const said = (answer: Answer) => (answer.allowed ? 'yes' : answer.step)

/** `who` is a member, or `bea for chen`. */
const ask = (
  policy: Policy,
  who: string,
  act: string,
  about: RecordFacts,
  more: Partial<RecordQuestion> = {},
) => {
  const [id = '', actingFor] = who.split(' for ')
  const acting = actingFor === undefined ? {} : { actingFor }
  return said(
    reference(practiceCatalog, policy, { member: id, ...acting, act, record: about, at: now, ...more }),
  )
}

const holds = (policy: Policy, who: string, permission: string) => {
  const [id = '', actingFor] = who.split(' for ')
  const acting = actingFor === undefined ? {} : { actingFor }
  return said(referenceHolds(practiceCatalog, policy, { member: id, ...acting, permission, at: now }))
}

const all = (level: TeamEntry['level']): readonly TeamEntry[] => [{ level }]
const chen = member('chen', 'practitioner')

describe('step 1, inactive', () => {
  const p1 = chart(patient('p1', ['chen']))
  const asChen = (more: Partial<Member>) =>
    ask(practice([member('chen', 'practitioner', 'patients.view', more)]), 'chen', 'view', p1)

  test('only an active member with an account gets anywhere', () => {
    expect(asChen({})).toBe('yes')
    for (const status of ['invited', 'locked', 'archived'] as const)
      expect(asChen({ status })).toBe('inactive')
    expect(asChen({ account: false })).toBe('inactive')
  })

  test('a membership begins at the very instant it is from, and is over at the very instant it is until', () => {
    expect(asChen({ from: now })).toBe('yes')
    expect(asChen({ from: now + 1 })).toBe('inactive')
    expect(asChen({ until: now + 1 })).toBe('yes')
    expect(asChen({ until: now })).toBe('inactive')
  })

  test('an unknown member is inactive, whatever is asked', () => {
    expect(ask(practice([chen]), 'nobody', 'view', p1)).toBe('inactive')
    expect(ask(practice([]), 'nobody', 'fly', record('unicorn'))).toBe('inactive')
  })

  test('an integration without a living key is inactive', () => {
    const robot = member('robot', 'integration', 'patients.view', { team: all('view') })
    expect(ask(practice([robot]), 'robot', 'view', p1)).toBe('yes')
    expect(ask(practice([{ ...robot, account: false }]), 'robot', 'view', p1)).toBe('inactive')
  })
})

describe('step 2, module-off', () => {
  const doctor = member('chen', 'practitioner', 'patients.view notes.view notes.write')

  test('a module that is off refuses its kinds, and roles keep their ticks', () => {
    expect(ask(practice([doctor], { modules: [] }), 'chen', 'view', record('note'))).toBe('module-off')
    expect(ask(practice([doctor], { modules: ['clinical'] }), 'chen', 'view', record('note'))).toBe('yes')
  })

  test('a lapsed module that is read-only lets view through and nothing else', () => {
    const lapsed = practice([doctor], { modules: [], readOnly: ['clinical'] })
    expect(ask(lapsed, 'chen', 'view', record('note'))).toBe('yes')
    expect(ask(lapsed, 'chen', 'edit', record('note'))).toBe('module-off')
  })

  test('general is on without being named', () => {
    const none = practice([doctor], { modules: [] })
    expect(ask(none, 'chen', 'view', chart(patient('p1', ['chen'])))).toBe('yes')
  })

  test('with clinical, billing and engage off, 19 of the 30 published permissions refuse', () => {
    const published = Object.keys(practiceCatalog.permissions).filter(
      (id) => practiceCatalog.permissions[id]?.published,
    )
    const policy = practice([member('chen', 'practitioner', published.join(' '))], { modules: [] })
    const answers = published.map((id) => holds(policy, 'chen', id))
    expect(answers).toHaveLength(30)
    expect(answers.filter((answer) => answer === 'module-off')).toHaveLength(19)
    expect(answers.filter((answer) => answer === 'yes')).toHaveLength(11)
  })
})

describe('step 3, kind', () => {
  test('an unknown kind or act is refused by kind, even one every object has', () => {
    const policy = practice([member('chen', 'practitioner', 'patients.view')])
    for (const kind of ['unicorn', 'constructor', '__proto__'])
      expect(ask(policy, 'chen', 'view', record(kind))).toBe('kind')
    for (const act of ['fly', 'constructor', ''])
      expect(ask(policy, 'chen', act, record('note'))).toBe('kind')
  })

  test('only practitioners sign notes and approve setups, whatever their roles', () => {
    const setup = record('setup', {
      case: { id: 'o1', owner: 'chen' },
      state: { status: 'awaiting-approval' },
    })
    for (const kind of ['administrative', 'assistant', 'integration'] as const) {
      const holder = member('x', kind, 'notes.sign setups.approve', { team: all('edit') })
      expect(ask(practice([holder]), 'x', 'sign', record('note', { owner: 'x' }))).toBe('kind')
      expect(ask(practice([holder]), 'x', 'approve', setup)).toBe('kind')
    }
    const doctor = practice([member('chen', 'practitioner', 'setups.approve')])
    expect(ask(doctor, 'chen', 'approve', setup)).toBe('yes')
  })

  test('an integration approves nothing and changes no access, but may deny and look', () => {
    const robot = member('robot', 'integration', 'refills.manage accounts.manage', { team: all('edit') })
    const policy = practice([robot])
    expect(ask(policy, 'robot', 'approve', record('refill'))).toBe('kind')
    expect(ask(policy, 'robot', 'deny', record('refill'))).toBe('yes')
    expect(ask(policy, 'robot', 'grant', record('role'))).toBe('kind')
    expect(ask(policy, 'robot', 'view', record('role'))).toBe('yes')
  })

  test('what changes access, and breaking the glass, is closed to integrations one by one', () => {
    const closed =
      'tags.restrict charts.restrict cases.share securityPolicies.manage glass.break results.sign'
    const holder = (kind: Member['kind']) =>
      practice([member('chen', kind, `${closed} accounts.manage`, { team: all('edit') })])
    const acts = [
      ['restrict', record('tag')],
      ['restrict', chart(patient('p1', ['chen']))],
      ['breakGlass', chart(patient('p1', ['chen']))],
      ['share', record('order')],
      ['edit', record('securityPolicies')],
      ['edit', record('subscription')],
      ['sign', record('result')],
    ] as const
    for (const [act, about] of acts) {
      expect(ask(holder('integration'), 'chen', act, about)).toBe('kind')
      expect(ask(holder('practitioner'), 'chen', act, about)).toBe('yes')
    }
  })

  test('a collaborator may not even view the patient', () => {
    const policy = practice([member('hatt', 'collaborator', 'patients.view')])
    expect(ask(policy, 'hatt', 'view', chart(patient('p1', ['chen'])))).toBe('kind')
    expect(ask(policy, 'hatt', 'share', record('order'))).toBe('kind')
  })
})

describe('step 4, permission', () => {
  const green = patient('p1', ['chen'], { locations: ['green'], tags: ['vip'] })
  const blue = patient('p2', ['chen'], { locations: ['blue'] })
  const note = (about: PatientFacts) => record('note', { patient: about })
  const withGrants = (...grants: Grant[]) => practice([member('chen', 'practitioner', '', { grants })])

  test('grants unite, each with its own scope', () => {
    const policy = withGrants(grant('patients.view'), grant('notes.view', { at: ['green'] }))
    expect(ask(policy, 'chen', 'view', chart(blue))).toBe('yes')
    expect(ask(policy, 'chen', 'view', note(green))).toBe('yes')
    expect(ask(policy, 'chen', 'view', note(blue))).toBe('permission')
  })

  test('a scope of locations and tags needs one of each', () => {
    const policy = withGrants(grant('patients.view', { at: ['green', 'blue'], tagged: ['vip'] }))
    expect(ask(policy, 'chen', 'view', chart(green))).toBe('yes')
    expect(ask(policy, 'chen', 'view', chart(blue))).toBe('permission')
  })

  test('a scope of tags needs one of them', () => {
    const policy = withGrants(grant('patients.view', { tagged: ['vip', 'child'] }))
    expect(ask(policy, 'chen', 'view', chart(green))).toBe('yes')
    expect(ask(policy, 'chen', 'view', chart(blue))).toBe('permission')
  })

  test('a scope of no locations holds nowhere', () => {
    expect(ask(withGrants(grant('patients.view', { at: [] })), 'chen', 'view', chart(green))).toBe(
      'permission',
    )
  })

  test('a record without patient lies where its own locations say, and with neither only in unscoped grants', () => {
    const template = (locations?: string[]) =>
      record('template', { patient: null, ...(locations && { locations }) })
    const scoped = withGrants(grant('templates.manage', { at: ['green'] }))
    expect(ask(scoped, 'chen', 'edit', template(['green']))).toBe('yes')
    expect(ask(scoped, 'chen', 'edit', template(['blue']))).toBe('permission')
    expect(ask(scoped, 'chen', 'edit', template())).toBe('permission')
    expect(ask(withGrants(grant('templates.manage')), 'chen', 'edit', template())).toBe('yes')
  })

  test('a record about a patient lies where the patient does, not where it says itself', () => {
    const policy = withGrants(grant('notes.view', { at: ['green'] }))
    expect(ask(policy, 'chen', 'view', { ...note(blue), locations: ['green'] })).toBe('permission')
  })

  test('a grant begins at the very instant it is from, and is over at the very instant it is until', () => {
    const during = (span: Span) => ask(withGrants(grant('patients.view', span)), 'chen', 'view', chart(green))
    expect(during({ from: now })).toBe('yes')
    expect(during({ from: now + 1 })).toBe('permission')
    expect(during({ until: now + 1 })).toBe('yes')
    expect(during({ until: now })).toBe('permission')
  })

  test('an unknown role and a permission that no longer exists grant nothing', () => {
    const policy = withGrants(grant('patients.view'))
    expect(ask({ ...policy, roles: [] }, 'chen', 'view', chart(green))).toBe('permission')
    expect(ask(withGrants(grant('patients.gone constructor')), 'chen', 'view', chart(green))).toBe(
      'permission',
    )
  })

  test('viewing never implies editing', () => {
    expect(ask(withGrants(grant('patients.view')), 'chen', 'edit', chart(green))).toBe('permission')
  })

  test('ownership manages accounts everywhere, and reads no note', () => {
    const policy = practice([member('chen', 'practitioner', '', { owner: true })])
    expect(ask(policy, 'chen', 'grant', record('role'))).toBe('yes')
    expect(ask(policy, 'chen', 'edit', record('subscription'))).toBe('yes')
    expect(ask(policy, 'chen', 'view', record('note'))).toBe('permission')
    expect(ask(policy, 'chen', 'view', record('audit'))).toBe('permission')
  })

  test('tasks are used by those assigned to them and those who wrote them', () => {
    const policy = withGrants(grant('tasks.use'))
    const task = (more: Partial<RecordFacts>) => record('task', { patient: null, ...more })
    expect(ask(policy, 'chen', 'edit', task({ owner: 'chen' }))).toBe('yes')
    expect(ask(policy, 'chen', 'edit', task({ owner: 'dee' }))).toBe('permission')
    expect(ask(policy, 'chen', 'edit', task({ owner: 'dee', author: 'chen' }))).toBe('yes')
  })
})

describe('tasks', () => {
  const closed = patient('p2', ['dee'], { restrictedTo: ['dee'], tags: ['B'], locations: ['blue'] })
  const task = (more: Partial<RecordFacts>) => record('task', { patient: closed, ...more })
  const ana = (permissions: string, more: Partial<Member> = {}) =>
    member('ana', 'administrative', '', {
      grants: [grant(permissions, { at: ['green'] })],
      tagLimit: { match: 'any', tags: ['G'] },
      ...more,
    })
  const others: readonly Member[] = [
    chen,
    member('dee', 'practitioner', '', { account: false }),
    member('bea', 'assistant'),
    member('hatt', 'collaborator'),
    member('robot', 'integration'),
    member('lou', 'practitioner', '', { status: 'locked' }),
    member('una', 'practitioner', '', { from: now + 1 }),
    member('max', 'practitioner', '', { until: now }),
  ]
  const policy = practice([ana('tasks.use'), ...others])

  test('one assigned to oneself, or written by oneself, asks for no scope, no team access and no patient', () => {
    for (const act of ['view', 'edit']) {
      expect(ask(policy, 'ana', act, task({ owner: 'ana', author: 'dee' }))).toBe('yes')
      expect(ask(policy, 'ana', act, task({ owner: 'dee', author: 'ana' }))).toBe('yes')
      expect(ask(policy, 'ana', act, task({ owner: 'dee', author: 'chen' }))).toBe('permission')
    }
  })

  test('a task of others is judged like every other record', () => {
    const reader = (more: Partial<Member>) =>
      practice([member('ana', 'administrative', 'tasks.others', more), ...others])
    const open = patient('p2', ['dee'])
    const dees = record('task', { owner: 'dee', patient: open })
    const chens = record('task', { owner: 'chen', patient: open })
    expect(ask(reader({}), 'ana', 'view', dees)).toBe('team')
    expect(ask(reader({ team: [{ colleague: 'dee', level: 'view' }] }), 'ana', 'view', dees)).toBe('yes')
    expect(ask(reader({ team: [{ colleague: 'dee', level: 'view' }] }), 'ana', 'edit', dees)).toBe('team')
    // The assignee is in reach, and does not treat the patient.
    expect(ask(reader({ team: [{ colleague: 'chen', level: 'view' }] }), 'ana', 'view', chens)).toBe('team')
    expect(ask(reader({ team: all('view') }), 'ana', 'view', task({ owner: 'dee' }))).toBe('patient')
  })

  test('a new one is assigned to an active practitioner, administrative member or assistant, or to no member', () => {
    for (const owner of [null, 'ana', 'chen', 'dee', 'bea'])
      expect(ask(policy, 'ana', 'create', task({ owner }))).toBe('yes')
    for (const owner of ['hatt', 'robot', 'lou', 'una', 'max', 'stranger'])
      expect(ask(policy, 'ana', 'create', task({ owner }))).toBe('team')
    expect(ask(practice([ana('tasks.others'), ...others]), 'ana', 'create', task({ owner: 'ana' }))).toBe(
      'permission',
    )
  })
})

describe('notes', () => {
  const permissions = ['notes.view', 'notes.viewSigned', 'notes.viewOwn']
  // Columns: own unsigned, own signed, others' unsigned, others' signed.
  const table: Record<string, string> = {
    '': '----',
    'notes.view': 'Y-Y-',
    'notes.viewSigned': '-Y-Y',
    'notes.viewOwn': 'YY--',
    'notes.view notes.viewSigned': 'YYYY',
    'notes.view notes.viewOwn': 'YYY-',
    'notes.viewSigned notes.viewOwn': 'YY-Y',
    'notes.view notes.viewSigned notes.viewOwn': 'YYYY',
  }
  const columns = [
    { owner: 'chen' },
    { owner: 'chen', state: { signed: true } },
    { owner: 'dee', state: { signed: false } },
    { owner: 'dee', state: { signed: true } },
  ]
  const about = patient('p1', ['chen', 'dee'])

  for (const [held, row] of Object.entries(table))
    for (const [index, column] of columns.entries())
      test(`holding ${held || 'none'} of ${permissions.length}, column ${index + 1} is ${row[index]}`, () => {
        const policy = practice([member('chen', 'practitioner', held, { team: all('view') })])
        expect(ask(policy, 'chen', 'view', record('note', { patient: about, ...column }))).toBe(
          row[index] === 'Y' ? 'yes' : 'permission',
        )
      })

  test('a signed note is neither edited nor signed, an unsigned one neither unlocked nor added to', () => {
    const policy = practice([member('chen', 'practitioner', 'notes.write notes.sign notes.unlock')])
    const of = (signed: boolean) => record('note', { state: { signed } })
    for (const act of ['edit', 'sign']) {
      expect(ask(policy, 'chen', act, of(false))).toBe('yes')
      expect(ask(policy, 'chen', act, of(true))).toBe('state')
    }
    for (const act of ['unlock', 'addendum']) {
      expect(ask(policy, 'chen', act, of(true))).toBe('yes')
      expect(ask(policy, 'chen', act, of(false))).toBe('state')
    }
  })

  test('one signs the notes one owns, and no others', () => {
    const policy = practice([member('chen', 'practitioner', 'notes.sign', { team: all('edit') })])
    const others = record('note', { patient: patient('p1', ['chen', 'dee']), owner: 'dee' })
    expect(ask(policy, 'chen', 'sign', others)).toBe('permission')
  })

  test('own notes only beats team access, at step team, for notes alone', () => {
    const limited = member('chen', 'practitioner', 'notes.view plans.view', { team: all('edit') })
    const policy = practice([{ ...limited, ownNotesOnly: always }])
    const others = { patient: patient('p1', ['chen', 'dee']), owner: 'dee' }
    expect(ask(policy, 'chen', 'view', record('note'))).toBe('yes')
    expect(ask(policy, 'chen', 'view', record('note', others))).toBe('team')
    expect(ask(policy, 'chen', 'view', record('plan', others))).toBe('yes')
    expect(ask(practice([{ ...limited, ownNotesOnly: past }]), 'chen', 'view', record('note', others))).toBe(
      'yes',
    )
  })
})

describe('assistants', () => {
  const p1 = chart(patient('p1', ['chen']))
  const doctor = member('chen', 'practitioner', '', { owner: true })
  const plain = member('dee', 'practitioner', 'patients.view')
  const assistant = (permissions: string, more: Partial<Member> = {}) =>
    member('bea', 'assistant', permissions, {
      manages: [{ practitioner: 'chen' }, { practitioner: 'dee' }],
      ...more,
    })
  const admin = practice([doctor, plain, assistant('patients.view accounts.manage tasks.use')])
  const account = (owner: string) => record('account', { patient: null, owner })
  const settings = (owner: string) => record('notificationSettings', { patient: null, owner })
  const task = (owner: string, about: PatientFacts | null = null) => record('task', { patient: about, owner })

  test('an admin acting for the owner does record acts and account acts, never the account page', () => {
    expect(ask(admin, 'bea for chen', 'view', p1)).toBe('yes')
    expect(ask(admin, 'bea for chen', 'grant', record('role'))).toBe('yes')
    expect(ask(admin, 'bea for chen', 'view', account('chen'))).toBe('team')
  })

  test('an admin acting for a non-admin does record acts and no account act', () => {
    expect(ask(admin, 'bea for dee', 'view', chart(patient('p2', ['dee'])))).toBe('yes')
    expect(ask(admin, 'bea for dee', 'grant', record('role'))).toBe('acting')
  })

  test('acting for nobody there are the own account and the own tasks only', () => {
    expect(ask(admin, 'bea', 'view', p1)).toBe('acting')
    expect(ask(admin, 'bea', 'grant', record('role'))).toBe('acting')
    for (const act of ['view', 'edit']) {
      expect(ask(admin, 'bea', act, account('bea'))).toBe('yes')
      expect(ask(admin, 'bea', act, account('chen'))).toBe('acting')
      expect(ask(admin, 'bea', act, task('bea'))).toBe('yes')
      expect(ask(admin, 'bea', act, task('bea', patient('p1', ['chen'])))).toBe('yes')
    }
    expect(ask(admin, 'bea', 'create', task('bea'))).toBe('acting')
  })

  test('an ordinary role acting for the owner does what it lists and nothing else', () => {
    const policy = practice([doctor, assistant('patients.view')])
    expect(ask(policy, 'bea for chen', 'view', p1)).toBe('yes')
    expect(ask(policy, 'bea for chen', 'edit', p1)).toBe('permission')
    expect(ask(policy, 'bea for chen', 'grant', record('role'))).toBe('permission')
    expect(ask(policy, 'bea for chen', 'edit', account('chen'))).toBe('team')
    expect(ask(policy, 'bea for chen', 'edit', account('bea'))).toBe('yes')
  })

  test('a practitioner counts as admin by any scoped grant valid now', () => {
    const by = (span: Span) =>
      practice([
        member('chen', 'practitioner', '', {
          grants: [grant('accounts.manage', { at: ['green'], ...span })],
        }),
        assistant('accounts.manage'),
      ])
    expect(ask(by({}), 'bea for chen', 'grant', record('role'))).toBe('yes')
    expect(ask(by(past), 'bea for chen', 'grant', record('role'))).toBe('acting')
  })

  test('permissions follow the login: what only the practitioner holds is no help', () => {
    const policy = practice([member('chen', 'practitioner', 'notes.view'), assistant('patients.view')])
    expect(ask(policy, 'bea for chen', 'view', record('note'))).toBe('permission')
  })

  test('data follows the person managed: reach and member limits are theirs, role limits are not', () => {
    const chenWith = (more: Partial<Member>) =>
      practice([{ ...doctor, ...more }, assistant('patients.view notes.view')], {
        roles: [role('limited', { tagLimit: { match: 'any', tags: ['G'] }, permissions: ['notes.view'] })],
      })
    const dees = record('note', { patient: patient('p2', ['dee']), owner: 'dee' })
    expect(ask(chenWith({}), 'bea for chen', 'view', dees)).toBe('team')
    expect(ask(chenWith({ team: all('view') }), 'bea for chen', 'view', dees)).toBe('yes')
    expect(ask(chenWith({ team: all('view'), ownNotesOnly: always }), 'bea for chen', 'view', dees)).toBe(
      'team',
    )
    const tagLimit: TagLimit = { match: 'any', tags: ['G'] }
    expect(ask(chenWith({ tagLimit }), 'bea for chen', 'view', p1)).toBe('patient')
    expect(ask(chenWith({ grants: [grant('limited')] }), 'bea for chen', 'view', p1)).toBe('yes')
    expect(ask(chenWith({ hidePrices: always }), 'bea for chen', 'view', p1, { fields: ['price'] })).toBe(
      'yes',
    )
  })

  test("the assistant's own limits cut further", () => {
    const limited = (more: Partial<Member>) =>
      practice([{ ...doctor, team: all('edit') }, assistant('patients.view notes.view', more)])
    expect(ask(limited({ tagLimit: { match: 'any', tags: ['G'] } }), 'bea for chen', 'view', p1)).toBe(
      'patient',
    )
    expect(ask(limited({ hidePrices: always }), 'bea for chen', 'view', p1, { fields: ['price'] })).toBe(
      'field',
    )
    const ownNotes = limited({ ownNotesOnly: always })
    expect(ask(ownNotes, 'bea for chen', 'view', record('note'))).toBe('yes')
    const others = record('note', { patient: patient('p1', ['chen', 'dee']), owner: 'dee' })
    expect(ask(ownNotes, 'bea for chen', 'view', others)).toBe('team')
  })

  test("an assistant's own team access reaches nothing", () => {
    const policy = practice([doctor, plain, assistant('patients.view', { team: all('edit') })])
    expect(ask(policy, 'bea for chen', 'view', chart(patient('p2', ['dee'])))).toBe('team')
  })

  test('one acts for those one manages at that very instant', () => {
    const managing = (span: Span) =>
      practice([doctor, assistant('patients.view', { manages: [{ practitioner: 'chen', ...span }] })])
    expect(ask(managing({ from: now }), 'bea for chen', 'view', p1)).toBe('yes')
    expect(ask(managing(future), 'bea for chen', 'view', p1)).toBe('acting')
    expect(ask(managing(past), 'bea for chen', 'view', p1)).toBe('acting')
    expect(ask(managing({}), 'bea for dee', 'view', p1)).toBe('acting')
  })

  test('the practitioner acted for is neither locked nor archived; nothing else is asked of them', () => {
    const being = (more: Partial<Member>) => practice([{ ...doctor, ...more }, assistant('patients.view')])
    expect(ask(being({ status: 'locked' }), 'bea for chen', 'view', p1)).toBe('acting')
    expect(ask(being({ status: 'archived' }), 'bea for chen', 'view', p1)).toBe('acting')
    expect(ask(being({ status: 'invited', account: false, ...past }), 'bea for chen', 'view', p1)).toBe('yes')
    expect(ask(practice([assistant('patients.view')]), 'bea for chen', 'view', p1)).toBe('acting')
  })

  test('a member who is no assistant acts for nobody, not even for themselves', () => {
    const policy = practice([member('chen', 'practitioner', 'patients.view')])
    expect(ask(policy, 'chen for chen', 'view', p1)).toBe('acting')
    expect(ask(policy, 'chen for chen', 'view', account('chen'))).toBe('acting')
  })

  test('own notes are those of the practitioner named; naming nobody answers acting', () => {
    const policy = practice([doctor, assistant('notes.viewOwn')])
    const others = record('note', { patient: patient('p1', ['chen', 'dee']), owner: 'dee' })
    expect(ask(policy, 'bea for chen', 'view', record('note'))).toBe('yes')
    expect(ask(policy, 'bea for chen', 'view', others)).toBe('permission')
    expect(ask(policy, 'bea', 'view', others)).toBe('acting')
    // Named, owning, but not managed: the permission matches and the acting fails.
    const stranger = practice([doctor, assistant('notes.viewOwn', { manages: [] })])
    expect(ask(stranger, 'bea for chen', 'view', record('note'))).toBe('acting')
  })

  test('notification settings are those of the practitioner acted for', () => {
    expect(ask(admin, 'bea for chen', 'edit', settings('chen'))).toBe('yes')
    expect(ask(admin, 'bea for chen', 'edit', settings('bea'))).toBe('team')
    expect(ask(admin, 'bea', 'edit', settings('bea'))).toBe('acting')
    expect(ask(admin, 'chen', 'edit', settings('chen'))).toBe('yes')
    expect(ask(admin, 'dee', 'edit', settings('chen'))).toBe('team')
  })

  test('whoever created a patient is read as the practitioner acted for', () => {
    const untreated = (createdBy: string) => chart(patient('p9', [], { createdBy }))
    const policy = practice([doctor, assistant('patients.view')])
    expect(ask(policy, 'bea for chen', 'view', untreated('chen'))).toBe('yes')
    expect(ask(policy, 'bea for chen', 'view', untreated('bea'))).toBe('team')
  })

  test('own tasks pass as own work while acting too, whatever the practitioner reaches', () => {
    const about = patient('p2', ['dee'])
    expect(ask(admin, 'bea for chen', 'edit', task('bea', about))).toBe('yes')
    expect(ask(admin, 'bea for chen', 'create', task('bea', about))).toBe('yes')
    expect(ask(admin, 'bea for chen', 'create', task('dee', about))).toBe('yes')
    expect(ask(admin, 'bea for chen', 'view', { ...task('dee', about), author: 'bea' })).toBe('yes')
    // A task of the practitioner acted for is not the assistant's own.
    const through = practice([doctor, plain, assistant('tasks.others')])
    expect(ask(through, 'bea for chen', 'view', task('chen'))).toBe('yes')
    expect(ask(through, 'bea for chen', 'view', task('chen', about))).toBe('team')
    expect(ask(admin, 'bea for chen', 'view', task('chen'))).toBe('permission')
  })

  test('the worklist is that of the person signed in, not of the practitioner', () => {
    const untreated = chart(patient('p9', []))
    const policy = practice([doctor, plain, assistant('patients.view intake.manage')])
    expect(ask(policy, 'bea for dee', 'view', untreated)).toBe('yes')
    const without = practice([doctor, assistant('patients.view')])
    expect(ask(without, 'bea for chen', 'view', untreated)).toBe('team')
    // Managing accounts is an account act: it counts only while acting for someone who does so too.
    expect(ask(admin, 'bea for chen', 'view', untreated)).toBe('yes')
    expect(ask(admin, 'bea for dee', 'view', untreated)).toBe('team')
  })

  test('naming someone not managed lends nothing, and takes away neither the own account nor the own tasks', () => {
    const policy = practice([doctor, assistant('tasks.use tasks.others', { manages: [] })])
    expect(ask(policy, 'bea for chen', 'edit', account('bea'))).toBe('yes')
    expect(ask(policy, 'bea for chen', 'edit', task('bea'))).toBe('yes')
    expect(ask(policy, 'bea for chen', 'edit', task('chen'))).toBe('acting')
  })
})

describe('step 6, team', () => {
  const about = patient('p2', ['dee'])
  const dees = record('note', { patient: about, owner: 'dee' })
  const permissions = 'patients.manage notes.view notes.write clinical.manage comments.write invoices.manage'
  const office = (team: readonly TeamEntry[], more: Partial<Member> = {}) =>
    practice([member('ana', 'administrative', permissions, { team, ...more }), chen])

  test('without team access a practitioner reaches their own work and administrative staff nothing', () => {
    const own = practice([member('dee', 'practitioner', permissions)])
    expect(ask(own, 'dee', 'edit', dees)).toBe('yes')
    expect(ask(own, 'dee', 'edit', record('note'))).toBe('team')
    expect(ask(office([]), 'ana', 'view', chart(about))).toBe('team')
  })

  test('view looks, edit does both, none does neither and takes nothing away', () => {
    expect(ask(office(all('view')), 'ana', 'view', dees)).toBe('yes')
    expect(ask(office(all('view')), 'ana', 'edit', dees)).toBe('team')
    expect(ask(office(all('edit')), 'ana', 'view', dees)).toBe('yes')
    expect(ask(office(all('edit')), 'ana', 'edit', dees)).toBe('yes')
    expect(ask(office(all('none')), 'ana', 'view', dees)).toBe('team')
    expect(ask(office([{ level: 'view' }, { colleague: 'dee', level: 'none' }]), 'ana', 'view', dees)).toBe(
      'yes',
    )
  })

  test('permission and team access must both allow', () => {
    const bare = practice([member('ana', 'administrative', 'patients.view', { team: all('edit') })])
    expect(ask(bare, 'ana', 'view', dees)).toBe('permission')
  })

  test('specific members reach those members and their patients', () => {
    const policy = office([{ colleague: 'dee', level: 'view' }])
    expect(ask(policy, 'ana', 'view', dees)).toBe('yes')
    expect(ask(policy, 'ana', 'view', chart(about))).toBe('yes')
    expect(ask(policy, 'ana', 'view', record('note'))).toBe('team')
    expect(ask(policy, 'ana', 'view', chart(patient('p3', ['chen', 'dee'])))).toBe('yes')
  })

  test('advanced reaches a section, and the basic record of the patients besides', () => {
    const policy = office([{ colleague: 'dee', section: 'notes', level: 'edit' }])
    expect(ask(policy, 'ana', 'edit', dees)).toBe('yes')
    expect(ask(policy, 'ana', 'view', record('invoice', { patient: about, owner: 'dee' }))).toBe('team')
    expect(ask(policy, 'ana', 'view', chart(about))).toBe('yes')
    expect(ask(policy, 'ana', 'edit', chart(about))).toBe('team')
    // Judged as their patient, in their own section: history lies among the notes, a comment among the patients.
    expect(ask(policy, 'ana', 'edit', record('history', { patient: about, owner: null }))).toBe('yes')
    expect(ask(policy, 'ana', 'view', record('comment', { patient: about, owner: null }))).toBe('team')
  })

  test('team access holds between its instants', () => {
    expect(ask(office([{ level: 'edit', from: now }]), 'ana', 'edit', dees)).toBe('yes')
    expect(ask(office([{ level: 'edit', ...past }]), 'ana', 'edit', dees)).toBe('team')
    expect(ask(office([{ level: 'edit', ...past }, { level: 'view' }]), 'ana', 'edit', dees)).toBe('team')
  })

  test('creating a comment needs view, unlike every other act', () => {
    const comment = record('comment', { patient: about, owner: null })
    expect(ask(office(all('view')), 'ana', 'create', comment)).toBe('yes')
    expect(ask(office(all('view')), 'ana', 'edit', record('history', { patient: about }))).toBe('team')
  })

  test("reaching the owner is not enough where the patient is out of reach, not even for one's own", () => {
    const policy = practice([member('chen', 'practitioner', permissions)])
    expect(ask(policy, 'chen', 'create', record('note', { patient: about }))).toBe('team')
    const both = patient('p2', ['dee', 'chen'])
    expect(ask(policy, 'chen', 'create', record('note', { patient: both }))).toBe('yes')
  })

  test('a record that puts its owner on a care team is created only with edit of its patient', () => {
    const visit = (owner: string, careTeam: string[]) =>
      record('appointment', { owner, patient: patient('p2', careTeam) })
    const desk = (team: readonly TeamEntry[]) =>
      practice([member('ana', 'administrative', 'appointments.manage messages.use', { team }), chen])
    const both = (dee: 'view' | 'edit'): readonly TeamEntry[] => [
      { colleague: 'chen', level: 'edit' },
      { colleague: 'dee', level: dee },
    ]
    expect(ask(desk(both('edit')), 'ana', 'create', visit('chen', ['dee']))).toBe('yes')
    expect(ask(desk(both('view')), 'ana', 'create', visit('chen', ['dee']))).toBe('team')
    expect(ask(desk(both('view')), 'ana', 'create', visit('chen', ['dee', 'chen']))).toBe('yes')
    expect(ask(desk(both('view')), 'ana', 'send', { ...visit('chen', ['dee']), kind: 'message' })).toBe(
      'team',
    )
    expect(ask(desk(all('edit')), 'ana', 'create', visit('chen', ['dee']))).toBe('yes')
    // In the section of the record, as everything else about it.
    const inSection = (section: string) => desk([{ colleague: 'dee', section, level: 'edit' }])
    expect(ask(inSection('appointments'), 'ana', 'create', visit('dee', ['dee']))).toBe('yes')
    expect(ask(inSection('patients'), 'ana', 'create', visit('dee', ['dee']))).toBe('team')
    // What is changed later needs no more than before.
    expect(ask(desk(both('view')), 'ana', 'edit', visit('chen', ['dee']))).toBe('yes')
  })

  test("a practitioner books a colleague's patient with themselves only with edit of the patient", () => {
    const visit = record('appointment', { patient: about })
    const asChen = (team: readonly TeamEntry[]) =>
      ask(
        practice([member('chen', 'practitioner', 'appointments.manage', { team })]),
        'chen',
        'create',
        visit,
      )
    expect(asChen(all('view'))).toBe('team')
    expect(asChen([{ colleague: 'dee', level: 'view' }])).toBe('team')
    expect(asChen([{ colleague: 'dee', level: 'edit' }])).toBe('yes')
  })

  test('a person who views a patient without a care team takes them on', () => {
    const visit = (more: Partial<PatientFacts> = {}) =>
      record('appointment', { patient: patient('p9', [], more) })
    const asChen = (permissions: string, team: readonly TeamEntry[] = []) =>
      practice([member('chen', 'practitioner', `appointments.manage ${permissions}`, { team })])
    expect(ask(asChen('intake.manage'), 'chen', 'create', visit())).toBe('yes')
    expect(ask(asChen('patients.view', all('view')), 'chen', 'create', visit())).toBe('yes')
    expect(ask(asChen('patients.view'), 'chen', 'create', visit({ createdBy: 'chen' }))).toBe('yes')
    expect(ask(asChen('patients.view'), 'chen', 'create', visit())).toBe('team')
  })

  test('a setup that belongs to no order is out of reach', () => {
    const setup = record('setup', { state: { status: 'awaiting-approval' } })
    const policy = practice([member('chen', 'practitioner', 'setups.approve orders.view')])
    for (const act of ['view', 'approve']) {
      expect(ask(policy, 'chen', act, setup)).toBe('team')
      expect(ask(policy, 'chen', act, { ...setup, case: { id: 'o1', owner: 'chen' } })).toBe('yes')
    }
  })

  test("work that is nobody's is reached by all team members alone", () => {
    const ownerless = record('note', { patient: about, owner: null })
    expect(ask(office(all('view')), 'ana', 'view', ownerless)).toBe('yes')
    expect(ask(office(all('view')), 'ana', 'edit', ownerless)).toBe('team')
    expect(ask(office([{ colleague: 'dee', level: 'edit' }]), 'ana', 'view', ownerless)).toBe('team')
  })

  test('an owned record without patient is judged by its owner, one judged as patient is refused', () => {
    const loose = (kind: string) => record(kind, { patient: null, owner: 'dee' })
    expect(ask(office([{ colleague: 'dee', level: 'edit' }]), 'ana', 'edit', loose('note'))).toBe('yes')
    expect(ask(office(all('edit')), 'ana', 'view', loose('history'))).toBe('team')
  })

  test('a patient nobody treats is reached by all team members and by whoever created it', () => {
    const untreated = chart(patient('p9', [], { createdBy: 'ana' }))
    expect(ask(office([]), 'ana', 'edit', untreated)).toBe('yes')
    const byOther = chart(patient('p9', [], { createdBy: 'chen' }))
    expect(ask(office([]), 'ana', 'view', byOther)).toBe('team')
    expect(ask(office(all('view')), 'ana', 'view', byOther)).toBe('yes')
    expect(ask(office([{ colleague: 'chen', level: 'edit' }]), 'ana', 'view', byOther)).toBe('team')
    // Having created a patient someone treats reaches nothing.
    expect(ask(office([]), 'ana', 'view', chart(patient('p9', ['dee'], { createdBy: 'ana' })))).toBe('team')
  })

  test('the worklist shows untreated patients where its permission holds, to look at only', () => {
    const about9 = patient('p9', [], { locations: ['green'] })
    const holding = (...grants: Grant[]) =>
      practice([member('ana', 'administrative', '', { grants: [grant('patients.manage'), ...grants] })])
    const intake = holding(grant('intake.manage', { at: ['green'] }))
    expect(ask(intake, 'ana', 'view', chart(about9))).toBe('yes')
    expect(ask(intake, 'ana', 'edit', chart(about9))).toBe('team')
    expect(ask(intake, 'ana', 'view', record('intake', { patient: about9 }))).toBe('team')
    expect(ask(holding(grant('intake.manage', { at: ['blue'] })), 'ana', 'view', chart(about9))).toBe('team')
    expect(ask(holding(grant('intake.manage', past)), 'ana', 'view', chart(about9))).toBe('team')
    expect(ask(intake, 'ana', 'view', chart(patient('p9', ['dee'], { locations: ['green'] })))).toBe('team')
    const owner = practice([member('ana', 'administrative', 'patients.view', { owner: true })])
    expect(ask(owner, 'ana', 'view', chart(about9))).toBe('yes')
  })

  test('the worklist heeds the tag limit of the role that lists it', () => {
    const tagLimit: TagLimit = { match: 'any', tags: ['G'] }
    const grants = [grant('patients.view'), grant('intake.manage')]
    const policy = practice([member('ana', 'administrative', '', { grants })], {
      roles: [role('intake.manage', { tagLimit })],
    })
    expect(ask(policy, 'ana', 'view', chart(patient('p9', [], { tags: ['G'] })))).toBe('yes')
    expect(ask(policy, 'ana', 'view', chart(patient('p9', [], { tags: ['B'] })))).toBe('team')
  })

  test('a record passes with its owner in reach and its patient only on the worklist', () => {
    const team = [{ colleague: 'dee', section: 'appointments', level: 'view' }] as const
    const visit = record('appointment', { patient: patient('p9', []), owner: 'dee' })
    const holding = (permissions: string) =>
      practice([member('ana', 'administrative', permissions, { team })])
    expect(ask(holding('appointments.view intake.manage'), 'ana', 'view', visit)).toBe('yes')
    expect(ask(holding('appointments.view'), 'ana', 'view', visit)).toBe('team')
  })

  test('practice-wide kinds pass whatever the team access', () => {
    const policy = practice([member('ana', 'administrative', 'directory.view')])
    expect(ask(policy, 'ana', 'view', record('directory'))).toBe('yes')
  })

  test("everyone's account is their own, a collaborator's and an integration's too", () => {
    for (const kind of memberKinds) {
      const policy = practice([member('x', kind), chen])
      expect(ask(policy, 'x', 'edit', record('account', { patient: null, owner: 'x' }))).toBe('yes')
      const settings = record('notificationSettings', { patient: null, owner: 'x' })
      expect(ask(policy, 'x', 'edit', settings)).toBe(kind === 'assistant' ? 'acting' : 'yes')
    }
    const account = record('account', { patient: null, owner: 'chen' })
    expect(ask(practice([member('hatt', 'collaborator')]), 'hatt', 'view', account)).toBe('team')
  })
})

describe('step 7, tags', () => {
  const carrying = [['G'], ['G', 'B'], ['B'], []]
  // Answers for patients with the tags {G}, {G,B}, {B} and {}.
  const table: readonly [TagLimit, string][] = [
    [{ match: 'any', tags: ['G'] }, 'YY--'],
    [{ match: 'all', tags: ['G'] }, 'YY--'],
    [{ match: 'any', tags: ['G', 'B'] }, 'YYY-'],
    [{ match: 'all', tags: ['G', 'B'] }, '-Y--'],
    [{ match: 'any', tags: [] }, '----'],
    [{ match: 'all', tags: [] }, '----'],
    [{ match: 'any', tags: ['G'], until: now + 1 }, 'YY--'],
    [{ match: 'any', tags: ['G'], until: now }, 'YYYY'],
    [{ match: 'any', tags: ['G'], from: now }, 'YY--'],
    [{ match: 'any', tags: ['G'], from: now + 1 }, 'YYYY'],
  ]
  const answers = (policy: Policy) =>
    carrying.map((tags) => ask(policy, 'chen', 'view', chart(patient('p', ['chen'], { tags }))))
  const spelled = (row: string) => [...row].map((cell) => (cell === 'Y' ? 'yes' : 'patient'))
  const doctor = member('chen', 'practitioner', 'patients.view')
  const limitedRole = (tagLimit: TagLimit) => ({ roles: [role('patients.view', { tagLimit })] })

  for (const [limit, row] of table) {
    const name = `${limit.match} of {${limit.tags}}${limit.from ? ` from ${limit.from - now}` : ''}${limit.until ? ` until ${limit.until - now}` : ''}`
    test(`a member limited to ${name} is answered ${row}`, () => {
      expect(answers(practice([{ ...doctor, tagLimit: limit }]))).toEqual(spelled(row))
    })
    test(`a role limited to ${name} is answered ${row}`, () => {
      expect(answers(practice([doctor], limitedRole(limit)))).toEqual(spelled(row))
    })
  }

  test('without a limit tags hide nothing', () => {
    expect(answers(practice([doctor]))).toEqual(spelled('YYYY'))
  })

  test('a limit beats every grant', () => {
    const grants = [grant('patients.view'), grant('patients.manage'), grant('accounts.manage')]
    const policy = practice([{ ...doctor, owner: true, grants, tagLimit: { match: 'any', tags: ['G'] } }])
    expect(answers(policy)).toEqual(spelled('YY--'))
  })

  test("a limit on a role cuts that role's grants only", () => {
    const roles = limitedRole({ match: 'any', tags: ['G'] })
    const both = { ...doctor, grants: [grant('patients.view'), grant('patients.manage')] }
    expect(answers(practice([both], roles))).toEqual(spelled('YYYY'))
    const expired = { ...doctor, grants: [grant('patients.view'), grant('patients.manage', past)] }
    expect(answers(practice([expired], roles))).toEqual(spelled('YY--'))
  })

  test('limits on member and role intersect', () => {
    const limited = { ...doctor, tagLimit: { match: 'any', tags: ['G'] } as const }
    expect(answers(practice([limited], limitedRole({ match: 'any', tags: ['B'] })))).toEqual(spelled('-Y--'))
  })

  test('a scope is asked at permission, a limit at patient', () => {
    const scoped = { ...doctor, grants: [grant('patients.view', { tagged: ['G'] })] }
    expect(answers(practice([scoped]))).toEqual(['yes', 'yes', 'permission', 'permission'])
  })

  test('limits speak of patients: what has none is not cut', () => {
    const limited = member('chen', 'practitioner', 'templates.manage', {
      tagLimit: { match: 'any', tags: [] },
    })
    expect(ask(practice([limited]), 'chen', 'edit', record('template', { patient: null }))).toBe('yes')
  })
})

describe('step 7, restricted charts', () => {
  const permissions =
    'patients.view notes.view appointments.view plans.view invoices.view accounts.manage tasks.use'
  const policy = practice([
    member('chen', 'practitioner', permissions, { owner: true }),
    member('ana', 'administrative', permissions, { team: all('edit') }),
    member('bea', 'assistant', permissions, { manages: [{ practitioner: 'chen' }] }),
  ])

  test('a whole chart opens to its list alone, neither to owner nor treating practitioner nor admin', () => {
    const closed = patient('p1', ['chen'], { restrictedTo: ['ana'] })
    for (const about of [chart(closed), record('note', { patient: closed })]) {
      expect(ask(policy, 'chen', 'view', about)).toBe('patient')
      expect(ask(policy, 'ana', 'view', about)).toBe('yes')
    }
  })

  test('clinical content closes kinds of clinical modules and leaves the others', () => {
    const closed = patient('p1', ['chen'], { clinicalTo: ['ana'] })
    for (const kind of ['note', 'plan']) {
      expect(ask(policy, 'chen', 'view', record(kind, { patient: closed }))).toBe('patient')
      expect(ask(policy, 'ana', 'view', record(kind, { patient: closed }))).toBe('yes')
    }
    for (const kind of ['appointment', 'invoice'])
      expect(ask(policy, 'chen', 'view', record(kind, { patient: closed }))).toBe('yes')
    expect(ask(policy, 'chen', 'view', chart(closed))).toBe('yes')
  })

  test('an assistant needs both themselves and the practitioner on the list', () => {
    const to = (...restrictedTo: string[]) => chart(patient('p1', ['chen'], { restrictedTo }))
    expect(ask(policy, 'bea for chen', 'view', to('bea', 'chen'))).toBe('yes')
    expect(ask(policy, 'bea for chen', 'view', to('bea'))).toBe('patient')
    expect(ask(policy, 'bea for chen', 'view', to('chen'))).toBe('patient')
  })

  test('an own task about a restricted chart stays open: its patient is not asked', () => {
    const task = record('task', {
      owner: 'bea',
      patient: patient('p1', ['chen'], { restrictedTo: ['chen'] }),
    })
    expect(ask(policy, 'bea', 'view', task)).toBe('yes')
  })

  test('an empty list closes to everyone, null to nobody', () => {
    expect(ask(policy, 'chen', 'view', chart(patient('p1', ['chen'], { restrictedTo: [] })))).toBe('patient')
    expect(ask(policy, 'chen', 'view', chart(patient('p1', ['chen'], { restrictedTo: null })))).toBe('yes')
  })

  test('being on the list gives nothing by itself', () => {
    const stranger = practice([member('dee', 'practitioner', permissions)])
    const closed = chart(patient('p1', ['chen'], { restrictedTo: ['dee'] }))
    expect(ask(stranger, 'dee', 'view', closed)).toBe('team')
  })
})

describe('step 7, shares', () => {
  const share: Share = {
    id: 'share/1',
    with: 'hatt',
    by: 'chen',
    permissions: [],
    cases: 'all',
    consent: true,
    accepted: true,
  }
  const sharing = (more: Partial<Share>, hatt: Partial<Member> = {}) =>
    practice([chen, member('hatt', 'collaborator', '', hatt)], { shares: [{ ...share, ...more }] })
  const order = record('order', { id: 'o1' })
  const setup = record('setup', { case: { id: 'o1', owner: 'chen' }, state: { status: 'awaiting-approval' } })

  test('a live share shows the orders of the inviting practitioner and their setups', () => {
    expect(ask(sharing({}), 'hatt', 'view', order)).toBe('yes')
    expect(ask(sharing({}), 'hatt', 'view', setup)).toBe('yes')
    expect(ask(sharing({}), 'hatt', 'view', { ...order, owner: 'dee' })).toBe('patient')
    expect(ask(sharing({}), 'hatt', 'view', { ...setup, case: { id: 'o1', owner: 'dee' } })).toBe('patient')
    expect(ask(sharing({}), 'hatt', 'view', { ...setup, case: null })).toBe('patient')
  })

  test('a share that is not accepted, not consented or not within its dates is no permission', () => {
    for (const more of [{ accepted: false }, { consent: false }, past, future])
      expect(ask(sharing(more), 'hatt', 'view', order)).toBe('permission')
    expect(ask(sharing({ from: now, until: now + 1 }), 'hatt', 'view', order)).toBe('yes')
  })

  test("selected cases open themselves, and only if they are the inviting practitioner's", () => {
    expect(ask(sharing({ cases: ['o1'] }), 'hatt', 'view', setup)).toBe('yes')
    expect(ask(sharing({ cases: ['o2'] }), 'hatt', 'view', order)).toBe('patient')
    expect(ask(sharing({ cases: ['o1'] }), 'hatt', 'view', { ...order, owner: 'dee' })).toBe('patient')
  })

  test('declining and adding need their ticks, approving has none', () => {
    expect(ask(sharing({}), 'hatt', 'decline', setup)).toBe('permission')
    expect(ask(sharing({ permissions: ['setups.decline'] }), 'hatt', 'decline', setup)).toBe('yes')
    expect(ask(sharing({}), 'hatt', 'create', order)).toBe('permission')
    expect(ask(sharing({ permissions: ['setups.approve'] }), 'hatt', 'approve', setup)).toBe('kind')
    const inert = sharing({ permissions: ['setups.approve', 'patients.view'] })
    expect(holds(inert, 'hatt', 'orders.view')).toBe('yes')
    expect(holds(inert, 'hatt', 'setups.approve')).toBe('kind')
    expect(holds(inert, 'hatt', 'setups.decline')).toBe('permission')
  })

  test('a new order joins the share if it is owned by the inviting practitioner', () => {
    const adding = sharing({ permissions: ['orders.add'], cases: ['o1'] })
    expect(ask(adding, 'hatt', 'create', { ...order, id: 'new' })).toBe('yes')
    expect(ask(adding, 'hatt', 'create', { ...order, id: 'new', owner: 'hatt' })).toBe('patient')
    expect(ask(adding, 'hatt', 'view', { ...order, id: 'new' })).toBe('patient')
  })

  test('the share that covers must be one that lists the act', () => {
    const policy = sharing({ cases: ['o2'], permissions: ['setups.decline'] })
    const two = { ...policy, shares: [...policy.shares, { ...share, id: 'share/2', cases: ['o1'] }] }
    expect(ask(two, 'hatt', 'view', setup)).toBe('yes')
    expect(ask(two, 'hatt', 'decline', setup)).toBe('patient')
  })

  test('a decline passes while approval is awaited, and at no other state', () => {
    const policy = sharing({ permissions: ['setups.decline'] })
    expect(ask(policy, 'hatt', 'decline', { ...setup, state: { status: 'approved' } })).toBe('state')
    expect(ask(policy, 'hatt', 'decline', { ...setup, state: null })).toBe('state')
  })

  test('withdrawn consent closes shares, and shares only', () => {
    const about = patient('p1', ['chen'], { consentWithdrawn: true })
    expect(ask(sharing({}), 'hatt', 'view', { ...order, patient: about })).toBe('patient')
    const policy = practice([member('chen', 'practitioner', 'orders.view')])
    expect(ask(policy, 'chen', 'view', { ...order, patient: about })).toBe('yes')
  })

  test('restricted charts and tag limits beat shares', () => {
    const clinicalTo = (...list: string[]) => ({
      ...order,
      patient: patient('p1', ['chen'], { clinicalTo: list }),
    })
    expect(ask(sharing({}), 'hatt', 'view', clinicalTo('chen'))).toBe('patient')
    expect(ask(sharing({}), 'hatt', 'view', clinicalTo('chen', 'hatt'))).toBe('yes')
    expect(ask(sharing({}, { tagLimit: { match: 'any', tags: ['G'] } }), 'hatt', 'view', order)).toBe(
      'patient',
    )
  })

  test('grants of a collaborator and shares with anyone else carry nothing', () => {
    const granted = practice([member('hatt', 'collaborator', 'orders.view')])
    expect(ask(granted, 'hatt', 'view', order)).toBe('permission')
    const dee = practice([member('dee', 'practitioner', '', { team: all('edit') })], {
      shares: [{ ...share, with: 'dee' }],
    })
    expect(ask(dee, 'dee', 'view', order)).toBe('permission')
  })
})

describe('break glass', () => {
  const closed = patient('p2', ['dee'], { restrictedTo: ['dee'], tags: ['B'], locations: ['blue'] })
  const permissions = 'patients.manage notes.view notes.write invoices.view'
  const limits: Partial<Member> = {
    grants: [grant(permissions, { at: ['green'] })],
    tagLimit: { match: 'any', tags: ['G'] },
    ownNotesOnly: always,
  }
  const breaking = (span: Span = {}, who: Member = member('chen', 'practitioner', '', limits)) =>
    practice([who], { glass: [{ member: who.id, patient: 'p2', reason: 'collapsed', ...span }] })
  const dees = record('note', { patient: closed, owner: 'dee' })

  test('it shows the patient and their records past scope, team access, limits and restriction', () => {
    for (const about of [chart(closed), dees, record('invoice', { patient: closed, owner: 'dee' })])
      expect(ask(breaking(), 'chen', 'view', about)).toBe('yes')
    expect(ask(practice([member('chen', 'practitioner', '', limits)]), 'chen', 'view', dees)).toBe(
      'permission',
    )
  })

  test('it skips nothing else: some grant must list the act, and the module must be on', () => {
    expect(ask(breaking(), 'chen', 'view', { ...dees, state: { signed: true } })).toBe('permission')
    expect(ask({ ...breaking(), modules: [] }, 'chen', 'view', dees)).toBe('module-off')
    expect(ask(breaking({}, member('chen', 'practitioner')), 'chen', 'view', chart(closed))).toBe(
      'permission',
    )
  })

  test("it edits nothing but one's own note about them", () => {
    const unscoped = breaking({}, member('chen', 'practitioner', permissions))
    expect(ask(unscoped, 'chen', 'edit', chart(closed))).toBe('team')
    expect(ask(unscoped, 'chen', 'edit', dees)).toBe('team')
    expect(ask(breaking(), 'chen', 'create', record('note', { patient: closed }))).toBe('yes')
    expect(ask(breaking(), 'chen', 'edit', record('note', { patient: closed }))).toBe('yes')
    expect(
      ask(breaking(), 'chen', 'edit', record('note', { patient: closed, state: { signed: true } })),
    ).toBe('state')
  })

  test('it opens one patient, until it ends', () => {
    const other = patient('p3', ['dee'])
    const unscoped = breaking({}, member('chen', 'practitioner', permissions))
    expect(ask(unscoped, 'chen', 'view', chart(other))).toBe('team')
    expect(ask(breaking({ from: now, until: now + 1 }), 'chen', 'view', chart(closed))).toBe('yes')
    expect(ask(breaking({ until: now }), 'chen', 'view', chart(closed))).toBe('permission')
  })

  test('an entry for an assistant, a collaborator or an integration is inert', () => {
    const robot = breaking({}, member('robot', 'integration', permissions))
    expect(ask(robot, 'robot', 'view', chart(closed))).toBe('team')
    const bea = breaking({}, member('bea', 'assistant', permissions, { manages: [{ practitioner: 'chen' }] }))
    const both = { ...bea, members: [...bea.members, chen] }
    expect(ask(both, 'bea for chen', 'view', chart(closed))).toBe('team')
  })

  test('breaking it asks for no scope, no team access and no limit, and for the permission alone', () => {
    const limited = (more: Partial<Member>) =>
      practice([member('chen', 'practitioner', '', { ...limits, ...more })])
    const policy = limited({ grants: [grant('glass.break', { at: ['green'] })] })
    expect(ask(policy, 'chen', 'breakGlass', chart(closed))).toBe('yes')
    expect(ask(policy, 'chen', 'view', chart(closed))).toBe('permission')
    expect(ask(limited({}), 'chen', 'breakGlass', chart(closed))).toBe('permission')
    const roles = [role('glass.break', { tagLimit: { match: 'any', tags: ['G'] } })]
    expect(ask({ ...policy, roles }, 'chen', 'breakGlass', chart(closed))).toBe('yes')
    for (const kind of ['assistant', 'collaborator', 'integration'] as const) {
      const never = practice([member('x', kind, 'glass.break')])
      expect(ask(never, 'x', 'breakGlass', chart(closed))).toBe('kind')
    }
  })

  test('hidden prices stay hidden', () => {
    const who = member('chen', 'practitioner', permissions, { hidePrices: always })
    expect(ask(breaking({}, who), 'chen', 'view', record('payment', { patient: closed }))).toBe('field')
  })
})

describe('step 9, field', () => {
  const permissions =
    'invoices.view charges.manage collections.view payouts.view analytics.view payments.take'
  const hiding = member('chen', 'practitioner', permissions, { hidePrices: always })

  test('hidden prices refuse the price where it is named, and some kinds whole', () => {
    const policy = practice([hiding])
    expect(ask(policy, 'chen', 'view', record('invoice'))).toBe('yes')
    expect(ask(policy, 'chen', 'view', record('invoice'), { fields: ['price'] })).toBe('field')
    for (const kind of ['collection', 'payout', 'analytics', 'payment'])
      expect(ask(policy, 'chen', 'view', record(kind))).toBe('field')
    expect(ask(practice([{ ...hiding, hidePrices: past }]), 'chen', 'view', record('payout'))).toBe('yes')
  })

  test('the flag of one role holds for the whole person while a grant of that role is valid', () => {
    const by = (span: Span, hidePrices: Span = always) =>
      ask(
        practice(
          [
            {
              ...member('chen', 'practitioner'),
              grants: [grant(permissions), grant('quiet', { at: ['green'], ...span })],
            },
          ],
          {
            roles: [role('quiet', { hidePrices })],
          },
        ),
        'chen',
        'view',
        record('payout'),
      )
    expect(by({})).toBe('field')
    expect(by(past)).toBe('yes')
    expect(by({}, past)).toBe('yes')
  })

  test('the office part of a form needs its own permission, in a scope the form lies in', () => {
    const fields = ['officeUse']
    const about = (location: string) =>
      record('form', { patient: patient('p1', ['chen'], { locations: [location] }) })
    const grants = [grant('forms.view'), grant('forms.office', { at: ['green'] })]
    const policy = practice([member('chen', 'practitioner', '', { grants })])
    expect(ask(policy, 'chen', 'view', about('green'), { fields })).toBe('yes')
    expect(ask(policy, 'chen', 'view', about('blue'), { fields })).toBe('field')
    const glass = [{ member: 'chen', patient: 'p1', reason: 'collapsed' }]
    expect(ask({ ...policy, glass }, 'chen', 'view', about('blue'), { fields })).toBe('yes')
    // No permission fills in the office part of a note.
    const writer = practice([member('chen', 'practitioner', 'notes.view forms.office')])
    expect(ask(writer, 'chen', 'view', record('note'), { fields })).toBe('field')
  })

  test('a private note is open to its owner alone, and to the hands of its owner', () => {
    const fields = ['privateNote']
    const policy = practice([
      member('chen', 'practitioner', 'notes.view'),
      member('dee', 'practitioner', 'notes.view', { team: all('edit') }),
      member('bea', 'assistant', 'notes.view', {
        manages: [{ practitioner: 'chen' }, { practitioner: 'dee' }],
      }),
    ])
    expect(ask(policy, 'chen', 'view', record('note'), { fields })).toBe('yes')
    expect(ask(policy, 'dee', 'view', record('note'), { fields })).toBe('field')
    expect(ask(policy, 'bea for chen', 'view', record('note'), { fields })).toBe('yes')
    expect(ask(policy, 'bea for dee', 'view', record('note'), { fields })).toBe('field')
  })

  test('a field that is not in the catalogue is refused, and every field named must be open', () => {
    const policy = practice([member('chen', 'practitioner', 'notes.view')])
    for (const field of ['colour', 'constructor'])
      expect(ask(policy, 'chen', 'view', record('note'), { fields: ['price', field] })).toBe('field')
    expect(ask(policy, 'chen', 'view', record('note'), { fields: ['price', 'privateNote'] })).toBe('yes')
  })
})

describe('holds', () => {
  test('it is literal, asks no scope, and takes ownership for the admin permission', () => {
    const grants = [grant('patients.manage', { at: ['green'] })]
    const policy = practice([member('chen', 'practitioner', '', { grants, owner: true })])
    expect(holds(policy, 'chen', 'patients.manage')).toBe('yes')
    expect(holds(policy, 'chen', 'patients.view')).toBe('permission')
    expect(holds(policy, 'chen', 'accounts.manage')).toBe('yes')
    expect(holds(policy, 'chen', 'audit.view')).toBe('permission')
  })

  test('unknown permissions are refused by permission, unknown members as inactive', () => {
    const policy = practice([member('chen', 'practitioner', 'patients.gone constructor')])
    expect(holds(policy, 'chen', 'patients.gone')).toBe('permission')
    expect(holds(policy, 'chen', 'constructor')).toBe('permission')
    expect(holds(policy, 'nobody', 'patients.gone')).toBe('inactive')
  })

  test('a read-only module counts as on for permissions that include view', () => {
    const held = 'charges.manage plans.create plans.view'
    const lapsed = practice([member('chen', 'practitioner', held)], {
      modules: [],
      readOnly: ['billing', 'generator'],
    })
    expect(holds(lapsed, 'chen', 'charges.manage')).toBe('yes')
    expect(holds(lapsed, 'chen', 'plans.create')).toBe('module-off')
    expect(holds(lapsed, 'chen', 'plans.view')).toBe('yes')
  })

  test('kind refuses what no act of the permission is open to', () => {
    const policy = practice([member('robot', 'integration', 'notes.sign accounts.manage')])
    expect(holds(policy, 'robot', 'notes.sign')).toBe('kind')
    expect(holds(policy, 'robot', 'accounts.manage')).toBe('yes')
  })

  test('an assistant holds by acting, and account permissions by acting for an admin', () => {
    const manages = [{ practitioner: 'chen' }, { practitioner: 'dee' }]
    const policy = practice([
      member('chen', 'practitioner', '', { owner: true }),
      member('dee', 'practitioner'),
      member('bea', 'assistant', 'tasks.use accounts.manage', { manages }),
    ])
    expect(holds(policy, 'bea', 'tasks.use')).toBe('acting')
    expect(holds(policy, 'bea for dee', 'tasks.use')).toBe('yes')
    expect(holds(policy, 'bea for dee', 'accounts.manage')).toBe('acting')
    expect(holds(policy, 'bea for chen', 'accounts.manage')).toBe('yes')
    expect(holds(policy, 'chen for dee', 'accounts.manage')).toBe('acting')
  })
})

describe('who can', () => {
  test('everyone who may, in the order of the policy; an assistant by anyone they manage, or by nobody', () => {
    const policy = practice([
      member('bea', 'assistant', 'tasks.use notes.view', {
        manages: [{ practitioner: 'dee' }, { practitioner: 'chen' }],
      }),
      member('ana', 'administrative', 'notes.view'),
      member('dee', 'practitioner', 'notes.view'),
      member('chen', 'practitioner', 'notes.view'),
    ])
    const whoCan = (act: string, about: RecordFacts) =>
      referenceWhoCan(practiceCatalog, policy, { act, record: about, at: now })
    expect(whoCan('view', record('note'))).toEqual(['bea', 'chen'])
    expect(whoCan('view', record('task', { owner: 'bea', patient: null }))).toEqual(['bea'])
    expect(whoCan('fly', record('note'))).toEqual([])
  })

  test('fields narrow it', () => {
    const policy = practice([
      member('chen', 'practitioner', 'notes.view'),
      member('dee', 'practitioner', 'notes.view', { team: all('view') }),
    ])
    const question = { act: 'view', record: record('note'), at: now }
    expect(referenceWhoCan(practiceCatalog, policy, question)).toEqual(['chen', 'dee'])
    expect(referenceWhoCan(practiceCatalog, policy, { ...question, fields: ['privateNote'] })).toEqual([
      'chen',
    ])
  })
})

describe('the practice written down as an example', () => {
  const readyMade = Object.entries(practiceCatalog.roles).map(([id, { permissions }]) =>
    role(id, { permissions }),
  )
  const frontDesk = role('front-desk', { permissions: ['patients.manage', 'appointments.manage'] })
  const policy = practice(
    [
      member('chen', 'practitioner', '', { owner: true, grants: [grant('provider'), grant('system-admin')] }),
      member('dee', 'practitioner', '', { account: false }),
      member('ana', 'administrative', 'front-desk', {
        team: all('edit'),
        tagLimit: { match: 'any', tags: ['green-st'] },
      }),
      member('bill', 'administrative', '', {
        grants: [grant('biller'), grant('clinical-assistant', { at: ['green'] })],
        team: [
          { colleague: 'chen', level: 'edit' },
          { colleague: 'dee', level: 'view' },
        ],
      }),
      member('bea', 'assistant', 'clinical-assistant', { manages: [{ practitioner: 'chen' }] }),
      member('hatt', 'collaborator'),
    ],
    {
      modules: ['clinical', 'billing', 'engage', 'orders'],
      roles: [...readyMade, frontDesk],
      shares: [
        {
          id: 's',
          with: 'hatt',
          by: 'chen',
          permissions: ['setups.decline'],
          cases: 'all',
          consent: true,
          accepted: true,
        },
      ],
    },
  )
  const p1 = patient('p1', ['chen'], { tags: ['green-st'], locations: ['green'] })
  const p2 = patient('p2', ['dee'], { tags: ['blue-st', 'vip'], restrictedTo: ['dee'] })
  const n1 = record('note', { patient: p1, state: { signed: true } })
  const s1 = record('setup', {
    patient: p1,
    case: { id: 'o1', owner: 'chen' },
    state: { status: 'awaiting-approval' },
  })

  test('its expectations hold', () => {
    expect(ask(policy, 'ana', 'view', chart(p1))).toBe('yes')
    expect(ask(policy, 'ana', 'view', n1)).toBe('permission')
    expect(ask(policy, 'bea for chen', 'view', n1)).toBe('permission')
    expect(ask(policy, 'bea', 'view', chart(p1))).toBe('acting')
    expect(ask(policy, 'hatt', 'approve', s1)).toBe('kind')
    expect(holds(policy, 'ana', 'patients.manage')).toBe('yes')
    expect(ask(policy, 'ana', 'view', chart(p2))).toBe('patient')
    expect(referenceWhoCan(practiceCatalog, policy, { act: 'view', record: n1, at: now })).toEqual(['chen'])
  })

  test('whose record is out of scope and whose chart is closed is refused where the order says', () => {
    expect(ask(policy, 'bill', 'view', record('note', { patient: p1 }))).toBe('yes')
    expect(ask(policy, 'bill', 'view', record('note', { patient: p2, owner: 'dee' }))).toBe('permission')
    expect(ask(policy, 'bill', 'view', chart(p2))).toBe('patient')
    expect(ask(policy, 'bill', 'edit', chart(p2))).toBe('team')
    expect(ask(policy, 'dee', 'view', chart(p2))).toBe('inactive')
    expect(ask(policy, 'hatt', 'decline', s1)).toBe('yes')
  })
})

describe('another catalogue', () => {
  const act = {
    verb: regularVerb('use'),
    reads: false,
    creates: false,
    level: 'edit',
    never: [],
    withoutActing: false,
    beyondReach: false,
  } as const
  const see = { ...act, reads: true, level: 'view' } as const
  const kind = {
    label: '',
    noun: '',
    plural: '',
    module: 'core',
    collaborator: [],
    note: false,
    adminWide: false,
    priced: false,
    statuses: [],
    followsPractitioner: false,
  }
  const library = defineCatalog({
    modules: { core: { label: 'Core', always: true, clinical: false } },
    sections: [],
    kinds: {
      reader: { ...kind, patient: 'itself', team: 'careTeam', acts: { see } },
      loan: {
        ...kind,
        patient: 'yes',
        team: 'owner',
        acts: { see, renew: { ...act, state: { field: 'due', is: false } } },
      },
      shelf: { ...kind, patient: 'no', team: 'wide', acts: { see, sort: act } },
      card: { ...kind, patient: 'no', team: 'self', acts: { see: { ...see, withoutActing: true } } },
    },
    permissions: {
      lend: {
        label: '',
        meaning: '',
        covers: [
          { kind: 'reader', acts: ['see'] },
          { kind: 'loan', acts: ['see', 'renew'] },
        ],
        needs: [],
        mark: 'record',
        published: false,
      },
    },
    roles: {},
    jobTitles: {},
    fields: {},
    worklist: [],
    share: { always: [], offered: [] },
  })
  const policy = practice([
    member('ann', 'practitioner', 'lend', { owner: true }),
    member('bob', 'assistant', 'lend', { manages: [{ practitioner: 'ann' }] }),
  ])
  const about = patient('r1', ['ann'])
  const loan = (due: boolean): RecordFacts => ({
    id: 'l',
    kind: 'loan',
    patient: about,
    owner: 'ann',
    state: { due },
  })
  const may = (who: string, act: string, record: RecordFacts, actingFor?: string) =>
    said(reference(library, policy, { member: who, act, record, at: now, ...(actingFor && { actingFor }) }))

  test('its own words are decided the same way', () => {
    expect(may('ann', 'see', { id: 'r1', kind: 'reader', patient: about })).toBe('yes')
    expect(may('ann', 'renew', loan(false))).toBe('yes')
    expect(may('ann', 'renew', loan(true))).toBe('state')
    expect(may('bob', 'renew', loan(false))).toBe('acting')
    expect(may('bob', 'renew', loan(false), 'ann')).toBe('yes')
    expect(may('bob', 'see', { id: 'c', kind: 'card', owner: 'bob' })).toBe('yes')
    expect(may('ann', 'view', chart(about))).toBe('kind')
  })

  test("an act no permission covers is nobody's, not even the owner's", () => {
    expect(may('ann', 'sort', { id: 's', kind: 'shelf' })).toBe('permission')
    const question = { member: 'ann', permission: 'accounts.manage', at: now }
    expect(said(referenceHolds(library, policy, question))).toBe('permission')
  })
})
