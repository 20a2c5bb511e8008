/**
 * One question, asked every way there is: whatever a page lists, counts, finds, sorts, filters or links to is what
 * core allows, in random practices, for every person and everyone an assistant may work for.
 */
import type { Calendar, NotePage, PatientCount, PatientPage, Why } from '@rolecall/contract'
import { allows, decide, type RecordFacts, type Snapshot } from '@rolecall/core'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { buildApp } from '../src/http/app.ts'
import { appParts } from '../src/server-parts.ts'
import { managedNow } from '../src/signin/acting-for.ts'
import { whyNoSignIn } from '../src/signin/why-no-sign-in.ts'
import type { Client } from './client.ts'
import {
  anyPractice,
  day,
  familyOf,
  type RandomPractice,
  type StoredRecord,
  sessionOf,
  storePractice,
} from './random-practice.ts'
import { now, withTables } from './with-practice.ts'

/** Random practices fill a fixed slice of the run, and never fewer than this. */
const fewest = 12
const slice = process.env.ROLECALL_LONG === '1' ? 10 * 60_000 : 12_000

const { database } = await withTables()
const app = await buildApp(
  appParts({ database, picking: { practiceId: '', introductions: new Map() } }, () => {}),
)
afterAll(() => app.close())
const at = await now(database)

test(
  'every surface shows what core allows, and nothing else',
  async () => {
    let people = 0
    let shown = 0
    const holds = fc.asyncProperty(anyPractice(at), async (practice) => {
      const { practiceId, snapshot } = await storePractice(database, practice)
      for (const asker of askersOf(snapshot)) {
        const client = await sessionOf(database, app, { practiceId, ...asker })
        const member = snapshot.members.get(asker.member)
        if (member === undefined || whyNoSignIn(member, at) !== undefined) {
          expect((await client.ask('GET', '/api/me')).statusCode).toBe(401)
          continue
        }
        const asked = { ...practice, snapshot, asker, client }
        people += 1
        shown += await askEverything(asked)
      }
    })
    const ends = performance.now() + slice
    for (let worlds = 0; worlds < fewest || performance.now() < ends; worlds += 4)
      await fc.assert(holds, { numRuns: 4, endOnFailure: process.env.ROLECALL_LONG !== '1' })
    process.stdout.write(`${people} people of random practices were shown ${shown} records\n`)
    // What is never shown proves nothing.
    expect(shown).toBeGreaterThan(people)
  },
  slice + 5 * 60_000,
)

interface Asker {
  readonly member: string
  readonly actingFor: string | undefined
}

interface Asked extends RandomPractice {
  readonly snapshot: Snapshot
  readonly asker: Asker
  readonly client: Client
}

/** Everybody, and an assistant once for nobody and once for each they may work for. */
function askersOf(snapshot: Snapshot): readonly Asker[] {
  return snapshot.policy.members.flatMap((member): readonly Asker[] => [
    { member: member.id, actingFor: undefined },
    ...managedNow(snapshot, member, at).map(({ id }) => ({ member: member.id, actingFor: id })),
  ])
}

/** Returns how many records were shown. */
async function askEverything(asked: Asked): Promise<number> {
  const own = asked.patients.map((patient): RecordFacts => ({ id: patient.id, kind: 'patient', patient }))
  const patients = allowedIds(asked, own)
  await listsPatients(asked, patients)
  await narrowsPatients(asked, patients)
  await opensPatients(asked, own)
  await explainsPatients(asked, own)
  const notes = asked.records.filter(({ kind }) => kind === 'note')
  const appointments = asked.records.filter(({ kind }) => kind === 'appointment')
  await showsNotes(asked, notes)
  await showsTheCalendar(asked, appointments)
  await opensAlone(asked, 'notes', notes)
  await opensAlone(asked, 'appointments', appointments)
  return patients.length + allowedIds(asked, notes).length + allowedIds(asked, appointments).length
}

/** All of them and by patient, in pages of any length, newest first. */
async function showsNotes(asked: Asked, notes: readonly StoredRecord[]): Promise<void> {
  const allowed = allowedIds(asked, notes).toReversed()
  for (const limit of [1, 2, 200]) expect(await noteIds(asked.client, '/api/notes', limit)).toEqual(allowed)
  for (const { id } of asked.patients) {
    const about = allowedIds(
      asked,
      notes.filter(({ patient }) => patient.id === id),
    ).toReversed()
    expect(await noteIds(asked.client, `/api/notes?patient=${id}`, 200)).toEqual(about)
    expect(await noteIds(asked.client, `/api/patients/${id}/notes`, 200)).toEqual(about)
  }
  for (const owner of ['pia', 'pol', 'pen']) {
    const owned = allowedIds(
      asked,
      notes.filter((note) => note.owner === owner),
    ).toReversed()
    expect(await noteIds(asked.client, `/api/notes?owner=${owner}`, 2)).toEqual(owned)
  }
}

/** Those in reach in full; of the others only that a time is taken, where the patient alone is what hides them. */
async function showsTheCalendar(asked: Asked, appointments: readonly StoredRecord[]): Promise<void> {
  const response = await asked.client.ask(
    'GET',
    `/api/appointments?from=${day}T00:00:00Z&until=${day}T23:59:59Z`,
  )
  const allowed = allowedIds(asked, appointments)
  if (response.statusCode === 403) return expect(allowed).toEqual([])
  const shown = response.json<Calendar>()
  expect(shown.appointments.map(({ id }) => id)).toEqual(allowed)
  const hidden = appointments.filter((record) => {
    const { step } = decide(asked.snapshot, { ...who(asked.asker), act: 'view', record })
    return step === 'patient' && record.owner !== null
  })
  expect(shown.busy.map(({ practitioner }) => practitioner.id)).toEqual(hidden.map(({ owner }) => owner))
}

/** What is out of reach is answered as what does not exist. */
async function opensAlone(
  asked: Asked,
  place: 'notes' | 'appointments',
  records: readonly StoredRecord[],
): Promise<void> {
  const unknown = await asked.client.ask('GET', `/api/${place}/nobody`)
  for (const record of records) {
    const response = await asked.client.ask('GET', `/api/${place}/${record.id}`)
    if (allows(asked.snapshot, { ...who(asked.asker), act: 'view', record }))
      expect(response.statusCode).toBe(200)
    else expect([record.id, response.rawPayload]).toEqual([record.id, unknown.rawPayload])
  }
}

async function noteIds(client: Client, address: string, limit: number): Promise<readonly string[]> {
  const ids: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const url = new URL(address, 'http://127.0.0.1')
    url.searchParams.set('limit', String(limit))
    if (after !== '') url.searchParams.set('after', after)
    const response = await client.ask('GET', `${url.pathname}${url.search}`)
    if (response.statusCode === 403 || response.statusCode === 404) return []
    const { notes, next } = response.json<NotePage>()
    ids.push(...notes.map(({ id }) => id))
    after = next
  }
  return ids
}

function allowedIds({ snapshot, asker }: Asked, records: readonly RecordFacts[]): readonly string[] {
  return records
    .filter((record) => allows(snapshot, { ...who(asker), act: 'view', record }))
    .map(({ id }) => id)
}

function who({ member, actingFor }: Asker) {
  return { member, ...(actingFor !== undefined && { actingFor }), at }
}

async function listsPatients({ client }: Asked, allowed: readonly string[]): Promise<void> {
  for (const limit of [1, 3, 200]) expect(await patientIds(client, '', limit)).toEqual(allowed)
  expect(await countOf(client)).toBe(allowed.length)
  for (const id of ['x1', 'x2', 'x3', 'x4']) {
    const found = allowed.filter((one) => one === id)
    expect(await patientIds(client, familyOf(id), 200)).toEqual(found)
    expect(await countOf(client, familyOf(id))).toBe(found.length)
  }
}

/** By a tag and by who treats them, in every order; what a filter hides is counted among those in reach. */
async function narrowsPatients({ client, patients }: Asked, allowed: readonly string[]): Promise<void> {
  const inReach = patients.filter(({ id }) => allowed.includes(id))
  const filters = [
    ...['G', 'B'].map((tag) => ({
      query: `tag=${tag}`,
      shown: inReach.filter(({ tags }) => tags.includes(tag)),
    })),
    ...['pia', 'pol'].map((one) => ({
      query: `practitioner=${one}`,
      shown: inReach.filter(({ careTeam }) => careTeam.includes(one)),
    })),
  ]
  for (const { query, shown } of filters) {
    const ids = shown.map(({ id }) => id)
    expect(await patientIds(client, `&${query}`, 2)).toEqual(ids)
    expect(await patientIds(client, `&${query}&sort=-name`, 3)).toEqual(ids.toReversed())
    expect(await countOf(client, `&${query}`)).toBe(ids.length)
    const count = await client.ask('GET', `/api/patients/count?${query}`)
    if (count.statusCode === 200)
      expect(count.json<PatientCount>().hiddenByFilter).toBe(inReach.length - ids.length)
  }
}

/** What is out of reach is answered as what does not exist. */
async function opensPatients({ client, snapshot, asker }: Asked, own: readonly RecordFacts[]): Promise<void> {
  const unknown = await client.ask('GET', '/api/patients/nobody')
  for (const record of own) {
    const response = await client.ask('GET', `/api/patients/${record.id}`)
    if (allows(snapshot, { ...who(asker), act: 'view', record })) expect(response.statusCode).toBe(200)
    else expect([record.id, response.rawPayload]).toEqual([record.id, unknown.rawPayload])
  }
}

async function explainsPatients(
  { client, snapshot, asker }: Asked,
  own: readonly RecordFacts[],
): Promise<void> {
  const unknown = (await client.ask('GET', '/api/why?patient=nobody')).rawPayload
  for (const record of own) {
    const response = await client.ask('GET', `/api/why?patient=${record.id}`)
    const { allowed, step } = decide(snapshot, { ...who(asker), act: 'view', record })
    if (!allowed) expect([record.id, step, response.rawPayload]).toEqual([record.id, step, unknown])
    else expect(response.json<Why>()).toMatchObject({ about: 'record', explanation: { answer: 'yes' } })
  }
}

/** Who may view none at all is told so. `narrowed`: a name to search for, or filters. */
async function countOf(client: Client, narrowed = ''): Promise<number> {
  const response = await client.ask('GET', `/api/patients/count?search=${narrowed}`)
  return response.statusCode === 403 ? 0 : response.json<PatientCount>().count
}

async function patientIds(client: Client, narrowed: string, limit: number): Promise<readonly string[]> {
  const ids: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const place = after === '' ? '' : `&after=${after}`
    const response = await client.ask('GET', `/api/patients?limit=${limit}&search=${narrowed}${place}`)
    if (response.statusCode === 403) return []
    const { patients, next } = response.json<PatientPage>()
    ids.push(...patients.map(({ id }) => id))
    after = next
  }
  return ids
}
