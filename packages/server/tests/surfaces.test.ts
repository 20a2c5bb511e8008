/**
 * One question, asked every way there is: whatever a page lists, counts, finds, sorts, filters or links to is what
 * core allows, in random practices, for every person and everyone an assistant may work for.
 */
import type { Calendar, CareTeam, NotePage, PatientCount, PatientPage, WhoCan, Why } from '@rolecall/contract'
import { allows, decide, type RecordFacts, type Snapshot, whoCan } from '@rolecall/core'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { managedNow } from '../src/access/acting-for.ts'
import { whyNoSignIn } from '../src/access/sign-in-block.ts'
import { buildApp } from '../src/http/app.ts'
import { appParts } from '../src/server-parts.ts'
import type { Client } from './client.ts'
import {
  anyPractice,
  day,
  familyOf,
  mostOfAPage,
  type RandomPractice,
  type StoredRecord,
  sessionOf,
  storePractice,
} from './random-practice.ts'
import { now, withTables } from './with-practice.ts'

/** Random practices fill a fixed slice of the run, and never fewer than this. */
const fewest = 8
const isLong = process.env.ROLECALL_LONG === '1'
const slice = isLong ? 10 * 60_000 : 9_000

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
    let worlds = 0
    const shown = new Map<string, number>()
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
        for (const [surface, records] of await askEverything(asked))
          shown.set(surface, (shown.get(surface) ?? 0) + records)
      }
      worlds += 1
    })
    const ends = performance.now() + slice
    while (worlds < fewest || performance.now() < ends)
      await fc.assert(holds, { numRuns: 4, endOnFailure: !isLong })
    const counts = Array.from(shown, ([surface, records]) => `${surface} ${records}`)
    process.stdout.write(`${people} people of ${worlds} random practices were shown: ${counts.join(', ')}\n`)
    // What is never shown proves nothing.
    // Charts are closed in few practices, and so few times are taken without a name.
    for (const [surface, records] of shown)
      if (isLong || surface !== 'busy slots') expect(records, surface).toBeGreaterThan(0)
    expect(shown.get('patients')).toBeGreaterThan(people / 2)
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

/** Returns how many records each surface showed. */
async function askEverything(asked: Asked): Promise<Iterable<readonly [surface: string, records: number]>> {
  const own = asked.patients.map((patient): RecordFacts => ({ id: patient.id, kind: 'patient', patient }))
  const patients = allowedIds(asked, own)
  await listsPatients(asked, patients)
  await narrowsPatients(asked, patients)
  await opensPatients(asked, own)
  await explainsPatients(asked, own)
  const notes = asked.records.filter(({ kind }) => kind === 'note')
  const appointments = asked.records.filter(({ kind }) => kind === 'appointment')
  await showsNotes(asked, notes)
  await opensAlone(asked, 'notes', notes)
  await opensAlone(asked, 'appointments', appointments)
  return Object.entries({
    patients: patients.length,
    notes: allowedIds(asked, notes).length,
    appointments: allowedIds(asked, appointments).length,
    'busy slots': await showsTheCalendar(asked, appointments),
    'who can': await saysWhoCan(asked, [...own, ...notes.slice(0, 1), ...appointments.slice(0, 1)]),
    'exported patients': await exportsPatients(asked, patients),
  })
}

/** All of them and by patient, in pages of any length, newest first. */
async function showsNotes(asked: Asked, notes: readonly StoredRecord[]): Promise<void> {
  const allowed = allowedIds(asked, notes).toReversed()
  for (const limit of asked.pageSizes)
    expect(await noteIds(asked.client, '/api/notes', limit)).toEqual(allowed)
  for (const signed of [true, false]) {
    const those = notes.filter(({ state }) => state?.signed === signed)
    const ids = allowedIds(asked, those).toReversed()
    expect(await noteIds(asked.client, `/api/notes?signed=${signed}`, 2)).toEqual(ids)
    for (const { id } of asked.patients.slice(0, 1)) {
      const about = those.filter(({ patient, owner }) => patient.id === id && owner === 'pia')
      const narrowed = `/api/notes?signed=${signed}&patient=${id}&owner=pia`
      expect(await noteIds(asked.client, narrowed, 1)).toEqual(allowedIds(asked, about).toReversed())
    }
  }
  for (const { id } of asked.patients) {
    const about = allowedIds(
      asked,
      notes.filter(({ patient }) => patient.id === id),
    ).toReversed()
    expect(await noteIds(asked.client, `/api/notes?patient=${id}`, mostOfAPage)).toEqual(about)
    expect(await noteIds(asked.client, `/api/patients/${id}/notes`, mostOfAPage)).toEqual(about)
  }
  for (const owner of ['pia', 'pol', 'pen']) {
    const owned = allowedIds(
      asked,
      notes.filter((note) => note.owner === owner),
    ).toReversed()
    expect(await noteIds(asked.client, `/api/notes?owner=${owner}`, 2)).toEqual(owned)
  }
}

/**
 * Those in reach in full; of the others only that a time is taken, where the patient alone is what hides them. By
 * practitioner and place the same, and how many in reach are hidden by that; of one patient no times of others at all.
 * Returns how many times were taken.
 */
async function showsTheCalendar(asked: Asked, appointments: readonly StoredRecord[]): Promise<number> {
  const narrowed = [
    {},
    ...['pia', 'pol', 'pen'].map((practitioner) => ({ practitioner })),
    ...['north', 'south'].map((location) => ({ location })),
    { practitioner: 'pia', location: 'north' },
  ]
  const taken = []
  for (const filter of narrowed) taken.push(await showsPartOfTheCalendar(asked, appointments, filter))
  for (const { id } of asked.patients) {
    const about = allowedIds(
      asked,
      appointments.filter(({ patient }) => patient.id === id),
    )
    const shown = await calendarOf(asked, `patient=${id}`)
    expect(shown?.appointments.map((one) => one.id) ?? []).toEqual(about)
    expect([shown?.busy ?? [], shown?.hiddenByFilter]).toEqual([[], undefined])
  }
  return taken[0] ?? 0
}

interface CalendarFilter {
  readonly practitioner?: string
  readonly location?: string
}

async function showsPartOfTheCalendar(
  asked: Asked,
  appointments: readonly StoredRecord[],
  filter: CalendarFilter,
): Promise<number> {
  const { practitioner, location } = filter
  const fits = ({ owner, locations }: StoredRecord): boolean =>
    (practitioner === undefined || owner === practitioner) &&
    (location === undefined || locations?.includes(location) === true)
  const allowed = new Set(allowedIds(asked, appointments))
  const inReach = appointments.filter(({ id }) => allowed.has(id))
  const days = `from=${day}T00:00:00Z&until=${day}T23:59:59Z`
  const shown = await calendarOf(asked, `${days}&${new URLSearchParams({ ...filter })}`)
  if (shown === undefined) {
    expect(inReach).toEqual([])
    return 0
  }
  expect(shown.appointments.map(({ id }) => id)).toEqual(inReach.filter(fits).map(({ id }) => id))
  const hidden = appointments.filter((record) => {
    const { step } = decide(asked.snapshot, { ...who(asked.asker), act: 'view', record })
    return step === 'patient' && record.owner !== null && record.state?.status !== 'cancelled' && fits(record)
  })
  expect(shown.busy.map((slot) => [slot.practitioner.id, slot.location?.id ?? null])).toEqual(
    hidden.map(({ owner, locations }) => [owner, locations?.[0] ?? null]),
  )
  const left = inReach.filter((record) => !fits(record) && record.state?.status !== 'cancelled')
  const isNarrowed = practitioner !== undefined || location !== undefined
  expect(shown.hiddenByFilter).toBe(isNarrowed ? left.length : undefined)
  return hidden.length
}

/** Undefined where no appointment may be viewed at all. */
async function calendarOf({ client }: Asked, query: string): Promise<Calendar | undefined> {
  const response = await client.ask('GET', `/api/appointments?${query}`)
  if (response.statusCode === 403) return undefined
  expect(response.statusCode).toBe(200)
  return response.json<Calendar>()
}

/**
 * Everybody who may view a record, for those who may view the log; of a patient in reach for everybody. Returns how
 * many people were named.
 */
async function saysWhoCan(asked: Asked, records: readonly RecordFacts[]): Promise<number> {
  const { client, snapshot, asker } = asked
  const may = (act: string, record: RecordFacts) => allows(snapshot, { ...who(asker), act, record })
  const readsTheLog = ['audit', 'subscription'].some((kind) => may('view', { id: kind, kind }))
  const unknown = await client.ask('GET', '/api/who-can?record=nobody')
  let named = 0
  for (const record of records) {
    const { id, kind } = record
    const response = await client.ask('GET', `/api/who-can?kind=${kind}&record=${id}`)
    if (readsTheLog || (kind === 'patient' && may('view', record))) {
      const ids = response.json<WhoCan>().members?.map((one) => one.id)
      expect([id, ids?.toSorted()]).toEqual([id, whoCan(snapshot, { act: 'view', record, at }).toSorted()])
      named += ids?.length ?? 0
    } else if (kind === 'patient') {
      expect([id, response.rawPayload]).toEqual([id, unknown.rawPayload])
    } else {
      expect([id, response.statusCode]).toEqual([id, 403])
    }
  }
  return named
}

/** The same patients as a table, for who may export, in the order of their names. Returns how many left. */
async function exportsPatients(
  { client, snapshot, asker }: Asked,
  allowed: readonly string[],
): Promise<number> {
  const response = await client.ask('GET', '/api/patients.csv')
  const may = allows(snapshot, { ...who(asker), act: 'run', record: { id: 'export', kind: 'export' } })
  expect(response.statusCode).toBe(may ? 200 : 403)
  if (!may) return 0
  const [, ...lines] = response.body.trimEnd().split('\r\n')
  expect(lines.map((line) => line.split(',')[0])).toEqual(allowed)
  return lines.length
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

async function listsPatients(
  { client, pageSizes, birthDates }: Asked,
  allowed: readonly string[],
): Promise<void> {
  // Those born at the same time, and those of whom it is not known, in the order of their ids.
  const byBirth = allowed.toSorted((one, other) => {
    const [first, second] = [birthDates.get(one) ?? '', birthDates.get(other) ?? '']
    return first === second ? Number(one > other) - 0.5 : Number(first > second) - 0.5
  })
  for (const limit of pageSizes) expect(await patientIds(client, '', limit)).toEqual(allowed)
  const [few = 1, some = 1] = pageSizes
  expect(await patientIds(client, '&sort=birthDate', few)).toEqual(byBirth)
  expect(await patientIds(client, '&sort=-birthDate', some)).toEqual(byBirth.toReversed())
  expect(await countOf(client)).toBe(allowed.length)
  for (const id of ['x1', 'x2', 'x3', 'x4']) {
    const found = allowed.filter((one) => one === id)
    expect(await patientIds(client, familyOf(id), mostOfAPage)).toEqual(found)
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
  for (const part of ['', '/care-team']) {
    const unknown = await client.ask('GET', `/api/patients/nobody${part}`)
    for (const record of own) {
      const response = await client.ask('GET', `/api/patients/${record.id}${part}`)
      if (!allows(snapshot, { ...who(asker), act: 'view', record })) {
        expect([record.id, response.rawPayload]).toEqual([record.id, unknown.rawPayload])
        continue
      }
      expect(response.statusCode).toBe(200)
      const treating = response.json<CareTeam>().careTeam.map(({ id }) => id)
      expect(treating.toSorted()).toEqual(record.patient?.careTeam)
    }
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
