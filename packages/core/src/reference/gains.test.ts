import { expect, test } from 'vitest'
import { practiceCatalog } from '../catalog/practice-catalog.ts'
import type { PatientFacts } from '../evaluate/facts.ts'
import type { Grant, Member, Policy, Role, TeamEntry } from '../policy/policy.ts'
import { snapshotOf } from '../policy/snapshot.ts'
import { gainedActs } from '../simulate/gained-acts.ts'
import { referenceGains } from './gains.ts'

const at = 20

function member(id: string, rest: Partial<Member> = {}): Member {
  return {
    id,
    kind: 'practitioner',
    status: 'active',
    account: true,
    owner: id === 'dee',
    grants: [grant('provider')],
    team: [],
    manages: [],
    ...rest,
  }
}

function grant(role: string, scope: Partial<Grant> = {}): Grant {
  return { id: role, role, ...scope }
}

const roles: readonly Role[] = Object.entries(practiceCatalog.roles).map(
  ([id, { label, fits, permissions }]) => ({
    id,
    label,
    fits,
    permissions,
  }),
)

const viewOfDee: readonly TeamEntry[] = [{ colleague: 'dee', level: 'view' }]
const editOfDee: readonly TeamEntry[] = [{ colleague: 'dee', level: 'edit' }]

function patient(rest: Partial<PatientFacts> = {}): PatientFacts {
  return { id: 'p', careTeam: ['dee'], tags: [], locations: [], ...rest }
}

/** Whether one of the people gains an act by a change, as the reference and the engine say alike. */
function gains(
  who: Member,
  [kind, act]: readonly [string, string],
  before: PatientFacts,
  after: PatientFacts,
): boolean {
  const others = [member('dee'), member('pol')].filter(({ id }) => id !== who.id)
  const policy: Policy = {
    modules: ['clinical', 'billing'],
    readOnly: [],
    roles,
    members: [who, ...others],
    shares: [],
    glass: [],
    separate: [],
  }
  const found = gainedActs(snapshotOf(practiceCatalog, policy), { member: who.id, at, before, after }).find(
    (gained) => gained.kind === kind && gained.act === act,
  )
  const record = { id: kind === 'patient' ? 'p' : 'n', kind, owner: 'dee', ...found?.example }
  const says = referenceGains(practiceCatalog, policy, { member: who.id, act, at, record, before, after })
  expect(says).toBe(found !== undefined)
  return says
}

test('joining the care team gains editing for a person who could only view', () => {
  const chen = member('chen', { team: viewOfDee })
  const joined = patient({ careTeam: ['chen', 'dee'] })
  expect(gains(chen, ['patient', 'edit'], patient(), joined)).toBe(true)
  expect(gains(chen, ['patient', 'view'], patient(), joined)).toBe(false)
})

test('joining the care team gains nothing for a person who could edit through team access', () => {
  const chen = member('chen', { team: editOfDee })
  const joined = patient({ careTeam: ['chen', 'dee'] })
  for (const act of ['view', 'edit']) expect(gains(chen, ['patient', act], patient(), joined)).toBe(false)
  expect(gains(chen, ['note', 'view'], patient(), joined)).toBe(false)
})

test('a colleague who joins the care team gains access for a person who can edit their work', () => {
  const ana = member('ana', {
    kind: 'administrative',
    grants: [grant('office-staff')],
    team: [...viewOfDee, { colleague: 'pol', level: 'edit' }],
  })
  expect(gains(ana, ['patient', 'edit'], patient(), patient({ careTeam: ['dee', 'pol'] }))).toBe(true)
})

test('a location gains what a role allows there alone', () => {
  const bill = member('bill', {
    kind: 'administrative',
    grants: [grant('biller'), grant('clinical-assistant', { at: ['green'] })],
    team: [{ level: 'edit' }],
  })
  const green = patient({ locations: ['green'] })
  expect(gains(bill, ['note', 'view'], patient(), green)).toBe(true)
  expect(gains(bill, ['note', 'view'], green, green)).toBe(false)
  expect(gains(bill, ['patient', 'edit'], patient(), green)).toBe(false)
})

test('taking on a patient nobody treats is not counted, and a location that comes with it is', () => {
  const chen = member('chen', {
    grants: [grant('office-staff'), grant('provider', { at: ['green'] })],
  })
  const untreated = patient({ careTeam: [], createdBy: 'pol' })
  expect(gains(chen, ['patient', 'edit'], untreated, patient({ careTeam: ['chen'] }))).toBe(false)
  const takenOnAtGreen = patient({ careTeam: ['chen'], locations: ['green'] })
  expect(gains(chen, ['patient', 'edit'], untreated, takenOnAtGreen)).toBe(false)
  expect(gains(chen, ['note', 'view'], untreated, takenOnAtGreen)).toBe(true)
})

test('leaving a patient with nobody who treats them gains what taking them on would give', () => {
  const chen = member('chen', { team: [{ colleague: 'dee', section: 'patients', level: 'edit' }] })
  const untreated = patient({ careTeam: [] })
  expect(gains(chen, ['history', 'edit'], patient(), untreated)).toBe(true)
  const dee = member('dee')
  expect(gains(dee, ['history', 'edit'], patient(), untreated)).toBe(false)
})

test('an assistant gains nothing they have already for another practitioner they manage', () => {
  const sam = (...managed: readonly string[]) =>
    member('sam', {
      kind: 'assistant',
      grants: [grant('office-staff')],
      manages: managed.map((practitioner) => ({ practitioner })),
    })
  const joined = patient({ careTeam: ['dee', 'pol'] })
  expect(gains(sam('pol'), ['patient', 'edit'], patient(), joined)).toBe(true)
  expect(gains(sam('pol', 'dee'), ['patient', 'edit'], patient(), joined)).toBe(false)
})

test('lifting a restriction gains for a person who was not on the list', () => {
  const restricted = patient({ clinicalTo: ['dee'] })
  const chen = member('chen', { team: editOfDee })
  expect(gains(chen, ['note', 'view'], restricted, patient())).toBe(true)
  expect(gains(member('dee'), ['note', 'view'], restricted, patient())).toBe(false)
})
