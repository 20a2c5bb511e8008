import type { Me, Practice, PracticeModules, Problem, WholeMember } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { peopleOfGreenStreet, withWrittenPractice } from './with-written-practice.ts'

const { as } = await withWrittenPractice(
  peopleOfGreenStreet
    .replace('members:\n', 'members:\n  pam: { kind: administrative, grants: [{ role: desk }] }\n')
    .replace(
      'members:\n',
      '  desk: { label: Desk, fits: [administrative], permissions: [practice.manage] }\nmembers:\n',
    ),
)
const mara = await as('mara')
const pam = await as('pam')

const detailOf = (response: { json: () => unknown }) => (response.json() as Problem).detail

test('a practice says what it is called, where it is and who owns it, to those who manage something of it', async () => {
  expect(await mara.get<Practice>('/api/practice')).toEqual({
    name: 'Green Street',
    timeZone: 'UTC',
    sharesPatients: false,
    owner: { id: 'chen', name: 'chen' },
  })
  expect((await pam.ask('GET', '/api/practice')).statusCode).toBe(200)
  const ana = await as('ana')
  expect((await ana.ask('GET', '/api/practice')).statusCode).toBe(403)
  expect((await ana.get<Me>('/api/me')).open).not.toContain('readPractice')
})

test('what belongs to the whole practice is not offered to who manages a part of it', async () => {
  const { open } = await (await as('lena')).get<Me>('/api/me')
  expect(open).toEqual(expect.arrayContaining(['addMember', 'grantRole', 'editRole']))
  expect(open).not.toContain('setModules')
  expect((await mara.get<Me>('/api/me')).open).toEqual(
    expect.arrayContaining(['setModules', 'editPractice', 'addTag', 'setSeparations']),
  )
})

test('a practice is renamed by who manages it, and everybody reads the new name', async () => {
  const renamed = await pam.ask('PATCH', '/api/practice', { name: ' Green Lane ', timeZone: 'Europe/Berlin' })
  expect(renamed.json()).toMatchObject({ name: 'Green Lane', timeZone: 'Europe/Berlin' })
  expect((await (await as('ana')).get<Me>('/api/me')).practice.name).toBe('Green Lane')
  expect((await (await as('ana')).ask('PATCH', '/api/practice', { name: 'Mine' })).statusCode).toBe(403)
  for (const timeZone of ['Europe/Nowhere', '+02:00', ''])
    expect((await pam.ask('PATCH', '/api/practice', { timeZone })).statusCode).toBe(400)
  expect((await pam.ask('PATCH', '/api/practice', { name: ' ' })).statusCode).toBe(400)
})

test('what somebody new reaches is changed only by who gives access everywhere', async () => {
  const refused = await pam.ask('PATCH', '/api/practice', { name: 'Other', sharesPatients: true })
  expect([refused.statusCode, detailOf(refused)]).toEqual([403, expect.stringContaining('ask an admin')])
  expect((await mara.get<Practice>('/api/practice')).name).toBe('Green Lane')
  expect((await mara.ask('PATCH', '/api/practice', { sharesPatients: true })).statusCode).toBe(200)
  const added = await mara.ask('POST', '/api/members', { kind: 'practitioner', name: 'Dr New' })
  expect(added.json<WholeMember>().team.setting).toBe('all')
})

test('modules that somebody else changed meanwhile are not written over unseen', async () => {
  const kept = (state: 'on' | 'read-only', { modules }: PracticeModules) =>
    modules.flatMap((one) => (one.state === state && !one.always ? [one.module] : []))
  const now = await mara.get<PracticeModules>('/api/practice/modules')
  const before = { on: kept('on', now), readOnly: kept('read-only', now) }
  const put = (on: readonly string[], readOnly: readonly string[]) =>
    mara.ask('PUT', '/api/practice/modules', { on, readOnly, before })
  expect((await put(['clinical', 'engage', 'orders'], ['billing'])).statusCode).toBe(200)
  const second = await put([...before.on, 'generator'], [])
  expect([second.statusCode, detailOf(second)]).toEqual([412, expect.stringContaining('meanwhile')])
  expect(kept('read-only', await mara.get<PracticeModules>('/api/practice/modules'))).toEqual(['billing'])
})

test('duties kept apart that somebody else changed meanwhile are not written over unseen', async () => {
  const path = '/api/practice/separations'
  const duties = [{ roles: ['biller', 'bookkeeper'], most: 1 }]
  expect((await mara.ask('PUT', path, { separations: duties, before: [] })).statusCode).toBe(200)
  expect((await mara.ask('PUT', path, { separations: [], before: [] })).statusCode).toBe(412)
  expect(await mara.get(path)).toEqual({ separations: duties })
  const told = [{ roles: ['bookkeeper', 'biller'], most: 1 }]
  expect((await mara.ask('PUT', path, { separations: [], before: told })).statusCode).toBe(200)
})
