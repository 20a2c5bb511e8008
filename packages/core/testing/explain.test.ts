/**
 * What a refusal says: the first step that failed, the limit and where it was set, and what would mend it.
 */
import { describe, expect, test } from 'vitest'
import { practiceCatalog } from '../src/catalog/practice-catalog.ts'
import { explain } from '../src/explain/explain.ts'
import { snapshotOf } from '../src/policy/snapshot.ts'
import { type PracticeFile, readPracticeFile, recordOf } from './index.ts'

const practice = `
practice: { name: Green Street, modules: [clinical, orders], lapsed: { billing: read-only }, now: 2026-11-21T09:00:00Z }
locations: [green, blue]
tags: [vip]
roles:
  vip-desk: { label: VIP desk, fits: [administrative], permissions: [patients.view], tags: { any: [vip] }, hidePrices: true }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: provider }, { role: system-admin }] }
  dee:  { kind: practitioner, account: false }
  ana:  { kind: administrative, grants: [{ role: office-staff, at: [green] }], team: { members: { chen: edit } } }
  vic:  { kind: administrative, grants: [{ role: vip-desk }], team: { all: view } }
  bill: { kind: administrative, grants: [{ role: biller, until: 2026-01-01T00:00:00Z }], team: { all: edit } }
  bea:  { kind: assistant, manages: [chen], grants: [{ role: clinical-assistant }, { role: admin }] }
  lou:  { kind: administrative, locked: true }
  hatt: { kind: collaborator }
  late: { kind: collaborator }
shares:
  - { with: hatt, by: chen, permissions: [setups.decline], cases: [o1], consent: true, accepted: true }
  - { with: late, by: chen, cases: all, consent: true }
patients:
  p1: { careTeam: [chen], locations: [green] }
  p2: { careTeam: [dee], tags: [vip], locations: [blue], restrictedTo: [dee] }
  p3: { careTeam: [chen], locations: [green], clinicalTo: [chen] }
  p4: { locations: [green] }
  p5: { careTeam: [chen], restrictedTo: [bea, chen] }
records:
  n1: { kind: note, patient: p1, owner: chen, signed: true }
  n3: { kind: note, patient: p3, owner: chen }
  o1: { kind: order, patient: p1, owner: chen }
  o2: { kind: order, patient: p1, owner: chen }
  s1: { kind: setup, patient: p1, owner: chen, case: o1, status: approved }
  i1: { kind: invoice, patient: p1, owner: chen }
  y1: { kind: payout }
  m1: { kind: member }
`

function read(): PracticeFile {
  const result = readPracticeFile(practice, { catalog: practiceCatalog, name: 'green-street' })
  if (!result.ok) throw new Error(JSON.stringify(result.errors))
  return result.file
}

const file = read()
const snapshot = snapshotOf(practiceCatalog, file.policy)

function ask(member: string, act: string, id: string, more: { actingFor?: string; fields?: string[] } = {}) {
  const record = recordOf(file, id)
  if (record === undefined) throw new Error(`no record \`${id}\``)
  const { answer, step, mend, verdict, steps } = explain(snapshot, {
    member,
    act,
    at: file.now,
    record,
    ...more,
  })
  const failed = steps.find((one) => one.outcome === 'failed')
  return { answer, step, mend, verdict, steps, cause: failed?.cause }
}

describe('a refusal', () => {
  test.each([
    ['lou', 'view', 'p1', 'inactive', "lou's account is locked", 'ask an admin to unlock it'],
    ['dee', 'view', 'p1', 'inactive', 'dee has no login', 'ask an admin to give them a login'],
    ['zoe', 'view', 'p1', 'inactive', 'there is no such team member', 'ask an admin to invite them'],
    [
      'chen',
      'edit',
      'i1',
      'module-off',
      'the Billing module is read-only',
      'ask the owner to subscribe to Billing',
    ],
    [
      'ana',
      'sign',
      'n1',
      'kind',
      "staff accounts can't sign notes",
      'ask a practitioner; no role can change this',
    ],
    [
      'vic',
      'view',
      'n1',
      'permission',
      "vic's roles don't include viewing notes",
      'ask an admin for the permission View signed notes',
    ],
    [
      'bill',
      'view',
      'p1',
      'permission',
      "bill's role Biller ended on 1 Jan 2026 at 00:00 UTC",
      'ask an admin for the permission Manage patients or View patients',
    ],
    [
      'ana',
      'view',
      'p2',
      'permission',
      'ana can view patients only with the role Office staff at green',
      'ask an admin to extend the role or add another',
    ],
    [
      'late',
      'view',
      'o1',
      'permission',
      "late hasn't accepted the cases chen shared",
      'ask late to accept them',
    ],
    ['bea', 'view', 'p1', 'acting', "bea isn't working for anyone", 'choose a practitioner to work for'],
    [
      'ana',
      'edit',
      'p4',
      'team',
      "this patient is unassigned, ana didn't add them, and ana's team access doesn't include editing everyone's patients",
      "assign a practitioner, or ask an admin for team access to edit everyone's patients",
    ],
    [
      'vic',
      'view',
      'p1',
      'patient',
      'the role VIP desk is limited to patients tagged vip, which excludes this patient',
      "ask an admin to change the limit or the patient's tags",
    ],
    [
      'vic',
      'view',
      'p2',
      'patient',
      "this chart is restricted, and vic isn't on its list",
      'ask someone on the list to add vic',
    ],
    [
      'hatt',
      'view',
      'o2',
      'patient',
      "this case isn't shared with hatt",
      'ask the practitioner to share this case',
    ],
    [
      'chen',
      'edit',
      'n1',
      'state',
      "signed notes can't be edited",
      'add an addendum instead, or unlock it with a reason',
    ],
    [
      'hatt',
      'decline',
      's1',
      'state',
      'only treatment setups with the status awaiting approval can be declined',
      'wait until it has this status',
    ],
  ])('to %s, who would %s %s, names the step %s', (member, act, id, step, cause, mend) => {
    expect(ask(member, act, id)).toMatchObject({ answer: 'no', step, cause, mend })
  })

  test('names whom an assistant cannot act for, and why an account act is closed to them', () => {
    expect(ask('bea', 'view', 'p1', { actingFor: 'dee' }).cause).toBe("bea can't work for dee")
    expect(ask('bea', 'edit', 'm1', { actingFor: 'chen' }).answer).toBe('yes')
    expect(ask('ana', 'view', 'p1', { actingFor: 'chen' }).cause).toBe(
      "ana isn't an assistant and can't work for someone else",
    )
  })

  test('names both people where an assistant meets a restricted chart', () => {
    expect(ask('bea', 'view', 'n3', { actingFor: 'chen' }).cause).toBe(
      "this chart's clinical content is restricted, and bea isn't on its list",
    )
  })

  test('about a restricted chart tells an assistant that acting for nobody is not enough', () => {
    const { step, steps } = ask('bea', 'view', 'p5')
    expect(step).toBe('acting')
    expect(steps[6]).toMatchObject({
      cause: "this chart is restricted, and bea isn't working for anyone on its list",
      mend: 'work for a practitioner on the list',
    })
  })

  test('names a price that is hidden, and the role that hides it', () => {
    const price = ask('vic', 'view', 'p2', { fields: ['price'] })
    expect(price.steps.at(-1)).toMatchObject({
      outcome: 'failed',
      cause: 'prices are hidden by a setting on the role VIP desk',
      mend: 'ask an admin to change this setting',
    })
  })
})

describe('an explanation', () => {
  test('has all nine steps in order, whatever the answer', () => {
    const order = [
      'inactive',
      'module-off',
      'kind',
      'permission',
      'acting',
      'team',
      'patient',
      'state',
      'field',
    ]
    for (const [member, id] of [
      ['chen', 'p1'],
      ['lou', 'p1'],
      ['zoe', 'n1'],
    ] as const)
      expect(ask(member, 'view', id).steps.map(({ step }) => step)).toEqual(order)
  })

  test('of a yes names the roles that carry it', () => {
    expect(ask('chen', 'view', 'p1').verdict).toBe(
      'chen can view this patient, allowed by the role Provider and the role System admin',
    )
  })

  test('of a reach says which records each step leaves', () => {
    const { answer, steps } = explain(snapshot, { member: 'ana', kind: 'patient', act: 'view', at: file.now })
    expect(answer).toBe('depends')
    expect(
      steps.filter(({ outcome }) => outcome === 'depends').map(({ step, cause }) => [step, cause]),
    ).toEqual([
      ['permission', 'only patients at green'],
      [
        'team',
        'only patients treated by ana or chen, unassigned patients added by ana and unassigned patients at green',
      ],
      ['patient', 'all patients, except charts restricted to others'],
    ])
  })

  test('calls tags and locations by their names where it knows them, and decides the same', () => {
    const named = snapshotOf(practiceCatalog, file.policy, {
      tags: new Map([['vip', 'Very important']]),
      locations: new Map([['green', 'Green Street']]),
    })
    const { answer, steps } = explain(named, { member: 'ana', kind: 'patient', act: 'view', at: file.now })
    expect(answer).toBe('depends')
    expect(steps.find(({ step }) => step === 'permission')?.cause).toBe('only patients at Green Street')
    const record = recordOf(file, 'p1')
    if (record === undefined) throw new Error('no record `p1`')
    const vic = explain(named, { member: 'vic', act: 'view', at: file.now, record })
    expect(vic.answer).toBe('no')
    expect(vic.verdict).toContain('the role VIP desk is limited to patients tagged Very important')
  })

  test('of an act nobody knows says so', () => {
    expect(ask('chen', 'juggle', 'p1')).toMatchObject({
      step: 'kind',
      cause: 'there is no such action',
    })
  })
})
