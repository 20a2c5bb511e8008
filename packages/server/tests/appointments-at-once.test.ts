import type { Calendar, SavedAppointment } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { holdCalendar } from '../src/appointments/lock-calendar.ts'
import { withSmallPractice } from './with-small-practice.ts'
import { inPractice } from './with-tables.ts'

const patients = Array.from({ length: 16 }, (_, number) => `p${number}`)

const { as, database, practiceId, reports } = await withSmallPractice(`
practice: { name: At once, modules: [], now: 2026-11-21T09:00:00Z }
roles:
  desk: { permissions: [patients.view, appointments.manage] }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: desk }] }
  ana: { kind: administrative, grants: [{ role: desk }], team: { all: edit } }
patients:
${patients.map((patient) => `  ${patient}: { careTeam: [chen] }`).join('\n')}
`)

const hour = 3_600_000
const ana = await as('ana')
const oneOfThem = (status: number) => [status, ...Array(patients.length - 1).fill(409)]

function timeOf(start: number) {
  return { start: new Date(start).toISOString(), end: new Date(start + hour / 2).toISOString() }
}

async function countFrom(start: number): Promise<number> {
  const until = new Date(start + hour).toISOString()
  const { appointments } = await ana.get<Calendar>(
    `/api/appointments?from=${new Date(start).toISOString()}&until=${until}`,
  )
  return appointments.length
}

function book(patient: string, start: number) {
  return ana.ask('POST', '/api/appointments', { patient, practitioner: 'chen', ...timeOf(start) })
}

test('of sixteen who book one time at once, one gets it and the others hear that it is taken', async () => {
  const first = Date.parse('2030-01-01T00:00:00Z')
  for (let start = first; start < first + 20 * hour; start += hour) {
    const answers = await Promise.all(patients.map((patient) => book(patient, start)))
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual(oneOfThem(201))
    expect(await countFrom(start)).toBe(1)
  }
}, 60_000)

test('of sixteen appointments moved to one time at once, one comes to lie there', async () => {
  const first = Date.parse('2030-02-01T00:00:00Z')
  for (let round = 0; round < 10; round++) {
    const day = first + round * 24 * hour
    const booked = await Promise.all(
      patients.map((patient, place) => book(patient, day + (place + 1) * hour)),
    )
    const ids = booked.map((answer) => answer.json<SavedAppointment>().id)
    const answers = await Promise.all(
      ids.map((id) => ana.ask('PATCH', `/api/appointments/${id}`, timeOf(day), 1)),
    )
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual(oneOfThem(200))
    expect(await countFrom(day)).toBe(1)
  }
}, 60_000)

test('whoever books or moves waits for who is at the same calendar', async () => {
  const start = Date.parse('2030-03-01T00:00:00Z')
  const booked = await book('p0', start)
  const { id } = booked.json<SavedAppointment>()
  const ended: string[] = []
  const waiting = await inPractice(database, practiceId, async (transaction) => {
    await holdCalendar(transaction, practiceId, 'chen')
    const both = [
      book('p1', start + hour).then(({ statusCode }) => ended.push(`booked ${statusCode}`)),
      ana
        .ask('PATCH', `/api/appointments/${id}`, timeOf(start + 2 * hour), 1)
        .then(({ statusCode }) => ended.push(`moved ${statusCode}`)),
    ]
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(ended).toEqual([])
    return { both }
  })
  await Promise.all(waiting.both)
  expect(ended.toSorted()).toEqual(['booked 201', 'moved 200'])
})

test('nothing went wrong on this side', () => {
  expect(reports).toEqual([])
})
