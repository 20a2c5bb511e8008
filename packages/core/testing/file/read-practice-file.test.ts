import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { practiceCatalog } from '../../src/catalog/practice-catalog.ts'
import type { Member } from '../../src/policy/policy.ts'
import { fileErrorLine } from './file-error.ts'
import { readyMadeRoles } from './names.ts'
import { type PracticeFile, recordAsked, recordOf } from './practice-file.ts'
import { readPracticeFile } from './read-practice-file.ts'

function fileOf(text: string | Uint8Array, now?: number): PracticeFile {
  const options = { catalog: practiceCatalog, name: 'clinic.yaml', ...(now !== undefined && { now }) }
  const result = readPracticeFile(text, options)
  if (!result.ok) throw new Error(result.errors.map(fileErrorLine).join('\n'))
  return result.file
}

/** A file around what a test is about: an instant and an owner. */
function fileWith(text: string): PracticeFile {
  return fileOf(`
practice: { now: 2026-11-21T09:00:00Z, modules: [] }
locations: [green, blue]
tags: [green-st, vip]
members:
  chen: { kind: practitioner, owner: true }
  dee: { kind: practitioner, account: false }
  bea: { kind: assistant }
  ana: { kind: administrative }
  hatt: { kind: collaborator }
${text}`)
}

/** The one member of a file that a test wrote. */
function memberWith(fields: string): Member | undefined {
  const text = `
practice: { now: 2026-11-21T09:00:00Z }
locations: [green]
tags: [green-st, vip]
members:
  chen: { kind: practitioner, owner: true }
  it: { ${fields} }`
  return fileOf(text).policy.members[1]
}

const now = Date.UTC(2026, 10, 21, 9)
const newYear = Date.UTC(2027, 0, 1)

describe('the example of the format', () => {
  const file = fileOf(readFileSync(new URL('../facts/green-street.yaml', import.meta.url)))
  const nothing = { status: 'active', account: true, owner: false, grants: [], team: [], manages: [] }

  test('reads into exactly this policy', () => {
    expect(file.policy).toEqual({
      modules: ['clinical', 'billing', 'engage', 'orders'],
      readOnly: [],
      roles: [
        ...readyMadeRoles(practiceCatalog),
        {
          id: 'front-desk',
          label: 'Front desk',
          fits: ['administrative'],
          permissions: ['patients.manage', 'appointments.manage'],
        },
      ],
      members: [
        {
          ...nothing,
          id: 'chen',
          kind: 'practitioner',
          owner: true,
          grants: [
            { id: 'chen/1', role: 'provider' },
            { id: 'chen/2', role: 'system-admin' },
          ],
        },
        { ...nothing, id: 'dee', kind: 'practitioner', account: false },
        {
          ...nothing,
          id: 'ana',
          kind: 'administrative',
          grants: [{ id: 'ana/1', role: 'front-desk' }],
          team: [{ level: 'edit' }],
          tagLimit: { match: 'any', tags: ['green-st'] },
        },
        {
          ...nothing,
          id: 'bill',
          kind: 'administrative',
          grants: [
            { id: 'bill/1', role: 'biller' },
            { id: 'bill/2', role: 'clinical-assistant', at: ['green'] },
          ],
          team: [
            { colleague: 'chen', level: 'edit' },
            { colleague: 'dee', level: 'view' },
          ],
        },
        {
          ...nothing,
          id: 'bea',
          kind: 'assistant',
          manages: [{ practitioner: 'chen' }],
          grants: [{ id: 'bea/1', role: 'clinical-assistant', until: newYear }],
        },
        { ...nothing, id: 'hatt', kind: 'collaborator' },
      ],
      shares: [
        {
          id: 'share/1',
          with: 'hatt',
          by: 'chen',
          permissions: ['setups.decline'],
          cases: 'all',
          consent: true,
          accepted: true,
        },
      ],
      glass: [],
      separate: [],
    })
  })

  test('reads into exactly these facts', () => {
    const p1 = { id: 'p1', careTeam: ['chen'], tags: ['green-st'], locations: ['green'] }
    const p2 = { id: 'p2', careTeam: ['dee'], tags: ['blue-st', 'vip'], locations: [], restrictedTo: ['dee'] }
    const s1 = {
      id: 's1',
      kind: 'setup',
      patient: p1,
      owner: 'chen',
      case: { id: 'o1', owner: 'chen' },
      state: { status: 'awaiting-approval' },
    }
    expect([...file.patients.values()]).toEqual([p1, p2])
    expect([...file.records.values()]).toEqual([
      { id: 'n1', kind: 'note', patient: p1, owner: 'chen', state: { signed: true } },
      { id: 'o1', kind: 'order', patient: p1, owner: 'chen' },
      s1,
    ])
    expect(recordOf(file, 'p2')).toEqual({ id: 'p2', kind: 'patient', patient: p2 })
    expect(recordOf(file, 's1')).toEqual(s1)
    expect(recordOf(file, 'x1')).toBeUndefined()
    expect(file).toMatchObject({
      name: 'clinic.yaml',
      practice: { name: 'Green Street' },
      locations: ['green', 'blue'],
      tags: ['green-st', 'blue-st', 'vip'],
      now,
    })
  })

  test('reads into exactly these expectations', () => {
    const expectations = file.expectations.map(({ at: _, ...asked }) => asked)
    const no = { answer: false, because: 'permission' }
    expect(expectations).toEqual([
      { asks: 'may', member: 'ana', act: 'view', record: 'p1', answer: true },
      { asks: 'may', member: 'ana', act: 'view', record: 'n1', ...no },
      { asks: 'may', member: 'bea', actingFor: 'chen', act: 'view', record: 'n1', ...no },
      { asks: 'may', member: 'bea', act: 'view', record: 'p1', answer: false, because: 'acting' },
      { asks: 'may', member: 'hatt', act: 'approve', record: 's1', answer: false, because: 'kind' },
      { asks: 'holds', member: 'ana', permission: 'patients.manage', answer: true },
      { asks: 'sees', member: 'ana', kind: 'patient', exactly: ['p1'] },
      { asks: 'who', act: 'view', record: 'n1', exactly: ['chen'] },
    ])
    expect(file.expectations[0]?.at).toEqual({ line: 23, column: 5 })
  })
})

describe('a practice', () => {
  test('has what its file says of modules, lapses and separation of duty', () => {
    const { policy, practice } = fileOf(`
practice:
  name: Blue Street
  modules: [clinical]
  lapsed: { billing: read-only }
  separate: [{ roles: [biller, administrator], most: 1 }]
  now: 2026-11-21T09:00:00Z
members: { chen: { kind: practitioner, owner: true } }`)
    expect(practice.name).toBe('Blue Street')
    expect(policy).toMatchObject({
      modules: ['clinical'],
      readOnly: ['billing'],
      separate: [{ roles: ['biller', 'admin'], most: 1 }],
    })
  })

  test('without a name goes by its file, and without an instant by the one it is read at', () => {
    const file = fileOf('members: { chen: { kind: practitioner, owner: true } }', 5)
    expect(file.practice.name).toBe('clinic.yaml')
    expect(file.now).toBe(5)
  })

  test('reads the same from bytes, with a byte order mark, and with carriage returns', () => {
    const text =
      'practice: { now: 2026-11-21T09:00:00Z }\nmembers: { chen: { kind: practitioner, owner: true } }\n'
    for (const written of [new TextEncoder().encode(text), `\uFEFF${text}`, text.replaceAll('\n', '\r\n')])
      expect(fileOf(written)).toEqual(fileOf(text))
  })

  test('may repeat itself by anchors and aliases', () => {
    const { patients } = fileWith(`
patients:
  p1: &green { tags: [green-st], careTeam: [chen] }
  p2: *green`)
    expect(patients.get('p2')).toEqual({ id: 'p2', tags: ['green-st'], careTeam: ['chen'], locations: [] })
  })
})

describe('a date', () => {
  test.each([
    ['2026-11-21T09:00:00Z', now],
    ['2026-11-21T09:00Z', now],
    ['2026-11-21T09:00:00.25Z', now + 250],
    ['2026-11-21T10:00:00+01:00', now],
    ['2026-11-21T04:30:00-04:30', now],
    ["'2026-11-21T09:00:00Z'", now],
    ['2028-02-29T00:00:00Z', Date.UTC(2028, 1, 29)],
  ])('%s is an instant', (date, instant) => {
    expect(memberWith(`kind: administrative, from: ${date}`)?.from).toBe(instant)
  })
})

describe('a member', () => {
  test('is active, has an account and reaches their own work only, unless the file says otherwise', () => {
    expect(memberWith('kind: practitioner')).toEqual({
      id: 'it',
      kind: 'practitioner',
      status: 'active',
      account: true,
      owner: false,
      grants: [],
      team: [],
      manages: [],
    })
  })

  test('who is locked has the status locked', () => {
    expect(memberWith('kind: practitioner, locked: true')?.status).toBe('locked')
    expect(memberWith('kind: practitioner, locked: true, status: locked')?.status).toBe('locked')
    expect(memberWith('kind: practitioner, status: locked')?.status).toBe('locked')
    expect(memberWith('kind: practitioner, locked: false, status: archived')?.status).toBe('archived')
  })

  test('holds a ready-made role by any of its names', () => {
    expect(memberWith('kind: administrative, grants: [{ role: administrator }]')?.grants).toEqual([
      { id: 'it/1', role: 'admin' },
    ])
  })

  test.each([
    ['own', []],
    ['{ all: view }', [{ level: 'view' }]],
    ['{ all: { level: edit, until: 2027-01-01T00:00:00Z } }', [{ level: 'edit', until: newYear }]],
    ['{ members: { chen: edit } }', [{ colleague: 'chen', level: 'edit' }]],
    [
      '{ members: { chen: { level: view, from: 2027-01-01T00:00:00Z } } }',
      [{ colleague: 'chen', level: 'view', from: newYear }],
    ],
    [
      '{ advanced: { chen: { notes: view, appointments: { level: edit, from: 2027-01-01T00:00:00Z } } } }',
      [
        { colleague: 'chen', section: 'notes', level: 'view' },
        { colleague: 'chen', section: 'appointments', level: 'edit', from: newYear },
      ],
    ],
    ['{ members: { chen: none } }', [{ colleague: 'chen', level: 'none' }]],
  ])('has the team access %s', (team, entries) => {
    expect(memberWith(`kind: administrative, team: ${team}`)?.team).toEqual(entries)
  })

  test.each([
    ['{ any: [vip] }', { match: 'any', tags: ['vip'] }],
    ['{ all: [vip, green-st] }', { match: 'all', tags: ['vip', 'green-st'] }],
    ['{ any: [] }', { match: 'any', tags: [] }],
    ['{ any: [vip], until: 2027-01-01T00:00:00Z }', { match: 'any', tags: ['vip'], until: newYear }],
  ])('has the tag limit %s', (tags, tagLimit) => {
    expect(memberWith(`kind: administrative, tags: ${tags}`)?.tagLimit).toEqual(tagLimit)
  })

  test.each([
    ['true', {}],
    ['false', undefined],
    ['{ until: 2027-01-01T00:00:00Z }', { until: newYear }],
  ])('has flags that are %s', (written, span) => {
    const member = memberWith(`kind: administrative, ownNotesOnly: ${written}, hidePrices: ${written}`)
    expect(member?.ownNotesOnly).toEqual(span)
    expect(member?.hidePrices).toEqual(span)
  })

  test('manages practitioners, always or for a time', () => {
    const managed =
      '[{ member: chen, until: 2027-01-01T00:00:00Z }, { member: chen, from: 2027-01-01T00:00:00Z }]'
    expect(memberWith(`kind: assistant, manages: ${managed}`)?.manages).toEqual([
      { practitioner: 'chen', until: newYear },
      { practitioner: 'chen', from: newYear },
    ])
  })
})

describe('a role', () => {
  test('of the practice has its own label, limits and granters, and fits any staff', () => {
    const { policy } = fileWith(`
roles:
  desk: { permissions: [patients.view], tags: { any: [vip] }, hidePrices: true, grantableBy: [administrator, dee] }`)
    expect(policy.roles.at(-1)).toEqual({
      id: 'desk',
      label: 'desk',
      fits: ['practitioner', 'administrative', 'assistant', 'integration'],
      permissions: ['patients.view'],
      tagLimit: { match: 'any', tags: ['vip'] },
      hidePrices: {},
      grantableBy: ['admin', 'dee'],
    })
  })

  test('of the practice takes the place of a ready-made one of that id', () => {
    const { policy } = fileWith('roles: { biller: { label: Billing, permissions: [claims.view] } }')
    expect(policy.roles.filter(({ id }) => id === 'biller')).toEqual([
      expect.objectContaining({ label: 'Billing', permissions: ['claims.view'] }),
    ])
    expect(policy.roles).toHaveLength(Object.keys(practiceCatalog.roles).length)
  })
})

describe('a share', () => {
  test('is neither consented nor accepted, and for viewing, unless the file says more', () => {
    const { policy } = fileWith(`
shares: [{ with: hatt, by: chen, cases: [o1], until: 2027-01-01T00:00:00Z }]
records: { o1: { kind: order, owner: chen } }`)
    expect(policy.shares).toEqual([
      {
        id: 'share/1',
        with: 'hatt',
        by: 'chen',
        cases: ['o1'],
        permissions: [],
        consent: false,
        accepted: false,
        until: newYear,
      },
    ])
  })
})

describe('a broken glass', () => {
  const hour = 60 * 60 * 1000
  test.each([
    ['', { from: now, until: now + 4 * hour }],
    [', from: 2026-11-21T08:00:00Z', { from: now - hour, until: now + 3 * hour }],
    [', until: 2027-01-01T00:00:00Z', { until: newYear }],
    [', from: 2026-11-21T08:00:00Z, until: 2027-01-01T00:00:00Z', { from: now - hour, until: newYear }],
  ])('given the time "%s" is open so long', (span, open) => {
    const { policy } = fileWith(`
patients: { p1: {} }
glass: [{ member: dee, patient: p1, reason: collapsed${span} }]`)
    expect(policy.glass).toEqual([{ member: 'dee', patient: 'p1', reason: 'collapsed', ...open }])
  })
})

describe('a patient', () => {
  test('is treated by every practitioner who owns a record about them', () => {
    const { patients, records } = fileWith(`
patients: { p1: { careTeam: [chen] }, p2: {} }
records:
  n1: { kind: note, patient: p1, owner: dee }
  n2: { kind: note, patient: p1, owner: dee }
  n3: { kind: note, patient: p1, owner: chen, author: bea }
  t1: { kind: task, patient: p2, owner: ana }
  t2: { kind: task, patient: p2, owner: dee, author: chen }
  t3: { kind: task, owner: chen }`)
    expect(patients.get('p1')?.careTeam).toEqual(['chen', 'dee'])
    expect(patients.get('p2')?.careTeam).toEqual([])
    expect(records.get('n1')?.patient).toBe(patients.get('p1'))
  })

  test('is not treated by the owner of a cancelled record alone', () => {
    const { patients } = fileWith(`
patients: { p1: { careTeam: [chen] }, p2: {} }
records:
  a1: { kind: appointment, patient: p1, owner: dee, status: cancelled }
  a2: { kind: appointment, patient: p1, owner: chen, status: cancelled }
  a3: { kind: appointment, patient: p2, owner: dee, status: cancelled }
  a4: { kind: appointment, patient: p2, owner: dee, status: noshow }`)
    expect(patients.get('p1')?.careTeam).toEqual(['chen'])
    expect(patients.get('p2')?.careTeam).toEqual(['dee'])
  })

  test('keeps what restricts them', () => {
    const { patients } = fileWith(`
patients: { p1: { restrictedTo: [chen], clinicalTo: [dee, ana], createdBy: bea, consentWithdrawn: true } }`)
    expect(patients.get('p1')).toEqual({
      id: 'p1',
      careTeam: [],
      tags: [],
      locations: [],
      restrictedTo: ['chen'],
      clinicalTo: ['dee', 'ana'],
      createdBy: 'bea',
      consentWithdrawn: true,
    })
  })
})

describe('a record', () => {
  test('that belongs to a case is about the patient of the case, whose care team its owner joins', () => {
    const { patients, records } = fileWith(`
patients: { p1: { careTeam: [chen] } }
records:
  o1: { kind: order, patient: p1, owner: chen }
  o2: { kind: order, owner: chen }
  s1: { kind: setup, owner: dee, case: o1 }
  s2: { kind: setup, patient: p1, owner: chen, case: o1 }
  s3: { kind: setup, owner: chen, case: o2 }`)
    expect(patients.get('p1')?.careTeam).toEqual(['chen', 'dee'])
    expect(['s1', 's2', 's3'].map((id) => records.get(id)?.patient?.id)).toEqual(['p1', 'p1', undefined])
  })

  test('that is to be created finds a patient whose care team its owner has not joined by it', () => {
    const file = fileWith(`
patients: { p1: { careTeam: [chen] }, p2: {} }
records:
  a1: { kind: appointment, patient: p1, owner: dee }
  a2: { kind: appointment, patient: p2, owner: dee }
  a3: { kind: appointment, patient: p2, owner: dee }
  a4: { kind: appointment, patient: p1, owner: chen }`)
    const careTeams = (act: string) =>
      ['a1', 'a2', 'a3', 'a4'].map((id) => recordAsked(file, id, act)?.patient?.careTeam)
    expect(careTeams('create')).toEqual([['chen'], ['dee'], ['dee'], ['chen', 'dee']])
    expect(careTeams('edit')).toEqual([['chen', 'dee'], ['dee'], ['dee'], ['chen', 'dee']])
  })

  test('may be of a kind without patient, with places and tags of its own', () => {
    const { records } = fileWith(
      'records: { a1: { kind: appointment, owner: chen, author: ana, locations: [green], tags: [vip] } }',
    )
    expect(records.get('a1')).toEqual({
      id: 'a1',
      kind: 'appointment',
      owner: 'chen',
      author: 'ana',
      locations: ['green'],
      tags: ['vip'],
    })
  })

  test('that is assigned, or one’s own, may be owned by anybody', () => {
    const { records } = fileWith(
      'records: { t1: { kind: task, owner: bea }, u1: { kind: account, owner: hatt } }',
    )
    expect(records.get('t1')?.owner).toBe('bea')
    expect(records.get('u1')?.owner).toBe('hatt')
  })

  test('has the statuses of its kind, with numbers where they say which phase', () => {
    const { records } = fileWith('records: { o1: { kind: order, status: phase-1-of-2-in-production } }')
    expect(records.get('o1')?.state).toEqual({ status: 'phase-1-of-2-in-production' })
  })
})

describe('an expectation', () => {
  test.each([
    ['yes', true],
    ['true', true],
    ["'no'", false],
    ['no', false],
    ['false', false],
  ])('is answered %s', (answer, expected) => {
    const { expectations } = fileWith(`
patients: { p1: {} }
expect: [{ member: bea, actingFor: dee, may: view, record: p1, field: price, answer: ${answer} }]`)
    expect(expectations).toEqual([
      {
        asks: 'may',
        member: 'bea',
        actingFor: 'dee',
        act: 'view',
        record: 'p1',
        field: 'price',
        answer: expected,
        at: { line: 13, column: 10 },
      },
    ])
  })
})
