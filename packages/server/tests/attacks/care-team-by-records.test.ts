import type {
  CareTeam,
  PatientPage,
  Problem,
  SavedAppointment,
  SavedPatient,
  WholePatient,
} from '@rolecall/contract'
import { describe, expect, test } from 'vitest'
import type { Client } from '../client.ts'
import { withSmallPractice } from '../with-small-practice.ts'
import { inPractice } from '../with-tables.ts'

const { as, database, practiceId } = await withSmallPractice(`
practice: { name: Attacked, modules: [clinical], now: 2026-11-21T09:00:00Z }
locations: [green, blue]
roles:
  desk: { permissions: [patients.manage, appointments.manage] }
  treats: { permissions: [patients.manage, appointments.manage, notes.view, notes.write] }
members:
  boss: { kind: administrative, owner: true, grants: [{ role: desk }], team: { all: edit } }
  chen: { kind: practitioner, grants: [{ role: treats }] }
  dee: { kind: practitioner, grants: [{ role: treats }] }
  eve: { kind: practitioner, grants: [{ role: treats }] }
  bea: { kind: assistant, manages: [chen], grants: [{ role: desk }] }
  for-chen: { kind: administrative, grants: [{ role: desk }], team: { members: { chen: edit, eve: edit } } }
  at-blue: { kind: administrative, grants: [{ role: desk, at: [blue] }], team: { all: edit } }
patients:
  booked: { careTeam: [dee], locations: [green] }
  missed: { careTeam: [dee], locations: [green] }
  moved: { careTeam: [dee], locations: [green] }
  moved-back: { careTeam: [dee], locations: [green] }
  twice: { careTeam: [dee], locations: [green] }
  noted: { careTeam: [dee] }
  joined: { careTeam: [dee, chen] }
  untreated: {}
  sited: { careTeam: [dee], locations: [green] }
  away: { careTeam: [dee], locations: [green] }
`)

const boss = await as('boss')
const chen = await as('chen')
const atBlue = await as('at-blue')
let booked = 0

/** With Chen at Blue, each at an hour of its own. */
async function book(patient: string, more: object = {}): Promise<SavedAppointment> {
  booked += 1
  const start = new Date(Date.UTC(2031, 0, booked, 9)).toISOString()
  const end = new Date(Date.UTC(2031, 0, booked, 10)).toISOString()
  const body = { patient, practitioner: 'chen', location: 'blue', start, end, description: '', ...more }
  const answer = await boss.ask('POST', '/api/appointments', body)
  expect([answer.statusCode, answer.body]).toEqual([201, expect.any(String)])
  return answer.json()
}

async function cancel({ id, version }: SavedAppointment, by = boss): Promise<void> {
  const answer = await by.ask('POST', `/api/appointments/${id}/cancel`, { reason: 'a mistake' }, version)
  expect(answer.statusCode).toBe(200)
}

async function change({ id, version }: SavedAppointment, body: object, by = boss): Promise<SavedAppointment> {
  const answer = await by.ask('PATCH', `/api/appointments/${id}`, body, version)
  expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)])
  return answer.json()
}

/** As an appointment of long ago: its status may be said already. */
async function storeBegun(id: string, patient: string): Promise<SavedAppointment> {
  booked += 1
  const [starts_at, ends_at] = [
    new Date(Date.UTC(2020, 0, booked, 9)),
    new Date(Date.UTC(2020, 0, booked, 10)),
  ]
  const row = { practice_id: practiceId, id, patient_id: patient, owner_id: 'chen', location_id: 'blue' }
  await inPractice(database, practiceId, (transaction) =>
    transaction
      .insertInto('appointment')
      .values({ ...row, starts_at, ends_at, status: 'booked' })
      .execute(),
  )
  return { id, version: 1, status: 'booked' }
}

async function say({ id, version }: SavedAppointment, status: string, by = boss): Promise<SavedAppointment> {
  const answer = await by.ask('PUT', `/api/appointments/${id}/status`, { status }, version)
  expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)])
  return answer.json()
}

/** Whether somebody sees a patient, and whether the list agrees. */
async function sees(client: Client, patient: string): Promise<boolean> {
  const { statusCode } = await client.ask('GET', `/api/patients/${patient}`)
  const { patients } = await client.get<PatientPage>('/api/patients')
  const isListed = patients.some(({ id }) => id === patient)
  expect([patient, statusCode]).toEqual([patient, isListed ? 200 : 404])
  return isListed
}

function chart(patient: string): Promise<WholePatient> {
  return boss.get(`/api/patients/${patient}`)
}

function putTeam(client: Client, patient: string, body: object) {
  return client.ask('PUT', `/api/patients/${patient}/care-team`, body)
}

async function teamOf(patient: string): Promise<readonly string[]> {
  const { careTeam } = await boss.get<CareTeam>(`/api/patients/${patient}/care-team`)
  return careTeam.map(({ id, written, ownsRecords }) => `${id} ${written} ${ownsRecords}`)
}

describe('attack 3: access by a booking outlives the booking', () => {
  test('a cancelled appointment leaves no location and no member of the care team behind', async () => {
    expect([await sees(chen, 'booked'), await sees(atBlue, 'booked')]).toEqual([false, false])
    const saved = await book('booked')
    expect([await sees(chen, 'booked'), await sees(atBlue, 'booked')]).toEqual([true, true])
    expect((await chart('booked')).locations).toEqual([
      { id: 'blue', written: false, fromVisits: true },
      { id: 'green', written: true, fromVisits: false },
    ])
    await cancel(saved)
    expect([await sees(chen, 'booked'), await sees(atBlue, 'booked')]).toEqual([false, false])
    const { locations, careTeam } = await chart('booked')
    expect(locations).toEqual([{ id: 'green', written: true, fromVisits: false }])
    expect(careTeam.map(({ id }) => id)).toEqual(['dee'])
  })

  test('one of two cancelled appointments leaves what the other one brings', async () => {
    const [first, second] = [await book('twice'), await book('twice')]
    await cancel(first)
    expect([await sees(chen, 'twice'), await sees(atBlue, 'twice')]).toEqual([true, true])
    await cancel(second)
    expect([await sees(chen, 'twice'), await sees(atBlue, 'twice')]).toEqual([false, false])
  })

  test('two last appointments that are cancelled at once leave nothing behind', async () => {
    const both = [await book('twice'), await book('twice')]
    await Promise.all(both.map((one) => cancel(one)))
    expect([await sees(chen, 'twice'), await sees(atBlue, 'twice')]).toEqual([false, false])
  })

  test('a missed appointment gives no location until the status is taken back', async () => {
    const saved = await storeBegun('begun', 'missed')
    expect(await sees(atBlue, 'missed')).toBe(true)
    const missed = await say(saved, 'noshow')
    expect(await sees(atBlue, 'missed')).toBe(false)
    const arrived = await say(missed, 'arrived')
    expect(await sees(atBlue, 'missed')).toBe(true)
    await say(arrived, 'fulfilled')
    expect(await sees(atBlue, 'missed')).toBe(true)
  })

  test('an appointment moved to a colleague and another location takes both with it', async () => {
    const eve = await as('eve')
    const saved = await book('moved')
    const moved = await change(saved, { practitioner: 'eve', location: 'green' })
    expect([await sees(chen, 'moved'), await sees(eve, 'moved'), await sees(atBlue, 'moved')]).toEqual([
      false,
      true,
      false,
    ])
    await change(moved, { practitioner: 'chen', location: 'blue' })
    expect([await sees(chen, 'moved'), await sees(eve, 'moved'), await sees(atBlue, 'moved')]).toEqual([
      true,
      false,
      true,
    ])
  })

  test('a practitioner cancels the only appointment that lets them see a patient', async () => {
    const saved = await book('moved-back')
    await cancel(saved, chen)
    expect(await sees(chen, 'moved-back')).toBe(false)
    expect((await chen.ask('GET', `/api/appointments/${saved.id}`)).statusCode).toBe(404)
  })

  test('a desk of one location cancels, misses and moves away its only appointment with a patient', async () => {
    await cancel(await book('moved-back'), atBlue)
    expect(await sees(atBlue, 'moved-back')).toBe(false)
    await change(await book('moved-back'), { location: 'green' }, atBlue)
    expect(await sees(atBlue, 'moved-back')).toBe(false)
    await say(await storeBegun('never-came', 'moved-back'), 'noshow', atBlue)
    expect(await sees(atBlue, 'moved-back')).toBe(false)
  })

  test('a note keeps its owner on the care team when the appointment is cancelled', async () => {
    const saved = await book('noted')
    const note = { patient: 'noted', title: 'A visit', text: 'As it was' }
    expect((await chen.ask('POST', '/api/notes', note)).statusCode).toBe(201)
    await cancel(saved)
    expect(await teamOf('noted')).toEqual(['chen false true', 'dee true false'])
    expect(await sees(chen, 'noted')).toBe(true)
  })
})

describe('attack 4: who joined by a record takes the treating colleague off', () => {
  test('a member who is on a care team by a record alone takes no one off it', async () => {
    expect(await teamOf('noted')).toEqual(['chen false true', 'dee true false'])
    const refused = await putTeam(chen, 'noted', { remove: ['dee'] })
    expect([refused.statusCode, refused.json<Problem>()]).toEqual([
      403,
      expect.objectContaining({
        step: 'team',
        detail: expect.stringContaining('only because of records about them'),
      }),
    ])
    expect(await teamOf('noted')).toEqual(['chen false true', 'dee true false'])
  })

  test('a member who is on a care team by a record alone does not add themselves to take others off', async () => {
    expect((await putTeam(chen, 'noted', { add: ['chen'] })).statusCode).toBe(403)
    expect((await putTeam(chen, 'noted', { add: ['chen'], remove: ['dee'] })).statusCode).toBe(403)
    expect((await putTeam(await as('bea', 'chen'), 'noted', { remove: ['dee'] })).statusCode).toBe(403)
    expect(await teamOf('noted')).toEqual(['chen false true', 'dee true false'])
  })

  test('a colleague with access to that member alone takes no one off either', async () => {
    const forChen = await as('for-chen')
    expect(await sees(forChen, 'noted')).toBe(true)
    for (const body of [{ remove: ['dee'] }, { add: ['eve'] }])
      expect((await putTeam(forChen, 'noted', body)).statusCode).toBe(403)
    expect(await teamOf('noted')).toEqual(['chen false true', 'dee true false'])
  })

  test('the care team says beforehand who can change it', async () => {
    const { change: closed } = await chen.get<CareTeam>('/api/patients/noted/care-team')
    expect(closed).toMatchObject({ act: 'edit', open: false, step: 'team' })
    const { change: open } = await (await as('dee')).get<CareTeam>('/api/patients/noted/care-team')
    expect(open).toEqual({ act: 'edit', open: true })
  })

  test('a member who was added to the care team changes it, whatever records they own', async () => {
    expect((await putTeam(boss, 'noted', { add: ['chen'] })).statusCode).toBe(200)
    // The person who asks here sees no notes.
    expect(await teamOf('noted')).toEqual(['chen true false', 'dee true false'])
    const answer = await putTeam(chen, 'noted', { remove: ['dee'] })
    expect([answer.statusCode, answer.json<CareTeam>().careTeam]).toEqual([
      200,
      [{ id: 'chen', name: 'chen', written: true, ownsRecords: true }],
    ])
  })

  test('where nobody was added to the care team, an owner of records adds colleagues', async () => {
    const note = { patient: 'untreated', title: 'A visit', text: 'As it was', owner: 'chen' }
    await inPractice(database, practiceId, (transaction) =>
      transaction
        .insertInto('note')
        .values({ practice_id: practiceId, id: 'first', patient_id: note.patient, owner_id: note.owner })
        .execute(),
    )
    expect((await putTeam(chen, 'untreated', { add: ['dee'] })).statusCode).toBe(200)
    expect(await teamOf('untreated')).toEqual(['chen false true', 'dee true false'])
  })
})

describe('attack 4: locations that nobody could edit', () => {
  function edit(client: Client, patient: string, locations: readonly string[], version: number) {
    return client.ask('PATCH', `/api/patients/${patient}`, { locations }, version)
  }

  test('the written locations of a patient are edited, those of visits stay', async () => {
    await book('sited')
    const { version } = await chart('sited')
    const saved = await edit(boss, 'sited', [], version)
    expect((await chart('sited')).locations).toEqual([{ id: 'blue', written: false, fromVisits: true }])
    const next = saved.json<SavedPatient>()
    expect((await edit(boss, 'sited', ['green', 'blue', 'green'], next.version)).statusCode).toBe(200)
    expect((await chart('sited')).locations).toEqual([
      { id: 'blue', written: true, fromVisits: true },
      { id: 'green', written: true, fromVisits: false },
    ])
  })

  test('unknown locations are refused by name, and only where the patient is seen', async () => {
    const { version } = await chart('away')
    const unknown = await edit(boss, 'away', ['nowhere'], version)
    expect([unknown.statusCode, unknown.json<Problem>().detail]).toEqual([
      422,
      'there is no location `nowhere`, make it first',
    ])
    expect((await edit(chen, 'away', ['nowhere'], version)).statusCode).toBe(404)
    expect((await edit(boss, 'away', ['blue'], version + 1)).statusCode).toBe(412)
  })

  test('a change that takes the patient out of the own access is refused and undone', async () => {
    const { version } = await chart('sited')
    const visit = (
      await boss.get<{ appointments: SavedAppointment[] }>(
        '/api/appointments?from=2031-01-01T00:00:00Z&until=2031-02-01T00:00:00Z&patient=sited',
      )
    ).appointments
    for (const { id } of visit) await cancel({ id, version: 1, status: 'booked' })
    expect((await edit(atBlue, 'sited', ['green'], version)).statusCode).toBe(403)
    expect((await chart('sited')).locations.map(({ id }) => id)).toEqual(['blue', 'green'])
  })
})
