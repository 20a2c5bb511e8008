/** The people of the demo, on a day of theirs. */
import type { Calendar, SavedAppointment, SavedNote } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { signedIn } from './client.ts'
import { withDemo } from './with-practice.ts'

const { app, reports } = await withDemo()

const okafor = await signedIn(app, 'okafor')
const visit = { start: '2030-05-06T09:00:00Z', end: '2030-05-06T09:30:00Z' }
// Treated by okafor and restricted to her and lindqvist.
const booked = await okafor.ask('POST', '/api/appointments', { patient: 'p001', ...visit })
const { id: appointment } = booked.json<SavedAppointment>()

test.each([
  // Her own, and on the list.
  ['okafor', undefined, 'shown'],
  // On the list, and reaches okafor's appointments.
  ['lindqvist', undefined, 'shown'],
  // All team members, on no list.
  ['chen', undefined, 'taken'],
  ['ana', undefined, 'taken'],
  ['finn', undefined, 'taken'],
  ['vera', 'chen', 'taken'],
  // The work of others: nothing of okafor's calendar.
  ['moreau', undefined, 'nothing'],
  ['reyes', undefined, 'nothing'],
  ['vera', 'tanaka', 'nothing'],
  // No permission about appointments, and nobody to act for.
  ['mara', undefined, 403],
  ['bo', undefined, 403],
  ['hatt', undefined, 403],
  ['vera', undefined, 403],
] as const)('an appointment in a restricted chart, to %s for %s: %s', async (member, actingFor, expected) => {
  const client = await signedIn(app, member, actingFor)
  const day = 'from=2030-05-06T00:00:00Z&until=2030-05-07T00:00:00Z'
  const answer = await client.ask('GET', `/api/appointments?${day}`)
  if (answer.statusCode !== 200) {
    expect(answer.statusCode).toBe(expected)
    return
  }
  const { appointments, busy } = answer.json<Calendar>()
  expect([appointments.length, busy.length]).toEqual(
    { shown: [1, 0], taken: [0, 1], nothing: [0, 0] }[expected as 'shown'],
  )
  const one = await client.ask('GET', `/api/appointments/${appointment}`)
  expect(one.statusCode).toBe(expected === 'shown' ? 200 : 404)
})

test('whoever takes the first appointment with somebody nobody treats yet, treats them', async () => {
  const moreau = await signedIn(app, 'moreau')
  const chen = await signedIn(app, 'chen')
  expect((await chen.ask('POST', '/api/appointments', { patient: 'p001', ...visit })).statusCode).toBe(404)
  expect((await moreau.ask('GET', '/api/why?patient=p016')).json()).toMatchObject({ about: 'record' })
  expect((await okafor.ask('POST', '/api/appointments', { patient: 'p016', ...visit })).statusCode).toBe(409)
  const later = { start: '2030-05-06T10:00:00Z', end: '2030-05-06T10:30:00Z' }
  expect((await okafor.ask('POST', '/api/appointments', { patient: 'p016', ...later })).statusCode).toBe(201)
  expect((await moreau.ask('GET', '/api/why?patient=p016')).json()).toMatchObject({ about: 'reach' })
})

test('a note about a restricted chart is read by who is on the list and reaches the notes of its owner', async () => {
  const drafted = await okafor.ask('POST', '/api/notes', { patient: 'p001', text: 'as agreed' })
  const { id } = drafted.json<SavedNote>()
  expect((await okafor.ask('POST', `/api/notes/${id}/sign`, undefined, 1)).statusCode).toBe(200)
  for (const [member, actingFor, status] of [
    ['okafor', undefined, 200],
    // On the list, and reaches okafor's appointments, not her notes.
    ['lindqvist', undefined, 404],
    ['chen', undefined, 404],
    // No permission about notes at all.
    ['vera', 'chen', 403],
    ['ana', undefined, 403],
    ['finn', undefined, 403],
  ] as const) {
    const client = await signedIn(app, member, actingFor)
    expect([member, (await client.ask('GET', `/api/notes/${id}`)).statusCode]).toEqual([member, status])
  }
})

test('nothing went wrong on this side', () => {
  expect(reports).toEqual([])
})
