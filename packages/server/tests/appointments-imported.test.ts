/** What an import brought takes its time in the calendar as anything else does. */
import type { Problem, SavedAppointment } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { importFiles } from '../src/import/import-files.ts'
import { sourcesIn } from '../src/import/source.ts'
import { folders } from './import-folder-of.ts'
import { withSmallPractice } from './with-small-practice.ts'
import { inPractice } from './with-tables.ts'

const { as, database, practiceId, reports } = await withSmallPractice(`
practice: { name: Imported, modules: [], now: 2026-11-21T09:00:00Z }
roles:
  desk: { permissions: [patients.view, appointments.manage] }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: desk }] }
  eve: { kind: practitioner, grants: [{ role: desk }] }
  ana: { kind: administrative, grants: [{ role: desk }], team: { all: edit } }
patients:
  p1: { careTeam: [chen] }
  p2: { careTeam: [chen] }
`)
const ana = await as('ana')
const folderOf = folders()
const hour = 3_600_000
const taken = [409, 'the practitioner has something else at this time, choose another']

const dee = { resourceType: 'Practitioner', id: 'dee', name: [{ family: 'Dee' }] }
const xu = { resourceType: 'Patient', id: 'xu', name: [{ family: 'Xu' }] }

/** Minutes after nine. */
function between(day: string, from: number, until: number) {
  const nine = Date.parse(`${day}T09:00:00Z`)
  return {
    start: new Date(nine + from * 60_000).toISOString(),
    end: new Date(nine + until * 60_000).toISOString(),
  }
}

function encounter(id: string, period: { start: string; end: string }, status = 'planned') {
  return {
    resourceType: 'Encounter',
    id,
    status,
    subject: { reference: 'Patient/xu' },
    participant: [{ individual: { reference: 'Practitioner/dee' } }],
    period,
  }
}

async function bring(...resources: readonly object[]): Promise<void> {
  const result = await importFiles(database, {
    files: sourcesIn(folderOf({ 'all.ndjson': [dee, xu, ...resources] })),
    into: { id: practiceId },
  })
  expect(result).not.toHaveProperty('refused')
  expect(result).not.toHaveProperty('badLines')
}

function book(times: object, practitioner = 'dee', patient = 'p1') {
  return ana.ask('POST', '/api/appointments', { patient, practitioner, ...times })
}

async function booked(times: object, practitioner = 'dee'): Promise<string> {
  const answer = await book(times, practitioner)
  expect(answer.statusCode).toBe(201)
  return answer.json<SavedAppointment>().id
}

function move(id: string, to: object, version = 1) {
  return ana.ask('PATCH', `/api/appointments/${id}`, to, version)
}

function say(id: string, status: string, version = 1) {
  return ana.ask('PUT', `/api/appointments/${id}/status`, { status }, version)
}

function ending(answer: Awaited<ReturnType<typeof book>>) {
  return [answer.statusCode, answer.json<Problem>().detail]
}

/** Of an appointment that was brought. */
async function idOf(start: string): Promise<string> {
  const { id } = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('appointment')
      .select('id')
      .where('practice_id', '=', practiceId)
      .where('source', 'is not', null)
      .where('starts_at', '=', new Date(start))
      .executeTakeFirstOrThrow(),
  )
  return id
}

test('nothing is booked over an appointment that an import brought, and nothing of it is kept', async () => {
  const day = '2030-01-07'
  await bring(encounter('planned', between(day, 0, 30)), encounter('here', between(day, 60, 90), 'arrived'))
  expect(ending(await book(between(day, 10, 20)))).toEqual(taken)
  expect(ending(await book(between(day, 80, 100)))).toEqual(taken)
  const rows = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('appointment')
      .select(['patient_id'])
      .where('practice_id', '=', practiceId)
      .where('patient_id', '=', 'p1')
      .execute(),
  )
  expect(rows).toEqual([])
  await booked(between(day, 30, 60))
  expect((await book(between(day, 0, 30), 'chen')).statusCode).toBe(201)
})

test('what is over, cancelled, missed or takes no time stands in nobody`s way', async () => {
  const day = '2030-01-08'
  await bring(
    encounter('over', between(day, 0, 30), 'finished'),
    encounter('cancelled', between(day, 0, 30), 'cancelled'),
    encounter('moment', between(day, 10, 10)),
  )
  await booked(between(day, 0, 30))
})

test('one that lasts for days is in the way to its end', async () => {
  await bring(encounter('stay', { start: '2030-01-10T12:00:00Z', end: '2030-01-14T10:00:00Z' }))
  expect(ending(await book(between('2030-01-14', 0, 30)))).toEqual(taken)
  await booked(between('2030-01-14', 60, 90))
})

test('nothing is moved over one, by time or by practitioner, and no imported one over what is booked', async () => {
  const day = '2030-01-15'
  await bring(encounter('moves', between(day, 0, 30)))
  const id = await booked(between(day, 60, 90))
  expect(ending(await move(id, between(day, 20, 50)))).toEqual(taken)
  const elsewhere = await booked(between(day, 10, 40), 'chen')
  expect(ending(await move(elsewhere, { practitioner: 'dee' }))).toEqual(taken)
  const imported = await idOf(between(day, 0, 30).start)
  expect(ending(await move(imported, between(day, 70, 100)))).toEqual(taken)
  expect((await move(imported, between(day, 10, 60))).statusCode).toBe(200)
  expect((await move(id, between(day, 60, 120))).statusCode).toBe(200)
})

test('what is taken back takes its time only where it is still free', async () => {
  const day = new Date(Date.now() - 3 * 24 * hour).toISOString().slice(0, 10)
  const id = await booked(between(day, 0, 30))
  expect((await say(id, 'noshow')).statusCode).toBe(200)
  await bring(encounter('instead', between(day, 10, 40)))
  expect(ending(await say(id, 'booked', 2))).toEqual(taken)
  expect(ending(await say(id, 'arrived', 2))).toEqual(taken)
})

test('those that an import brought one over the other are said of and described as any', async () => {
  const day = new Date(Date.now() - 2 * 24 * hour).toISOString().slice(0, 10)
  const times = between(day, 0, 30)
  await bring(encounter('one', times), encounter('other', between(day, 10, 40)))
  const id = await idOf(times.start)
  expect((await move(id, { description: 'with a friend', ...times })).statusCode).toBe(200)
  expect((await say(id, 'arrived', 2)).statusCode).toBe(200)
  expect((await say(id, 'fulfilled', 3)).statusCode).toBe(200)
  expect(ending(await say(id, 'arrived', 4))).toEqual(taken)
})

test('an import brings what lies over what is booked: the calendar shows both', async () => {
  const day = '2030-01-17'
  await booked(between(day, 0, 30))
  await bring(encounter('over-booked', between(day, 10, 40)))
  expect(await idOf(between(day, 10, 40).start)).toBeDefined()
})

test('of those who book at once what an import leaves free, one gets it', async () => {
  const day = '2030-01-18'
  await bring(encounter('beside', between(day, 0, 30)))
  const answers = await Promise.all([
    ...Array.from({ length: 4 }, () => book(between(day, 20, 50))),
    ...Array.from({ length: 4 }, () => book(between(day, 30, 60), 'dee', 'p2')),
  ])
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([201, ...Array(7).fill(409)])
})

test('nothing went wrong on this side', () => {
  expect(reports).toEqual([])
})
