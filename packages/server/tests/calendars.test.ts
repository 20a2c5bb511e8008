import type { Calendar, Calendars, Problem } from '@rolecall/contract'
import { describe, expect, test } from 'vitest'
import type { Client } from './client.ts'
import { withSmallPractice } from './with-small-practice.ts'

/** Each practitioner has an appointment on 6 May 2030; chen has one with a hidden patient too. */
const { as, reports } = await withSmallPractice(`
practice: { name: Calendars, modules: [], now: 2026-11-21T09:00:00Z }
locations: [green, blue]
tags: [north]
roles:
  desk: { permissions: [patients.view, appointments.manage] }
  north-desk: { permissions: [patients.view, appointments.manage], tags: { any: [north] } }
  looks: { permissions: [patients.view, appointments.view] }
  patients: { permissions: [patients.view] }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: desk }] }
  dee: { kind: practitioner, grants: [{ role: desk }], team: { all: view } }
  silent: { kind: practitioner, account: false }
  coming: { kind: practitioner, status: invited }
  shut: { kind: practitioner, status: locked }
  left: { kind: practitioner, status: archived }
  over: { kind: practitioner, until: 2026-01-01T00:00:00Z }
  ana: { kind: administrative, grants: [{ role: desk }], team: { all: edit } }
  look: { kind: administrative, grants: [{ role: looks }], team: { all: edit } }
  some: { kind: administrative, grants: [{ role: desk }], team: { members: { chen: view, dee: edit } } }
  parts: { kind: administrative, grants: [{ role: desk }], team: { advanced: { chen: { appointments: edit }, dee: { notes: edit } } } }
  alone: { kind: administrative, grants: [{ role: desk }] }
  finn: { kind: administrative, grants: [{ role: desk }], team: { all: edit }, tags: { any: [north] } }
  nobodys: { kind: administrative, grants: [{ role: desk }], team: { all: edit }, tags: { any: [] } }
  narrow: { kind: administrative, grants: [{ role: north-desk }], team: { all: edit } }
  green-desk: { kind: administrative, grants: [{ role: desk, at: [green] }], team: { all: edit } }
  poor: { kind: administrative, grants: [{ role: patients }], team: { all: edit } }
  bea: { kind: assistant, manages: [chen, dee], grants: [{ role: desk }] }
patients:
  of-chen: { careTeam: [chen], tags: [north], locations: [green] }
  of-dee: { careTeam: [dee], tags: [north], locations: [green] }
  of-silent: { careTeam: [silent], tags: [north], locations: [green] }
  of-coming: { careTeam: [coming], tags: [north], locations: [green] }
  of-shut: { careTeam: [shut], tags: [north], locations: [green] }
  of-left: { careTeam: [left], tags: [north], locations: [green] }
  of-over: { careTeam: [over], tags: [north], locations: [green] }
  hidden: { careTeam: [chen], restrictedTo: [dee] }
records:
  a-chen: { kind: appointment, patient: of-chen, owner: chen }
  a-dee: { kind: appointment, patient: of-dee, owner: dee }
  a-silent: { kind: appointment, patient: of-silent, owner: silent }
  a-coming: { kind: appointment, patient: of-coming, owner: coming }
  a-shut: { kind: appointment, patient: of-shut, owner: shut }
  a-left: { kind: appointment, patient: of-left, owner: left }
  a-over: { kind: appointment, patient: of-over, owner: over }
  a-hidden: { kind: appointment, patient: hidden, owner: chen }
`)

const patients = ['of-chen', 'of-dee', 'of-silent', 'of-coming', 'of-shut', 'of-left', 'of-over']
const everyone = ['chen', 'coming', 'dee', 'shut', 'silent']
const bookable = ['chen', 'coming', 'dee', 'silent']

const asked = [
  ['ana', undefined, everyone, bookable],
  // To look is not to book.
  ['look', undefined, everyone, []],
  ['dee', undefined, everyone, ['dee']],
  ['chen', undefined, ['chen'], ['chen']],
  ['some', undefined, ['chen', 'dee'], ['dee']],
  // Of dee the notes alone are shared.
  ['parts', undefined, ['chen'], ['chen']],
  ['alone', undefined, [], []],
  ['finn', undefined, everyone, bookable],
  // Who reaches no patient at all sees that times are taken, and has nobody to book for.
  ['nobodys', undefined, everyone, []],
  ['narrow', undefined, everyone, bookable],
  ['green-desk', undefined, everyone, bookable],
  ['bea', 'chen', ['chen'], ['chen']],
  ['bea', 'dee', everyone, ['dee']],
] as const

describe('the calendars', () => {
  test.each(asked)('open to %s for %s are of %j, and one books with %j', async (...row) => {
    const [member, actingFor, seen, booked] = row
    const { calendars } = await (await as(member, actingFor)).get<Calendars>('/api/calendars')
    expect(calendars.map(({ practitioner }) => practitioner.id)).toEqual(seen)
    expect(calendars.flatMap(({ practitioner, mayBook }) => (mayBook ? [practitioner.id] : []))).toEqual(
      booked,
    )
  })

  test.each(asked)('of %s for %s are those in which they see a time that is taken', async (...row) => {
    const [member, actingFor, seen] = row
    const range = 'from=2030-05-06T00:00:00Z&until=2030-05-07T00:00:00Z'
    const { appointments, busy } = await (await as(member, actingFor)).get<Calendar>(
      `/api/appointments?${range}`,
    )
    const owners = new Set([...appointments, ...busy].map(({ practitioner }) => practitioner?.id))
    // Of who is here no more there may be something, and it is no calendar to choose.
    expect([...owners].filter((one) => one !== 'left' && one !== 'over').sort()).toEqual(seen)
  })

  test.each(asked)('in which %s for %s may book are those in which they can', async (...row) => {
    const [member, actingFor, , booked] = row
    day += 1
    const client = await as(member, actingFor)
    const can: string[] = []
    for (const practitioner of [...everyone, 'left', 'over'])
      if (await isBooked(client, practitioner)) can.push(practitioner)
    expect(can.sort()).toEqual([...booked].sort())
  })

  test('are closed to who may see no appointment, with the step', async () => {
    for (const [member, step] of [
      ['poor', 'permission'],
      ['bea', 'acting'],
    ] as const) {
      const answer = await (await as(member)).ask('GET', '/api/calendars')
      expect([answer.statusCode, answer.json<Problem>().step]).toEqual([403, step])
    }
  })

  test('nothing went wrong on this side', () => {
    expect(reports).toEqual([])
  })
})

/** For each who books, a day of their own. */
let day = 0

/** Whether somebody can book with a practitioner for any patient there is. */
async function isBooked(client: Client, practitioner: string): Promise<boolean> {
  const date = `2031-01-${String(day).padStart(2, '0')}`
  for (const patient of patients) {
    const { statusCode } = await client.ask('POST', '/api/appointments', {
      patient,
      practitioner,
      start: `${date}T09:00:00Z`,
      end: `${date}T09:30:00Z`,
    })
    if (statusCode === 201) return true
    if (statusCode !== 403 && statusCode !== 404 && statusCode !== 422)
      throw new Error(`booking was answered with ${statusCode}`)
  }
  return false
}
