import type { HeldRole, MemberAccess, Problem, WholeMember } from '@rolecall/contract'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { signedIn } from './client.ts'
import { inPractice } from './with-tables.ts'
import { peopleOfGreenStreet, withWrittenPractice } from './with-written-practice.ts'

const { as, database, practiceId, url } = await withWrittenPractice(peopleOfGreenStreet)

async function grant(who: string, to: string, body: object, actingFor?: string) {
  return (await as(who, actingFor)).ask('POST', `/api/members/${to}/grants`, body)
}

async function given(who: string, to: string, body: object): Promise<HeldRole> {
  const response = await grant(who, to, body)
  if (response.statusCode !== 201) throw new Error(response.body)
  return response.json<HeldRole>()
}

async function revoke(who: string, from: string, id: string, query = '') {
  return (await as(who)).ask('DELETE', `/api/members/${from}/grants/${encodeURIComponent(id)}${query}`)
}

async function rolesOf(member: string): Promise<readonly HeldRole[]> {
  return (await (await as('mara')).get<WholeMember>(`/api/members/${member}`)).roles
}

const detailOf = (response: { json: () => unknown }) => (response.json() as Problem).detail

test('a change of a role held that comes second is refused where it names the version that was read', async () => {
  const { grant: id } = await given('mara', 'nils', { role: 'office-staff' })
  const { version } = await (await as('mara')).get<WholeMember>('/api/members/nils')
  const change = (until: string) =>
    as('mara').then((mara) => mara.ask('PATCH', `/api/members/nils/grants/${id}`, { until, version }))
  const both = await Promise.all([change('2098-01-01T00:00:00Z'), change('2099-01-01T00:00:00Z')])
  expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 412])
  const kept = both.find(({ statusCode }) => statusCode === 200)?.json<HeldRole>()
  expect((await rolesOf('nils')).map(({ until }) => until)).toEqual([kept?.until])
  expect((await revoke('mara', 'nils', id)).statusCode).toBe(204)
})

test('an admin gives a role without holding what it lets people do', async () => {
  const held = await given('mara', 'dee', { role: 'vault-less' }).catch((error: Error) => error.message)
  expect(held).toContain('there is no role `vault-less`')
  const { grant: id, words } = await given('mara', 'nils', { role: 'office-staff' })
  expect(words).toBe('Office staff')
  expect((await rolesOf('nils')).map(({ role }) => role)).toEqual(['office-staff'])
  expect((await revoke('mara', 'nils', id)).statusCode).toBe(204)
  expect(await rolesOf('nils')).toEqual([])
})

test('a role is in force with the next request, and gone with the next after it was taken', async () => {
  const nils = await as('nils')
  expect((await nils.ask('GET', '/api/patients/count')).statusCode).toBe(403)
  const { grant: id } = await given('mara', 'nils', { role: 'front-desk' })
  expect((await nils.ask('GET', '/api/patients/count')).statusCode).toBe(200)
  expect((await revoke('mara', 'nils', id)).statusCode).toBe(204)
  expect((await nils.ask('GET', '/api/patients/count')).statusCode).toBe(403)
})

test('a role in a scope and a span says so in words, and is changed and widened afterwards', async () => {
  const { grant: id, words } = await given('mara', 'nils', {
    role: 'front-desk',
    at: ['green'],
    tagged: ['vip'],
    from: '2026-01-01T00:00:00Z',
    until: '2099-01-01T00:00:00+02:00',
  })
  expect(words).toBe('Front desk at green for patients tagged vip, from 2026-01-01, until 2098-12-31')
  const changed = await (await as('mara')).ask('PATCH', `/api/members/nils/grants/${id}`, {
    tagged: null,
    from: null,
    until: '2098-01-01T00:00:00Z',
  })
  expect(changed.json<HeldRole>()).toMatchObject({ at: ['green'], tagged: null, from: null })
  expect(await rolesOf('nils')).toMatchObject([
    { grant: id, at: ['green'], tagged: null, from: null, until: '2098-01-01T00:00:00.000Z', when: 'now' },
  ])
  await revoke('mara', 'nils', id)
})

test('the days of a role are told by the clocks of the practice', async () => {
  const setZone = (time_zone: string) =>
    inPractice(database, practiceId, (transaction) =>
      transaction
        .insertInto('practice_settings')
        .values({ practice_id: practiceId, time_zone })
        .onConflict((conflict) => conflict.column('practice_id').doUpdateSet({ time_zone }))
        .execute(),
    )
  await setZone('Europe/Berlin')
  // Midnight in Berlin, where the day before has two hours or one to go in Greenwich.
  const midnights = { from: '2026-07-01T00:00:00+02:00', until: '2099-01-01T00:00:00+01:00' }
  const { grant: id, words } = await given('mara', 'nils', { role: 'front-desk', ...midnights })
  const told = 'Front desk, from 2026-07-01, until 2099-01-01'
  expect(words).toBe(told)
  expect((await rolesOf('nils')).map((role) => role.words)).toEqual([told])
  const { roles } = await (await as('mara')).get<MemberAccess>('/api/members/nils/access')
  expect(roles.map((role) => role.words)).toEqual([told])
  await setZone('UTC')
  await revoke('mara', 'nils', id)
})

test('giving a role again after it ended begins anew', async () => {
  const { grant: first } = await given('mara', 'nils', { role: 'front-desk' })
  await inPractice(database, practiceId, (transaction) =>
    transaction
      .updateTable('role_grant')
      .set({ ends_at: new Date('2020-01-01') })
      .where('practice_id', '=', practiceId)
      .where('id', '=', first)
      .execute()
      .then(() =>
        transaction
          .updateTable('policy_epoch')
          .set(({ eb }) => ({ epoch: eb('epoch', '+', '1') }))
          .where('practice_id', '=', practiceId)
          .execute(),
      ),
  )
  const later = await (await as('mara')).ask('PATCH', `/api/members/nils/grants/${first}`, { until: null })
  expect(later.statusCode).toBe(409)
  const { grant: second } = await given('mara', 'nils', { role: 'front-desk' })
  expect(second).not.toBe(first)
  expect((await rolesOf('nils')).map(({ when }) => when).toSorted()).toEqual(['now', 'over'])
  await revoke('mara', 'nils', first)
  await revoke('mara', 'nils', second)
})

test.each([
  ['a role that does not fit', 'ana', { role: 'provider' }, 422, 'does not fit'],
  ['a role to a collaborator', 'hatt', { role: 'admin' }, 422, 'is given no role'],
  ['an unknown role', 'ana', { role: 'nurse' }, 422, 'there is no role `nurse`'],
  ['an unknown location', 'ana', { role: 'biller', at: ['moon'] }, 422, 'there is no location `moon`'],
  ['an unknown tag', 'ana', { role: 'biller', tagged: ['moon'] }, 422, 'there is no tag `moon`'],
  [
    'a span that ends before it begins',
    'ana',
    { role: 'biller', from: '2090-01-01T00:00:00Z', until: '2089-01-01T00:00:00Z' },
    422,
    'ends before it begins',
  ],
  ['a span that is over', 'ana', { role: 'biller', until: '2019-01-01T00:00:00Z' }, 422, 'over already'],
  ['a date without zone', 'ana', { role: 'biller', until: '2099-01-01T00:00:00' }, 400, 'until'],
  ['a scope of no location', 'ana', { role: 'biller', at: [] }, 400, 'at'],
  ['a role to nobody', 'zoe', { role: 'biller' }, 404, 'nobody here is called `zoe`'],
])('%s is refused with a sentence, and nothing of it stays', async (_, to, body, status, words) => {
  const response = await grant('mara', to, body)
  expect([response.statusCode, detailOf(response)]).toEqual([status, expect.stringContaining(words)])
  if (to !== 'zoe') expect((await rolesOf(to)).map(({ role }) => role)).not.toContain('provider')
})

test('a role that others give is given by them alone', async () => {
  const refused = await grant('mara', 'ana', { role: 'vault' })
  expect([refused.statusCode, detailOf(refused)]).toEqual([403, expect.stringContaining('chen')])
  const { grant: id } = await given('chen', 'ana', { role: 'vault' })
  // Taking is not giving.
  expect((await revoke('mara', 'ana', id)).statusCode).toBe(204)
})

describe('an admin of one location', () => {
  test('gives roles at that location and nowhere else', async () => {
    expect((await grant('lena', 'nils', { role: 'front-desk' })).statusCode).toBe(403)
    expect((await grant('lena', 'nils', { role: 'front-desk', at: ['blue'] })).statusCode).toBe(403)
    expect((await grant('lena', 'nils', { role: 'front-desk', at: ['green', 'blue'] })).statusCode).toBe(403)
    const { grant: id } = await given('lena', 'nils', { role: 'front-desk', at: ['green'], tagged: ['vip'] })
    const widened = await (await as('lena')).ask('PATCH', `/api/members/nils/grants/${id}`, { at: null })
    expect(widened.statusCode).toBe(403)
    expect((await revoke('lena', 'nils', id)).statusCode).toBe(204)
  })

  test('takes no role that holds elsewhere', async () => {
    const [held] = await rolesOf('ana')
    expect((await revoke('lena', 'ana', held?.grant ?? '')).statusCode).toBe(403)
  })

  test('lifts no limit of somebody who works elsewhere too', async () => {
    const body = { tags: null, ownNotesOnly: null, hidePrices: null }
    const lena = await as('lena')
    expect((await lena.ask('PUT', '/api/members/ana/limits', body)).statusCode).toBe(403)
    expect((await lena.ask('PUT', '/api/members/gus/limits', body)).statusCode).toBe(200)
  })
})

describe('nobody changes their own', () => {
  test.each([
    ['roles', 'POST', '/api/members/mara/grants', { role: 'biller' }],
    ['limits', 'PUT', '/api/members/mara/limits', { tags: null, ownNotesOnly: null, hidePrices: null }],
    ['team access', 'PUT', '/api/members/mara/team-access', { team: { setting: 'all', level: 'edit' } }],
    ['managed practitioners', 'PUT', '/api/members/mara/managed-practitioners', { practitioners: [] }],
    ['access, by saying so', 'POST', '/api/members/mara/grants', { role: 'biller', confirmed: true }],
    ['reach, as a successor', 'POST', '/api/members/dee/archive', { successor: 'mara' }],
  ] as const)('%s', async (_, method, url, body) => {
    const response = await (await as('mara')).ask(method, url, body)
    expect([response.statusCode, detailOf(response)]).toEqual([403, expect.stringContaining('their own')])
  })

  test('lock', async () => {
    expect((await (await as('mara')).ask('POST', '/api/members/mara/lock')).statusCode).toBe(403)
  })

  test('the grants one holds', async () => {
    const [held] = await rolesOf('mara')
    expect((await revoke('mara', 'mara', held?.grant ?? '')).statusCode).toBe(403)
  })
})

describe('an assistant', () => {
  test('gives roles while acting for an admin, and not for anybody else', async () => {
    const response = await grant('vera', 'nils', { role: 'biller' }, 'okafor')
    expect(response.statusCode).toBe(201)
    await revoke('mara', 'nils', response.json<HeldRole>().grant)
    const refused = await grant('vera', 'nils', { role: 'biller' }, 'dee')
    expect(refused.json<Problem>()).toMatchObject({ status: 403, step: 'acting' })
    expect((await grant('vera', 'nils', { role: 'biller' })).statusCode).toBe(403)
  })

  test('changes nothing about the owner, also while acting for them', async () => {
    for (const actingFor of ['chen', 'okafor'])
      expect((await grant('vera', 'chen', { role: 'biller' }, actingFor)).statusCode).toBe(403)
    const name = await (await as('vera', 'chen')).ask('PATCH', '/api/members/chen', { name: 'X' }, 1)
    expect(name.statusCode).toBe(403)
  })

  test('changes no access of whom they act for, nor their own', async () => {
    expect((await grant('vera', 'okafor', { role: 'biller' }, 'okafor')).statusCode).toBe(403)
    expect((await grant('vera', 'vera', { role: 'biller' }, 'okafor')).statusCode).toBe(403)
  })
})

test('who manages no accounts gives nothing', async () => {
  expect((await grant('ana', 'nils', { role: 'biller' })).statusCode).toBe(403)
})

test('two gifts at once that together break a separation of duty: one is refused', async () => {
  const mara = await as('mara')
  const declared = await mara.ask('PUT', '/api/practice/separations', {
    separations: [{ roles: ['biller', 'bookkeeper'], most: 1 }],
  })
  expect(declared.statusCode).toBe(200)
  for (let round = 0; round < 5; round++) {
    const both = await Promise.all([
      grant('mara', 'nils', { role: 'biller' }),
      grant('okafor', 'nils', { role: 'bookkeeper' }),
    ])
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, 409])
    const [held] = await rolesOf('nils')
    await revoke('mara', 'nils', held?.grant ?? '')
  }
  await mara.ask('PUT', '/api/practice/separations', { separations: [] })
})

test('two admins who take each other’s role at once leave one of them', async () => {
  const [ofMara] = await rolesOf('mara')
  const ofOkafor = (await rolesOf('okafor')).find(({ role }) => role === 'admin')
  const [first, second] = [await as('mara'), await as('okafor')]
  const both = await Promise.all([
    first.ask('DELETE', `/api/members/okafor/grants/${encodeURIComponent(ofOkafor?.grant ?? '')}`),
    second.ask('DELETE', `/api/members/mara/grants/${encodeURIComponent(ofMara?.grant ?? '')}`),
  ])
  expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([204, 403])
  const lost = both[0]?.statusCode === 204 ? 'okafor' : 'mara'
  expect((await grant('chen', lost, { role: 'admin' })).statusCode).toBe(201)
})

test('the log says who gave which role to whom, and in which scope', async () => {
  const { grant: id } = await given('mara', 'nils', { role: 'biller', at: ['green'] })
  const entry = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('audit_entry')
      .select(['member_id', 'kind', 'act', 'records', 'outcome', 'detail'])
      .where('practice_id', '=', practiceId)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow(),
  )
  expect(entry).toEqual({
    member_id: 'mara',
    kind: 'role',
    act: 'grant',
    records: ['nils', id],
    outcome: 'allowed',
    detail: { role: 'biller', at: ['green'] },
  })
  await revoke('mara', 'nils', id)
})

/** A server that shares nothing with the other but the database: its modules are loaded anew. */
async function secondServer() {
  vi.resetModules()
  const { connect } = await import('../src/database/connect.ts')
  const { buildApp } = await import('../src/http/app.ts')
  const { appParts } = await import('../src/server-parts.ts')
  const own = connect(url)
  const picking = { practiceId, introductions: new Map() }
  const second = await buildApp(appParts({ database: own, picking }, () => {}))
  afterAll(async () => {
    await second.close()
    await own.destroy()
  })
  return second
}

test('a role that was taken on one server is gone with the next request on another', async () => {
  const second = await signedIn(await secondServer(), 'nils')
  for (let round = 0; round < 20; round++) {
    const { grant: id } = await given('mara', 'nils', { role: 'front-desk' })
    expect((await second.ask('GET', '/api/patients/count')).statusCode).toBe(200)
    expect((await revoke('mara', 'nils', id)).statusCode).toBe(204)
    const after = await Promise.all(Array.from({ length: 5 }, () => second.ask('GET', '/api/patients/count')))
    expect(after.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403, 403])
  }
})
