import type { Members, Problem, WholeMember } from '@rolecall/contract'
import { afterEach, describe, expect, test } from 'vitest'
import { peopleOfGreenStreet, withWrittenPractice } from './with-written-practice.ts'

const { as } = await withWrittenPractice(peopleOfGreenStreet)

const detailOf = (response: { json: () => unknown }) => (response.json() as Problem).detail

async function handOver(who: string, to: string, actingFor?: string) {
  return (await as(who, actingFor)).ask('POST', '/api/owner', { member: to })
}

async function owners(): Promise<readonly string[]> {
  const { members } = await (await as('okafor')).get<Members>('/api/members')
  return members.filter(({ owner }) => owner).map(({ id }) => id)
}

afterEach(async () => {
  const [owner] = await owners()
  if (owner !== undefined && owner !== 'chen') await handOver(owner, 'chen')
  expect(await owners()).toEqual(['chen'])
})

test('the owner hands the practice over, and can take nothing back', async () => {
  expect((await handOver('chen', 'dee')).statusCode).toBe(204)
  expect(await owners()).toEqual(['dee'])
  expect((await handOver('chen', 'chen')).statusCode).toBe(403)
})

test('owning gives an unscoped `accounts.manage` and opens no note', async () => {
  await handOver('chen', 'ana')
  const ana = await as('ana')
  expect((await ana.ask('POST', '/api/members/nils/grants', { role: 'biller' })).statusCode).toBe(201)
  const why = await ana.get<{ explanation: { step: string } }>('/api/why?kind=note')
  expect(why.explanation.step).toBe('permission')
})

test.each([
  ['somebody without an account', 'tanaka', 409],
  ['an assistant', 'vera', 409],
  ['a collaborator', 'hatt', 409],
  ['a program', 'scribe', 409],
  ['nobody', 'zoe', 404],
  ['the owner', 'chen', 409],
])('the practice is not handed to %s', async (_, to, status) => {
  expect((await handOver('chen', to)).statusCode).toBe(status)
  expect(await owners()).toEqual(['chen'])
})

test('no admin takes the ownership, nor an assistant of the owner', async () => {
  expect((await handOver('mara', 'mara')).statusCode).toBe(403)
  expect((await handOver('vera', 'okafor', 'chen')).statusCode).toBe(403)
  expect((await handOver('ana', 'ana')).statusCode).toBe(403)
})

test('the owner is neither locked nor archived, by whomever', async () => {
  for (const who of ['mara', 'okafor', 'chen'])
    for (const what of ['lock', 'archive'] as const) {
      const body = what === 'archive' ? {} : undefined
      const response = await (await as(who)).ask('POST', `/api/members/chen/${what}`, body)
      expect([response.statusCode, detailOf(response)]).toEqual([
        409,
        expect.stringContaining('hand the practice over'),
      ])
    }
})

test('an owner whose roles are all taken still manages accounts', async () => {
  const chen = await (await as('mara')).get<WholeMember>('/api/members/chen')
  const mara = await as('mara')
  for (const { grant } of chen.roles)
    expect(
      (await mara.ask('DELETE', `/api/members/chen/grants/${encodeURIComponent(grant)}`)).statusCode,
    ).toBe(204)
  const given = await (await as('chen')).ask('POST', '/api/members/nils/grants', { role: 'user' })
  expect(given.statusCode).toBe(201)
  for (const { role } of chen.roles) await mara.ask('POST', '/api/members/chen/grants', { role })
})

test('handing over to two people at once makes one of them the owner', async () => {
  const chen = await as('chen')
  for (let round = 0; round < 5; round++) {
    const both = await Promise.all([
      chen.ask('POST', '/api/owner', { member: 'dee' }),
      chen.ask('POST', '/api/owner', { member: 'okafor' }),
    ])
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([204, 403])
    const [owner] = await owners()
    expect(['dee', 'okafor']).toContain(owner)
    await handOver(owner ?? '', 'chen')
  }
})

test('handing over to somebody who is locked at the same time leaves an active owner', async () => {
  const [chen, mara] = [await as('chen'), await as('mara')]
  for (let round = 0; round < 8; round++) {
    const [over, lock] = await Promise.all([
      chen.ask('POST', '/api/owner', { member: 'dee' }),
      mara.ask('POST', '/api/members/dee/lock'),
    ])
    const statuses = [over?.statusCode, lock?.statusCode]
    expect([
      [204, 409],
      [409, 204],
    ]).toContainEqual(statuses)
    if (lock?.statusCode === 204) await mara.ask('POST', '/api/members/dee/unlock')
    else await handOver('dee', 'chen')
    expect(await owners()).toEqual(['chen'])
  }
})

describe('the only admin', () => {
  const alone = `
practice: { name: Alone, modules: [clinical], now: 2026-11-21T09:00:00Z }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: provider }] }
  vera: { kind: assistant, manages: [chen], grants: [{ role: admin }] }
  ana: { kind: administrative }
`
  test('changes their own access by saying so, and the log tells that they did', async () => {
    const { as: here, database, practiceId } = await withWrittenPractice(alone)
    const chen = await here('chen')
    const asked = await chen.ask('POST', '/api/members/chen/grants', { role: 'biller' })
    expect([asked.statusCode, detailOf(asked)]).toEqual([409, expect.stringContaining('confirm')])
    // What a screen asks for the word of who is signed in by.
    expect(asked.json<Problem>().reason).toBe('own-access')
    const done = await chen.ask('POST', '/api/members/chen/grants', { role: 'biller', confirmed: true })
    expect(done.statusCode).toBe(201)
    const entry = await database.within({ practiceId, mode: 'look' }, (transaction) =>
      transaction
        .selectFrom('audit_entry')
        .select('detail')
        .where('practice_id', '=', practiceId)
        .where('operation', '=', 'grantRole')
        .where('outcome', '=', 'allowed')
        .executeTakeFirstOrThrow(),
    )
    expect(entry.detail).toMatchObject({ role: 'biller', confirmed: true })
    const byHand = await (await here('vera', 'chen')).ask('POST', '/api/members/chen/grants', {
      role: 'biller',
      confirmed: true,
    })
    expect(byHand.statusCode).toBe(403)
  })

  test('is no longer the only one once there is another', async () => {
    const { as: here } = await withWrittenPractice(alone)
    const chen = await here('chen')
    expect((await chen.ask('POST', '/api/members/ana/grants', { role: 'admin' })).statusCode).toBe(201)
    const refused = await chen.ask('POST', '/api/members/chen/grants', { role: 'user', confirmed: true })
    expect(refused.statusCode).toBe(403)
  })
})
