import type {
  CareTeam,
  ChangedMeanwhile,
  Duplicate,
  PatientCount,
  PatientPage,
  Problem,
  Restricted,
  SavedPatient,
  WholePatient,
} from '@rolecall/contract'
import { expect, test } from 'vitest'
import type { Client } from './client.ts'
import { withSmallPractice } from './with-small-practice.ts'
import { inPractice } from './with-tables.ts'

const { as, database, practiceId } = await withSmallPractice(`
practice: { name: Patients, modules: [clinical], now: 2026-11-21T09:00:00Z }
locations: [green]
tags: [north, south, vip]
roles:
  desk: { permissions: [patients.manage] }
  tagger: { permissions: [patients.manage, tags.restrict] }
  closer: { permissions: [patients.manage, charts.restrict] }
  reader: { permissions: [patients.view] }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: closer }], team: { all: edit } }
  dee: { kind: practitioner, grants: [{ role: desk }] }
  eve: { kind: practitioner, grants: [{ role: desk }] }
  gone: { kind: practitioner, status: archived }
  ana: { kind: administrative, grants: [{ role: desk }], team: { all: edit } }
  nia: { kind: administrative, grants: [{ role: desk }, { role: clinical-assistant }], team: { all: edit } }
  tia: { kind: administrative, grants: [{ role: tagger }], team: { all: edit } }
  finn: { kind: administrative, grants: [{ role: desk }], team: { all: edit }, tags: { any: [north] } }
  fay: { kind: administrative, grants: [{ role: desk }], team: { all: edit }, tags: { any: [north, south] } }
  rob: { kind: administrative, grants: [{ role: reader }], team: { all: view } }
  clo: { kind: administrative, grants: [{ role: closer }], team: { all: edit } }
  bea: { kind: assistant, manages: [dee], grants: [{ role: desk }] }
patients:
  p1: { careTeam: [chen], tags: [vip] }
  p2: { careTeam: [dee], tags: [north] }
  p3: { careTeam: [eve], tags: [north, vip] }
  owned: { careTeam: [dee, eve] }
  kept: { careTeam: [dee] }
  closed: { careTeam: [chen], restrictedTo: [chen] }
  partly: { careTeam: [chen], clinicalTo: [chen] }
  edited: { careTeam: [dee] }
records:
  n1: { kind: note, patient: owned, owner: dee }
  n2: { kind: note, patient: kept, owner: dee }
`)

const [chen, dee, ana, tia, finn, fay, rob, clo] = (await Promise.all(
  ['chen', 'dee', 'ana', 'tia', 'finn', 'fay', 'rob', 'clo'].map((one) => as(one)),
)) as [Client, Client, Client, Client, Client, Client, Client, Client]

async function namesOf(client: Client, query: string): Promise<readonly string[]> {
  const { patients } = await client.get<PatientPage>(`/api/patients${query}`)
  return patients.map(({ id }) => id)
}

test('a list is narrowed by tag and by practitioner, and a count says what that hides of what is in reach', async () => {
  expect(await namesOf(ana, '?tag=north')).toEqual(['p2', 'p3'])
  expect(await namesOf(ana, '?practitioner=dee')).toEqual(['edited', 'kept', 'owned', 'p2'])
  expect(await namesOf(ana, '?practitioner=dee&tag=north')).toEqual(['p2'])
  expect(await namesOf(finn, '?practitioner=eve')).toEqual(['p3'])
  expect(await ana.get<PatientCount>('/api/patients/count')).toEqual({ count: 7 })
  expect(await ana.get<PatientCount>('/api/patients/count?tag=vip')).toEqual({ count: 2, hiddenByFilter: 5 })
  // The closed chart is not among those hidden: it is out of reach.
  expect(await finn.get<PatientCount>('/api/patients/count?tag=vip')).toEqual({ count: 1, hiddenByFilter: 1 })
  // A filter for what only somebody out of reach has is answered as one for what nobody has.
  const forNobody = await finn.ask('GET', '/api/patients/count?tag=nothing')
  const forHidden = await finn.ask('GET', '/api/patients/count?practitioner=chen')
  expect(forNobody.json<PatientCount>()).toEqual({ count: 0, hiddenByFilter: 2 })
  expect(forHidden.rawPayload).toEqual(forNobody.rawPayload)
})

test('a list is sorted by name or date of birth, either way', async () => {
  const names = ['edited', 'kept', 'owned', 'p1', 'p2', 'p3', 'partly']
  expect(await namesOf(ana, '')).toEqual(names)
  expect(await namesOf(ana, '?sort=-name')).toEqual(names.toReversed())
  const { version } = await ana.get<WholePatient>('/api/patients/p2')
  await ana.ask('PATCH', '/api/patients/p2', { birthDate: '1975-06-01' }, version)
  expect((await namesOf(ana, '?sort=birthDate')).at(0)).toBe('p2')
  expect((await namesOf(ana, '?sort=-birthDate')).at(-1)).toBe('p2')
})

test('a patient comes with care team, tags, restriction, version and what may be done, with the reason why not', async () => {
  expect(await rob.get<WholePatient>('/api/patients/partly')).toMatchObject({
    id: 'partly',
    family: 'Familypartly',
    version: 1,
    careTeam: [{ id: 'chen' }],
    restrictions: [{ level: 'clinical', people: [{ id: 'chen' }] }],
    acts: [
      { act: 'edit', open: false, step: 'permission' },
      { act: 'restrict', open: false, step: 'permission' },
    ],
  })
  const p3 = await chen.get<WholePatient>('/api/patients/p3')
  expect(p3.tags).toEqual([
    { id: 'north', label: 'north', colour: 'gray' },
    { id: 'vip', label: 'vip', colour: 'gray' },
  ])
  expect(p3.acts).toEqual([
    { act: 'edit', open: true },
    { act: 'restrict', open: true },
  ])
})

test('what is out of reach and what does not exist are the same bytes, whatever is asked', async () => {
  const asked = [
    ['GET', '', undefined],
    ['GET', '/care-team', undefined],
    ['PATCH', '', { family: 'Else' }],
    ['PUT', '/tags', { tags: ['unheard-of'] }],
    ['PUT', '/care-team', { add: ['nobody'] }],
  ] as const
  for (const [method, path, body] of asked) {
    const [out, unknown] = await Promise.all(
      ['closed', 'p999'].map((id) => ana.ask(method, `/api/patients/${id}${path}`, body, 1)),
    )
    expect(out?.statusCode).toBe(404)
    expect(out?.rawPayload).toEqual(unknown?.rawPayload)
  }
  const restrict = { level: 'whole', people: ['nobody'] }
  const [out, unknown] = await Promise.all(
    ['closed', 'p999'].map((id) => clo.ask('PUT', `/api/patients/${id}/restriction`, restrict, 1)),
  )
  expect([out?.statusCode, unknown?.statusCode]).toEqual([404, 404])
  expect(out?.rawPayload).toEqual(unknown?.rawPayload)
})

async function added(client: Client, body: object): Promise<string> {
  const response = await client.ask('POST', '/api/patients', body)
  expect(response.body).toContain('"version":1')
  expect(response.statusCode).toBe(201)
  return response.json<SavedPatient>().id
}

test('whoever adds a patient reaches them though nobody treats them, and nobody else with own patients only does', async () => {
  const id = await added(dee, {
    family: 'Núñez',
    given: 'Ana',
    birthDate: '1990-01-02',
    phone: '1',
    gender: 'female',
  })
  expect(await dee.get<WholePatient>(`/api/patients/${id}`)).toMatchObject({
    family: 'Núñez',
    given: 'Ana',
    birthDate: '1990-01-02',
    phone: '1',
    email: '',
    createdBy: { id: 'dee' },
    version: 1,
  })
  expect(await namesOf(dee, '?search=nunez')).toEqual([id])
  expect((await (await as('eve')).ask('GET', `/api/patients/${id}`)).statusCode).toBe(404)
})

test('what an assistant adds is the practitioner’s', async () => {
  const bea = await as('bea', 'dee')
  const id = await added(bea, { family: 'Assisted' })
  expect(await dee.get<WholePatient>(`/api/patients/${id}`)).toMatchObject({ createdBy: { id: 'dee' } })
})

test('a limited member’s patient gets the only tag of the limit by itself, and of several one must be named', async () => {
  const id = await added(finn, { family: 'Limited' })
  expect((await finn.get<WholePatient>(`/api/patients/${id}`)).tags).toMatchObject([{ id: 'north' }])
  const unnamed = await fay.ask('POST', '/api/patients', { family: 'Several' })
  expect([unnamed.statusCode, unnamed.json<Problem>().detail]).toEqual([
    422,
    'you reach patients by their tags alone, give this one `north` or `south`',
  ])
  const south = await added(fay, { family: 'Several', tags: ['south'] })
  expect((await finn.ask('GET', `/api/patients/${south}`)).statusCode).toBe(404)
  // Of no limit of theirs: somebody else’s access would turn on it.
  const foreign = await finn.ask('POST', '/api/patients', { family: 'Foreign', tags: ['south'] })
  expect(foreign.statusCode).toBe(403)
})

test('tags, locations and practitioners that are not there are refused by name', async () => {
  for (const [body, named] of [
    [{ tags: ['unheard-of'] }, '`unheard-of`'],
    [{ locations: ['nowhere'] }, '`nowhere`'],
    [{ careTeam: ['ana'] }, 'ana'],
    [{ careTeam: ['gone'] }, 'gone'],
  ] as const) {
    const response = await ana.ask('POST', '/api/patients', { family: 'Wrong', ...body })
    expect([response.statusCode, response.json<Problem>().detail]).toEqual([
      422,
      expect.stringContaining(named),
    ])
  }
})

test('a likely duplicate in reach is named, and added once that is confirmed', async () => {
  const first = await added(ana, { family: 'Ångström', given: 'Eva', birthDate: '1980-02-03' })
  for (const same of [
    { family: 'ANGSTROM', given: 'Eva' },
    { family: 'Ångström', given: 'Eva-Maria', birthDate: '1980-02-03' },
  ]) {
    const response = await ana.ask('POST', '/api/patients', same)
    expect(response.statusCode).toBe(409)
    expect(response.json<Duplicate>().duplicate).toEqual({ id: first, name: 'Eva Ångström' })
  }
  await added(ana, { family: 'Ångström', given: 'Eva', birthDate: '1999-01-01' })
  await added(ana, { family: 'Ångström', given: 'Eva', birthDate: '1980-02-03', confirmed: true })
})

test('of a likely duplicate out of reach it is said that there may be one, and asked too often nothing at all', async () => {
  await added(chen, { family: 'Hidden', given: 'Hal', careTeam: ['chen'] })
  const eve = await as('eve')
  const hit = await eve.ask('POST', '/api/patients', { family: 'Hidden', given: 'Hal' })
  expect(hit.statusCode).toBe(409)
  expect(hit.json<Duplicate>().duplicate).toBeUndefined()
  expect(hit.body).not.toContain('Hal')
  expect(hit.json<Problem>().detail).toContain('may already be registered, ask an admin')
  for (let tried = 1; tried < 20; tried++)
    expect((await eve.ask('POST', '/api/patients', { family: 'Hidden', given: 'Hal' })).statusCode).toBe(409)
  const again = await eve.ask('POST', '/api/patients', { family: 'Hidden', given: 'Hal' })
  const other = await eve.ask('POST', '/api/patients', { family: 'Never heard of' })
  expect([again.statusCode, other.statusCode]).toEqual([429, 429])
  expect(other.rawPayload).toEqual(again.rawPayload)
  const logged = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('audit_entry')
      .select(['outcome', 'detail'])
      .where('practice_id', '=', practiceId)
      .where('member_id', '=', 'eve')
      .where('operation', '=', 'createPatient')
      .execute(),
  )
  expect(logged).toHaveLength(22)
  expect(JSON.stringify(logged)).not.toContain('Hal')
})

test('an edit names the version it was made on, and the second of two is told what changed meanwhile', async () => {
  const { version } = await dee.get<WholePatient>('/api/patients/edited')
  const saved = await dee.ask('PATCH', '/api/patients/edited', { family: 'O’Brien', given: 'Zoë' }, version)
  expect(saved.json<SavedPatient>()).toEqual({ id: 'edited', version: version + 1 })
  const late = await ana.ask('PATCH', '/api/patients/edited', { phone: '2' }, version)
  expect(late.statusCode).toBe(412)
  expect(late.json<ChangedMeanwhile>().meanwhile).toMatchObject([
    { by: { id: 'dee' }, fields: ['family', 'given'] },
  ])
  expect((await ana.ask('PATCH', '/api/patients/edited', { phone: '2' })).statusCode).toBe(428)
  expect(
    (await ana.ask('PATCH', '/api/patients/edited', { birthDate: 'long ago' }, version)).statusCode,
  ).toBe(400)
})

test('a new name is found by its words and stands in its place, and the old one is found no more', async () => {
  const id = await added(dee, { family: 'Before', given: 'Bob' })
  expect((await dee.ask('PATCH', `/api/patients/${id}`, { family: 'Zz Later' }, 1)).statusCode).toBe(200)
  expect(await namesOf(dee, '?search=later+bob')).toEqual([id])
  expect(await namesOf(dee, '?search=before')).toEqual([])
  expect((await namesOf(dee, '')).at(-1)).toBe(id)
})

test('a tag that no limit names is set by whoever edits the patient, one that decides who reaches them is not', async () => {
  const before = await ana.get<WholePatient>('/api/patients/p1')
  const set = (client: Client, tags: readonly string[], version: number) =>
    client.ask('PUT', '/api/patients/p1/tags', { tags }, version)
  expect((await set(ana, [], before.version)).statusCode).toBe(200)
  expect((await set(ana, ['vip'], before.version)).statusCode).toBe(412)
  const refused = await set(ana, ['vip', 'north'], before.version + 1)
  expect(refused.statusCode).toBe(403)
  expect(refused.json<Problem>()).toMatchObject({ step: 'permission' })
  expect((await finn.ask('GET', '/api/patients/p1')).statusCode).toBe(404)
  expect((await set(tia, ['vip', 'north'], before.version + 1)).statusCode).toBe(200)
  expect((await finn.ask('GET', '/api/patients/p1')).statusCode).toBe(200)
  expect((await set(ana, ['vip'], before.version + 2)).statusCode).toBe(403)
  expect((await set(tia, ['unheard-of'], before.version + 2)).statusCode).toBe(422)
})

test('nobody takes a patient out of their own reach by a tag', async () => {
  const response = await finn.ask('PUT', '/api/patients/p3/tags', { tags: ['vip'] }, 1)
  expect(response.statusCode).toBe(403)
  expect((await finn.get<WholePatient>('/api/patients/p3')).tags).toHaveLength(2)
})

test('a practitioner joins a care team and reaches the patient, and leaves it again', async () => {
  const eve = await as('eve')
  const change = (body: object) => ana.ask('PUT', '/api/patients/p2/care-team', body)
  expect((await eve.ask('GET', '/api/patients/p2')).statusCode).toBe(404)
  expect((await change({ add: ['eve'] })).json<CareTeam>().careTeam).toEqual([
    { id: 'dee', name: 'dee', written: true, ownsRecords: false },
    { id: 'eve', name: 'eve', written: true, ownsRecords: false },
  ])
  expect((await eve.ask('GET', '/api/patients/p2')).statusCode).toBe(200)
  expect((await change({ remove: ['eve'] })).statusCode).toBe(200)
  expect((await eve.ask('GET', '/api/patients/p2')).statusCode).toBe(404)
  expect((await change({ add: ['ana'] })).statusCode).toBe(422)
})

test('whoever owns a record about a patient stays on the care team', async () => {
  const nia = await as('nia')
  expect((await nia.get<CareTeam>('/api/patients/owned/care-team')).careTeam).toEqual([
    { id: 'dee', name: 'dee', written: true, ownsRecords: true },
    { id: 'eve', name: 'eve', written: true, ownsRecords: false },
  ])
  const response = await nia.ask('PUT', '/api/patients/owned/care-team', { remove: ['dee'] })
  expect([response.statusCode, response.json<Problem>().detail]).toEqual([
    409,
    'records about this patient are owned by dee, who stays on the care team as long as that is so',
  ])
  expect((await nia.ask('PUT', '/api/patients/owned/care-team', { remove: ['eve'] })).statusCode).toBe(200)
})

test('a person who sees no notes is not told who owns one, and the owner stays on the care team all the same', async () => {
  const of = async (): Promise<CareTeam['careTeam']> =>
    (await ana.get<CareTeam>('/api/patients/kept/care-team')).careTeam
  expect(await of()).toEqual([{ id: 'dee', name: 'dee', written: true, ownsRecords: false }])
  expect((await ana.ask('PUT', '/api/patients/kept/care-team', { remove: ['dee'] })).statusCode).toBe(200)
  expect(await of()).toEqual([{ id: 'dee', name: 'dee', written: false, ownsRecords: true }])
})

test('a chart is closed to all but a list with whoever closes it, and opened by somebody on the list alone', async () => {
  const id = await added(ana, { family: 'Private', careTeam: ['dee'] })
  const restrict = (client: Client, body: object, version: number) =>
    client.ask('PUT', `/api/patients/${id}/restriction`, body, version)
  expect((await restrict(ana, { level: 'whole' }, 1)).statusCode).toBe(403)
  const empty = await restrict(clo, { level: 'whole', people: [] }, 1)
  expect([empty.statusCode, empty.json<Problem>().detail]).toEqual([
    422,
    expect.stringContaining('`people` is empty'),
  ])
  expect((await restrict(clo, { level: 'whole', people: ['nobody'] }, 1)).statusCode).toBe(422)

  const alone = await restrict(clo, { level: 'clinical' }, 1)
  expect(alone.json<Restricted>()).toMatchObject({
    version: 2,
    restrictions: [{ level: 'clinical', people: [{ id: 'clo' }], by: { id: 'clo' } }],
    warning: expect.stringContaining('you alone'),
  })
  // Clinical content alone is closed: the patient is still seen, and an office opens nothing.
  expect((await chen.ask('GET', `/api/patients/${id}`)).statusCode).toBe(200)
  const byOffice = await restrict(chen, { level: 'none' }, 2)
  expect([byOffice.statusCode, byOffice.json<Problem>().step]).toEqual([403, 'patient'])

  const both = (await restrict(clo, { level: 'whole', people: ['dee'] }, 2)).json<Restricted>()
  expect(both.restrictions).toMatchObject([{ level: 'whole', people: [{ id: 'clo' }, { id: 'dee' }] }])
  expect(both.warning).toBeUndefined()
  expect((await dee.ask('GET', `/api/patients/${id}`)).statusCode).toBe(200)
  expect((await chen.ask('GET', `/api/patients/${id}`)).statusCode).toBe(404)
  expect((await ana.ask('GET', `/api/patients/${id}`)).statusCode).toBe(404)

  expect((await restrict(clo, { level: 'none' }, 3)).json<Restricted>().restrictions).toEqual([])
  expect((await ana.ask('GET', `/api/patients/${id}`)).statusCode).toBe(200)
})
