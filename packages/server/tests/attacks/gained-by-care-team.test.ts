import type { Problem } from '@rolecall/contract'
import type { LightMyRequestResponse } from 'fastify'
import { describe, expect, test } from 'vitest'
import type { Client } from '../client.ts'
import { withSmallPractice } from '../with-small-practice.ts'

const { as } = await withSmallPractice(`
practice: { name: Hill, modules: [clinical, billing], now: 2026-11-21T09:00:00Z }
roles:
  front-desk: { label: Front desk, fits: [administrative, assistant], permissions: [patients.manage, appointments.manage] }
members:
  dee: { kind: practitioner, owner: true, grants: [{ role: provider }, { role: system-admin }] }
  chen: { kind: practitioner, grants: [{ role: provider }], team: { members: { dee: view } } }
  rita: { kind: administrative, grants: [{ role: front-desk }], team: { members: { dee: view, chen: edit } } }
  sue: { kind: assistant, manages: [chen], grants: [{ role: front-desk }] }
  kim: { kind: practitioner, grants: [{ role: provider }], team: { members: { dee: edit } } }
  may: { kind: administrative, grants: [{ role: front-desk }], team: { all: edit } }
  ned: { kind: practitioner, grants: [{ role: provider }], team: { advanced: { dee: { patients: edit } } } }
patients:
  p1: { careTeam: [dee] }
  p2: { careTeam: [dee], createdBy: ned }
  p3: { createdBy: may }
records:
  n1: { kind: note, patient: p1, owner: dee, signed: true }
`)

let hours = 0

/** Book a patient with a practitioner, at a time of its own. */
function book(client: Client, patient: string, practitioner: string): Promise<LightMyRequestResponse> {
  hours += 1
  const start = new Date(Date.parse('2031-03-03T00:00:00Z') + hours * 3_600_000)
  const end = new Date(start.getTime() + 1_800_000)
  return client.ask('POST', '/api/appointments', {
    patient,
    practitioner,
    start: start.toISOString(),
    end: end.toISOString(),
  })
}

async function careTeamOf(client: Client, patient: string): Promise<readonly string[]> {
  const { careTeam } = await client.get<{ careTeam: readonly { id: string }[] }>(`/api/patients/${patient}`)
  return careTeam.map(({ id }) => id)
}

async function versionOf(client: Client, patient: string): Promise<number> {
  return (await client.get<{ version: number }>(`/api/patients/${patient}`)).version
}

async function edit(client: Client, patient: string): Promise<number> {
  const version = await versionOf(client, patient)
  return (await client.ask('PATCH', `/api/patients/${patient}`, { phone: '1' }, version)).statusCode
}

/** Team access refuses where the patient can't be edited before, and the gain where it can be. */
function expectRefused(response: LightMyRequestResponse): void {
  expect(response.statusCode).toBe(403)
  expect(['team', 'patient']).toContain(response.json<Problem>().step)
}

describe('attack 3: view does not become edit', () => {
  test("a practitioner who can view a colleague's patient does not book them with herself", async () => {
    const chen = await as('chen')
    expectRefused(await book(chen, 'p1', 'chen'))
    expect(await careTeamOf(chen, 'p1')).toEqual(['dee'])
    expect(await edit(chen, 'p1')).toBe(403)
  })

  test("a practitioner who can view a colleague's patient does not join the care team by a note", async () => {
    const chen = await as('chen')
    expectRefused(await chen.ask('POST', '/api/notes', { patient: 'p1', title: 'mine' }))
    expect(await careTeamOf(chen, 'p1')).toEqual(['dee'])
  })

  test('an assistant does not bring the patient to the practitioner they act for', async () => {
    const sue = await as('sue', 'chen')
    expectRefused(await book(sue, 'p1', 'chen'))
    expect(await careTeamOf(sue, 'p1')).toEqual(['dee'])
  })

  test('a receptionist who can view one colleague and book for another gains nothing by the booking', async () => {
    const rita = await as('rita')
    expectRefused(await book(rita, 'p1', 'chen'))
    expect(await edit(rita, 'p1')).toBe(403)
    expect(await careTeamOf(rita, 'p1')).toEqual(['dee'])
  })

  test('a practitioner who can view a patient does not take the treating colleague off the care team', async () => {
    const chen = await as('chen')
    const asked = { add: ['chen'], remove: ['dee'] }
    expectRefused(await chen.ask('PUT', '/api/patients/p1/care-team', asked))
    expect(await careTeamOf(chen, 'p1')).toEqual(['dee'])
  })

  test('a practitioner who can edit some sections does not leave a patient to nobody, to take them on', async () => {
    const ned = await as('ned')
    const left = await ned.ask('PUT', '/api/patients/p2/care-team', { remove: ['dee'] })
    expect(left.statusCode).toBe(403)
    expect(left.json<Problem>()).toMatchObject({ step: 'patient' })
    expect(await careTeamOf(ned, 'p2')).toEqual(['dee'])
  })

  test('a practitioner who can edit all the work of a colleague books their patient with herself', async () => {
    const kim = await as('kim')
    expect((await book(kim, 'p1', 'kim')).statusCode).toBe(201)
  })

  test('a patient nobody treats is taken on', async () => {
    const may = await as('may')
    expect((await book(may, 'p3', 'chen')).statusCode).toBe(201)
    expect(await edit(await as('chen'), 'p3')).toBe(200)
  })

  test('nothing is left of the patient once team access ends', async () => {
    const chen = await as('chen')
    await book(chen, 'p2', 'chen')
    const dee = await as('dee')
    const { version } = await dee.get<{ version: number }>('/api/members/chen/access')
    const ended = await dee.ask('PUT', '/api/members/chen/team-access', { team: { setting: 'own' }, version })
    expect(ended.statusCode, ended.body).toBe(200)
    expect((await chen.ask('GET', '/api/patients/p2')).statusCode).toBe(404)
  })
})
