import type {
  AuditPage,
  HeldRole,
  Problem,
  RoleMatrix,
  RolePreview,
  RoleView,
  TagUse,
} from '@rolecall/contract'
import { practiceCatalog } from '@rolecall/core'
import { describe, expect, test } from 'vitest'
import { signedIn } from './client.ts'
import { withDemo } from './with-practice.ts'
import { epochOf } from './with-tables.ts'
import { peopleOfGreenStreet, withWrittenPractice } from './with-written-practice.ts'

const { as } = await withWrittenPractice(peopleOfGreenStreet)
const mara = await as('mara')
const chen = await as('chen')

const detailOf = (response: { json: () => unknown }) => (response.json() as Problem).detail

async function roles(): Promise<ReadonlyMap<string, RoleView>> {
  const { roles: found } = await mara.get<{ roles: readonly RoleView[] }>('/api/roles')
  return new Map(found.map((role) => [role.id, role]))
}

async function added(body: object): Promise<RoleView> {
  const response = await mara.ask('POST', '/api/roles', body)
  if (response.statusCode !== 201) throw new Error(response.body)
  return response.json<RoleView>()
}

test('the list says who may hold a role, how many do, and what goes beyond the matrix', async () => {
  const found = await roles()
  expect(found.get('front-desk')).toMatchObject({ fits: ['administrative'], holders: 2, beyond: [] })
  expect(found.get('provider')?.beyond).toEqual(practiceCatalog.roles.provider?.beyond)
  expect(found.get('clinical-assistant')?.beyond).toEqual(['orders.view', 'orders.add'])
  expect(found.get('office-staff')?.beyond).toEqual([])
  expect(found.get('vault')).toMatchObject({ grantableBy: ['chen'], beyond: ['charts.restrict'] })
})

test('the matrix has a cell for every permission and role, and each is what the role lists', async () => {
  const { roles: columns, modules } = await mara.get<RoleMatrix>('/api/roles/matrix')
  const rows = modules.flatMap(({ permissions }) => permissions)
  expect(rows.map(({ id }) => id).toSorted()).toEqual(Object.keys(practiceCatalog.permissions).toSorted())
  expect(rows.filter(({ published }) => published)).toHaveLength(30)
  for (const { id, cells } of rows)
    for (const [index, column] of columns.entries()) {
      const ready = practiceCatalog.roles[column.id]
      if (ready !== undefined)
        expect([id, column.id, cells[index]]).toEqual([id, column.id, ready.permissions.includes(id)])
    }
  expect(modules.find(({ module }) => module === 'generator')?.state).toBe('off')
  expect(modules.find(({ module }) => module === 'clinical')?.state).toBe('on')
})

test('a copy is a role of its own that says what it has beyond the original', async () => {
  const copy = await added({
    label: 'Clinical assistant, reads signed notes',
    copyOf: 'clinical-assistant',
    permissions: [...(practiceCatalog.roles['clinical-assistant']?.permissions ?? []), 'notes.viewSigned'],
  })
  expect(copy).toMatchObject({ copyOf: 'clinical-assistant', holders: 0, version: 1 })
  expect(copy.beyond.toSorted()).toEqual(['notes.viewSigned', 'orders.add', 'orders.view'])
})

test('a permission that is of little use alone is warned about, and saved', async () => {
  const { warnings, id } = await added({ label: 'Signer', permissions: ['notes.sign'] })
  expect(warnings.length).toBeGreaterThan(0)
  expect(warnings[0]?.sentence).toContain('is of little use without')
  expect((await mara.ask('DELETE', `/api/roles/${id}`)).statusCode).toBe(204)
})

test.each([
  [{ label: 'X', permissions: ['fly'] }, 'no permission `fly`'],
  [{ label: 'X', fits: ['wizard'] }, 'cannot fit `wizard`'],
  [{ label: 'X', fits: ['collaborator'] }, 'cannot fit `collaborator`'],
  [{ label: 'X', fits: [] }, 'fits nobody'],
  [{ label: 'X', grantableBy: ['zoe'] }, '`zoe`'],
  [{ label: 'X', tagLimit: { match: 'any', tags: ['moon'] } }, 'no tag `moon`'],
  [{ label: 'X', copyOf: 'nurse' }, 'no role `nurse`'],
])('a role like %o is refused with a sentence', async (body, words) => {
  const response = await mara.ask('POST', '/api/roles', body)
  expect([response.statusCode, detailOf(response)]).toEqual([422, expect.stringContaining(words)])
})

describe('an edit', () => {
  test('is in force with the next request of every holder', async () => {
    const nils = await as('nils')
    const role = await added({ label: 'Looker', permissions: [] })
    await mara.ask('POST', '/api/members/nils/grants', { role: role.id })
    expect((await nils.ask('GET', '/api/patients/count')).statusCode).toBe(403)
    const edited = await mara.ask('PATCH', `/api/roles/${role.id}`, { permissions: ['patients.view'] }, 1)
    expect(edited.json<RoleView>()).toMatchObject({ version: 2, permissions: ['patients.view'], holders: 1 })
    expect((await nils.ask('GET', '/api/patients/count')).statusCode).toBe(200)
  })

  test('that comes second is refused with the role as it is now', async () => {
    const { id } = await added({ label: 'Contested' })
    const both = await Promise.all([
      mara.ask('PATCH', `/api/roles/${id}`, { permissions: ['tasks.use'] }, 1),
      chen.ask('PATCH', `/api/roles/${id}`, { permissions: ['patients.view'] }, 1),
    ])
    const [saved, refused] = both.toSorted((one, other) => one.statusCode - other.statusCode)
    expect([saved?.statusCode, refused?.statusCode]).toEqual([200, 412])
    const { current } = refused?.json<Problem & { current: RoleView }>() ?? {}
    expect(current).toEqual(saved?.json<RoleView>())
  })

  test('of a role one holds is for others to make', async () => {
    const version = (await roles()).get('admin')?.version
    const refused = await mara.ask('PATCH', '/api/roles/admin', { permissions: ['accounts.manage'] }, version)
    expect([refused.statusCode, detailOf(refused)]).toEqual([403, expect.stringContaining('their own')])
    const renamed = await mara.ask('PATCH', '/api/roles/admin', { label: 'Administrator' }, version)
    expect(renamed.statusCode).toBe(200)
  })

  test('of a role others give is theirs', async () => {
    expect((await mara.ask('PATCH', '/api/roles/vault', { grantableBy: null }, 1)).statusCode).toBe(403)
    expect(
      (await chen.ask('PATCH', '/api/roles/vault', { grantableBy: ['chen', 'okafor'] }, 1)).statusCode,
    ).toBe(200)
  })

  test('of a role held elsewhere is not for an admin of one location', async () => {
    const lena = await as('lena')
    const version = (await roles()).get('front-desk')?.version
    const body = { permissions: ['patients.view'] }
    expect((await lena.ask('PATCH', '/api/roles/front-desk', body, version)).statusCode).toBe(403)
  })

  test('that no longer fits somebody who holds it is refused', async () => {
    const version = (await roles()).get('front-desk')?.version
    const response = await mara.ask('PATCH', '/api/roles/front-desk', { fits: ['practitioner'] }, version)
    expect([response.statusCode, detailOf(response)]).toEqual([422, expect.stringContaining('does not fit')])
    expect((await roles()).get('front-desk')?.fits).toEqual(['administrative'])
  })
})

describe('deleting', () => {
  test('is refused while somebody holds the role, and while a separation names it', async () => {
    const response = await mara.ask('DELETE', '/api/roles/front-desk')
    expect([response.statusCode, detailOf(response)]).toEqual([409, expect.stringContaining('2 people')])
    const { id } = await added({ label: 'Spare' })
    const separations = [{ roles: [id, 'front-desk'], most: 1 }]
    expect((await mara.ask('PUT', '/api/practice/separations', { separations })).statusCode).toBe(200)
    expect((await mara.ask('DELETE', `/api/roles/${id}`)).statusCode).toBe(409)
    await mara.ask('PUT', '/api/practice/separations', { separations: [] })
    expect((await mara.ask('DELETE', `/api/roles/${id}`)).statusCode).toBe(204)
    expect((await mara.ask('DELETE', `/api/roles/${id}`)).statusCode).toBe(404)
  })
})

describe('a separation of duty', () => {
  test('that is violated already lists the violators and is refused', async () => {
    const separations = [{ roles: ['provider', 'people'], most: 1 }]
    const response = await mara.ask('PUT', '/api/practice/separations', { separations })
    expect([response.statusCode, detailOf(response)]).toEqual([
      409,
      expect.stringContaining('`chen` would hold'),
    ])
    expect(await mara.get('/api/practice/separations')).toEqual({ separations: [] })
  })

  test('holds against a grant, now and for a day to come, and against widening one', async () => {
    const separations = [{ roles: ['biller', 'bookkeeper'], most: 1 }]
    await mara.ask('PUT', '/api/practice/separations', { separations })
    const first = await mara.ask('POST', '/api/members/ana/grants', {
      role: 'biller',
      until: '2090-01-01T00:00:00Z',
    })
    expect(first.statusCode).toBe(201)
    const give = (from?: string) => mara.ask('POST', '/api/members/ana/grants', { role: 'bookkeeper', from })
    expect((await give()).statusCode).toBe(409)
    expect((await give('2089-12-31T00:00:00Z')).statusCode).toBe(409)
    expect((await give('2090-01-01T00:00:00Z')).statusCode).toBe(201)
    const { grant } = first.json<HeldRole>()
    const widened = await mara.ask('PATCH', `/api/members/ana/grants/${grant}`, { until: null })
    expect([widened.statusCode, detailOf(widened)]).toEqual([
      409,
      expect.stringContaining('`ana` would hold'),
    ])
  })

  test('is not declared twice at once against a gift that breaks it', async () => {
    await mara.ask('PUT', '/api/practice/separations', { separations: [] })
    const separations = [{ roles: ['user', 'biller'], most: 1 }]
    for (let round = 0; round < 5; round++) {
      const [declared, given] = await Promise.all([
        mara.ask('PUT', '/api/practice/separations', { separations }),
        chen.ask('POST', '/api/members/ana/grants', { role: 'user' }),
      ])
      expect([
        [200, 409],
        [409, 201],
      ]).toContainEqual([declared.statusCode, given.statusCode])
      if (given.statusCode === 201)
        await mara.ask('DELETE', `/api/members/ana/grants/${given.json<HeldRole>().grant}`)
      await mara.ask('PUT', '/api/practice/separations', { separations: [] })
    }
  })
})

test('a program changes no access, whatever roles it holds', async () => {
  // The ceiling of its kind, asked of the engine: nothing signs a program in here.
  const why = await mara.get<{ explanation: { step: string } }>('/api/why?member=scribe&kind=role&act=grant')
  expect(why.explanation.step).toBe('kind')
})

describe('modules', () => {
  test('that lapse close their kinds, and coming back restores what was', async () => {
    const okafor = await as('okafor')
    const stepOf = async (kind: string) =>
      (await okafor.get<{ explanation: { step?: string } }>(`/api/why?kind=${kind}`)).explanation.step
    expect(await stepOf('note')).toBeUndefined()
    await mara.ask('PUT', '/api/practice/modules', { on: ['orders'], readOnly: ['billing'] })
    expect(await stepOf('note')).toBe('module-off')
    expect(await stepOf('invoice')).toBeUndefined()
    const on = ['clinical', 'billing', 'engage', 'orders']
    expect((await mara.ask('PUT', '/api/practice/modules', { on, readOnly: [] })).statusCode).toBe(200)
    expect(await stepOf('note')).toBeUndefined()
  })

  test('are those of the catalogue, and on or read-only', async () => {
    const put = (on: readonly string[], readOnly: readonly string[]) =>
      mara.ask('PUT', '/api/practice/modules', { on, readOnly })
    expect((await put(['astrology'], [])).statusCode).toBe(422)
    expect((await put(['billing'], ['billing'])).statusCode).toBe(422)
    // An admin of one location does not reach the subscription.
    expect(
      (await (await as('lena')).ask('PUT', '/api/practice/modules', { on: [], readOnly: [] })).statusCode,
    ).toBe(403)
  })
})

describe('in the demo', async () => {
  const { app, database, practiceId } = await withDemo()
  const owner = await signedIn(app, 'chen')

  test('a preview counts who gains and loses how many real patients', async () => {
    // Finn alone holds it, and reaches the 190 patients of his tag.
    const preview = await owner.ask('POST', '/api/roles/front-desk/preview', {
      permissions: ['patients.view', 'notes.sign'],
    })
    const { people, differences, warnings } = preview.json<RolePreview>()
    const of = (member: string, kind: string, act: string) =>
      differences.find((one) => one.member.id === member && one.kind === kind && one.act === act)
    expect(of('finn', 'patient', 'edit')).toMatchObject({
      change: 'loses',
      whole: true,
      gained: 0,
      lost: 190,
    })
    expect(of('finn', 'patient', 'view')).toBeUndefined()
    expect(people).toBe(1)
    expect(warnings.map(({ permission }) => permission)).toContain('notes.sign')
    const wide = await owner.ask('POST', '/api/roles/business-manager/preview', {
      permissions: ['patients.view'],
    })
    expect(wide.json<RolePreview>().differences).toContainEqual(
      expect.objectContaining({
        kind: 'patient',
        act: 'view',
        change: 'gains',
        whole: true,
        gained: 570,
        lost: 0,
      }),
    )
  })

  test('a preview tells fewer records from none, also of what is not counted', async () => {
    const tagLimit = { match: 'any', tags: ['vip'] }
    const preview = await owner.ask('POST', '/api/roles/administrative/preview', { tagLimit })
    const { differences } = preview.json<RolePreview>()
    const ofMessages = differences.filter(({ kind }) => kind === 'message')
    expect(ofMessages.length).toBeGreaterThan(0)
    for (const one of ofMessages) expect(one).toMatchObject({ change: 'loses', whole: false, lost: null })
    expect(differences.filter(({ change, whole }) => whole || change !== 'loses')).toEqual([])
  })

  test('a preview changes nothing', async () => {
    const { roles: found } = await owner.get<{ roles: readonly RoleView[] }>('/api/roles')
    expect(found.find(({ id }) => id === 'front-desk')?.version).toBe(1)
  })

  test('a preview is for those who may edit roles', async () => {
    const ana = await signedIn(app, 'ana')
    expect((await ana.ask('POST', '/api/roles/front-desk/preview', {})).statusCode).toBe(403)
  })

  test('a tag that a limit names asks first, with counts, and going it narrows', async () => {
    const admin = await signedIn(app, 'mara')
    const finn = await signedIn(app, 'finn')
    const epoch = await epochOf(database, practiceId)
    const dry = await admin.ask('DELETE', '/api/tags/hill-road?dryRun=true')
    // Of the 200 who carry it, those whom Mara can see: she manages accounts, and treats no patients.
    expect(dry.json<TagUse>()).toEqual({ patients: 10, limits: 1 })
    expect(await epochOf(database, practiceId)).toBe(epoch)
    const { entries } = await admin.get<AuditPage>('/api/audit?operation=deleteTag')
    expect(entries.map(({ detail }) => detail)).toContainEqual({ deleted: false, label: 'Hill Road' })
    expect(await finn.get('/api/patients/count')).toMatchObject({ count: 190 })
    // Patients of another tag would come to Finn.
    expect((await admin.ask('POST', '/api/tags/mill-yard/merge', { into: 'hill-road' })).statusCode).toBe(409)
    expect((await admin.ask('POST', '/api/tags/hill-road/merge', { into: 'mill-yard' })).statusCode).toBe(409)
    expect((await admin.ask('DELETE', '/api/tags/hill-road')).statusCode).toBe(200)
    expect(await finn.get('/api/patients/count')).toMatchObject({ count: 0 })
  })

  test('tags and locations are made and named', async () => {
    const admin = await signedIn(app, 'mara')
    const made = await admin.ask('POST', '/api/tags', { label: 'Recall due', colour: 'teal' })
    expect(made.json()).toMatchObject({ id: 'recall-due', label: 'Recall due' })
    expect((await admin.ask('PATCH', '/api/tags/recall-due', { label: 'Recall' })).statusCode).toBe(200)
    const { tags } = await (await signedIn(app, 'ana')).get<{
      tags: readonly { id: string; label: string }[]
    }>('/api/tags')
    expect(tags.find(({ id }) => id === 'recall-due')?.label).toBe('Recall')
    const place = await admin.ask('POST', '/api/locations', { name: 'Quay Street' })
    expect(place.json()).toEqual({ id: 'quay-street', name: 'Quay Street' })
    expect((await admin.ask('PATCH', '/api/locations/moon', { name: 'X' })).statusCode).toBe(404)
  })
})
