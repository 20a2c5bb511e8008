/** Being the only admin is no state that one brings about oneself. */
import type { HeldRole, Problem, WholeMember } from '@rolecall/contract'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { addColleague, owner, provenClient, withSetUp } from '../with-account.ts'
import { inPractice } from '../with-tables.ts'
import { withWrittenPractice } from '../with-written-practice.ts'

const people = `
practice: { name: Green Street, modules: [clinical], now: 2026-11-21T09:00:00Z }
locations: [green]
roles:
  people: { label: People, fits: [administrative, practitioner], permissions: [accounts.manage] }
members:
  chen: { kind: practitioner, owner: true }
  mara: { kind: administrative, grants: [{ role: people }] }
  ana: { kind: administrative }
`

async function practice() {
  const written = await withWrittenPractice(people)
  const chen = await written.as('chen')
  const giveOneself = () =>
    chen.ask('POST', '/api/members/chen/grants', { role: 'practitioner', confirmed: true })
  const grantOf = async (id: string) =>
    (await chen.get<WholeMember>(`/api/members/${id}`)).roles[0]?.grant ?? ''
  const version = async (id: string) => (await chen.get<WholeMember>(`/api/members/${id}`)).version
  const aWeekLater = () =>
    inPractice(written.database, written.practiceId, (transaction) =>
      transaction
        .updateTable('member')
        .set({ managed_accounts_until: sql<Date>`managed_accounts_until - interval '7 days'` })
        .where('practice_id', '=', written.practiceId)
        .execute(),
    )
  return { ...written, chen, giveOneself, grantOf, version, aWeekLater }
}

type Practice = Awaited<ReturnType<typeof practice>>

const yesterday = () => new Date(Date.now() - 86_400_000).toISOString()

/** Every way to be rid of the other admin. */
const ways: Readonly<Record<string, (one: Practice) => Promise<{ readonly statusCode: number }>>> = {
  'was locked': ({ chen }) => chen.ask('POST', '/api/members/mara/lock'),
  'was archived': ({ chen }) => chen.ask('POST', '/api/members/mara/archive', {}),
  'lost the role': async ({ chen, grantOf }) =>
    chen.ask('DELETE', `/api/members/mara/grants/${encodeURIComponent(await grantOf('mara'))}`),
  'lost the role by a date': async ({ chen, grantOf }) =>
    chen.ask('PATCH', `/api/members/mara/grants/${encodeURIComponent(await grantOf('mara'))}`, {
      until: yesterday(),
    }),
  'ended by a date': async ({ chen, version }) =>
    chen.ask('PATCH', '/api/members/mara', { until: yesterday() }, await version('mara')),
  'begins later': async ({ chen, version }) =>
    chen.ask('PATCH', '/api/members/mara', { from: '2099-01-01T00:00:00Z' }, await version('mara')),
  'has a role without accounts': ({ chen }) =>
    chen.ask('PATCH', '/api/roles/people', { permissions: ['patients.view'] }, 1),
}

describe('attack 5: an owner is not the only admin', () => {
  test.each(Object.keys(ways))('while the other one %s a moment ago', async (way) => {
    const here = await practice()
    expect((await ways[way]?.(here))?.statusCode).toBeLessThan(300)
    const refused = await here.giveOneself()
    expect([refused.statusCode, refused.json<Problem>().detail]).toEqual([
      403,
      expect.stringContaining('mara'),
    ])
    expect((await here.chen.get<WholeMember>('/api/members/chen')).roles).toEqual([])
    await here.aWeekLater()
    const isGone = ['was archived', 'lost the role', 'has a role without accounts'].includes(way)
    expect([way, (await here.giveOneself()).statusCode]).toEqual([way, isGone ? 201 : 403])
  })

  test('while another one is invited', async () => {
    const { chen, giveOneself, as } = await practice()
    const { id } = (
      await chen.ask('POST', '/api/members', { kind: 'administrative', name: 'Zoe Quist' })
    ).json<WholeMember>()
    await (await as('mara')).ask('POST', `/api/members/${id}/grants`, { role: 'people' })
    const refused = await giveOneself()
    expect(refused.json<Problem>()).toMatchObject({
      status: 403,
      detail: expect.stringContaining('Zoe Quist'),
    })
  })

  test('where both are asked at once: a lock and a role for oneself', async () => {
    const { chen, giveOneself } = await practice()
    const [lock, give] = await Promise.all([chen.ask('POST', '/api/members/mara/lock'), giveOneself()])
    expect([lock?.statusCode, give?.statusCode]).toEqual([204, 403])
  })

  test('by a role that one holds oneself', async () => {
    const { chen, as } = await practice()
    await (await as('mara')).ask('POST', '/api/members/chen/grants', { role: 'people' })
    await chen.ask('POST', '/api/members/mara/lock')
    const response = await chen.ask(
      'PATCH',
      '/api/roles/people',
      { permissions: ['accounts.manage', 'notes.view'], confirmed: true },
      1,
    )
    expect(response.statusCode).toBe(403)
  })
})

test('attack 5: everybody who manages accounts, or did until lately, is told of the only admin’s own change', async () => {
  const { app, database, practiceId } = await withSetUp()
  const password = 'sixty patient kettles hum waltzes'
  const mira = await provenClient(app)
  const { memberId } = await addColleague(database, practiceId, {
    email: 'mara@gs.example',
    password,
    name: 'Mara',
  })
  const { members } = await mira.get<{ members: WholeMember[] }>('/api/members')
  const self = members.find((one) => one.owner)?.id ?? ''
  const given = await mira.ask('POST', `/api/members/${memberId}/grants`, { role: 'admin' })
  await mira.ask('DELETE', `/api/members/${memberId}/grants/${given.json<HeldRole>().grant}`)
  await inPractice(database, practiceId, (transaction) =>
    transaction
      .updateTable('member')
      .set({ managed_accounts_until: sql<Date>`now() - interval '8 days'` })
      .where('practice_id', '=', practiceId)
      .where('id', '=', memberId)
      .execute(),
  )
  const asked = { role: 'bookkeeper', confirmed: true }
  expect((await mira.ask('POST', `/api/members/${self}/grants`, asked)).statusCode).toBe(201)
  const mails = await database.anywhere.selectFrom('outbox').select(['recipient', 'body']).execute()
  expect(mails.map(({ recipient }) => recipient).toSorted()).toEqual(
    ['mara@gs.example', owner.email].toSorted(),
  )
  for (const { body } of mails) expect(body).toContain('the only admin, changed their own access')
})
