import type {
  AppointmentInFull,
  Calendar,
  ChangedMeanwhile,
  Problem,
  SavedAppointment,
} from '@rolecall/contract'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Client } from './client.ts'
import { withSmallPractice } from './with-small-practice.ts'
import { inPractice } from './with-tables.ts'

/** Its appointments are on 6 May 2030, the first at midnight, one an hour, half an hour each. */
const { as, database, practiceId, reports } = await withSmallPractice(`
practice: { name: Appointments, modules: [], now: 2026-11-21T09:00:00Z }
locations: [green, blue]
tags: [north]
roles:
  desk: { permissions: [patients.view, appointments.manage] }
  looks: { permissions: [patients.view, appointments.view] }
  blind: { permissions: [appointments.view] }
  patients: { permissions: [patients.view] }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: desk }] }
  dee: { kind: practitioner, grants: [{ role: desk }], team: { all: view } }
  eve: { kind: practitioner, grants: [{ role: desk }] }
  silent: { kind: practitioner, account: false }
  gone: { kind: practitioner, status: archived }
  ana: { kind: administrative, grants: [{ role: desk }], team: { all: edit } }
  look: { kind: administrative, grants: [{ role: looks }], team: { all: view } }
  blind: { kind: administrative, grants: [{ role: blind }], team: { all: view } }
  poor: { kind: administrative, grants: [{ role: patients }], team: { all: edit } }
  far: { kind: administrative, grants: [{ role: desk }], team: { members: { dee: edit } } }
  finn: { kind: administrative, grants: [{ role: desk }], team: { all: edit }, tags: { any: [north] } }
  green-desk: { kind: administrative, grants: [{ role: desk, at: [green] }], team: { all: edit } }
  green-too: { kind: administrative, grants: [{ role: looks }, { role: desk, at: [green] }], team: { all: edit } }
  bea: { kind: assistant, manages: [chen], grants: [{ role: desk }] }
patients:
  open: { careTeam: [chen] }
  hidden: { careTeam: [chen], restrictedTo: [dee] }
  dees: { careTeam: [dee] }
  north: { careTeam: [chen], tags: [north], locations: [green] }
  clinical: { careTeam: [chen], clinicalTo: [chen] }
  hidden-eve: { careTeam: [eve], restrictedTo: [dee] }
  chens: { careTeam: [chen], restrictedTo: [chen] }
  blue: { careTeam: [chen], locations: [blue] }
  booked: { careTeam: [chen] }
records:
  a-open: { kind: appointment, patient: open, owner: chen }
  a-hidden: { kind: appointment, patient: hidden, owner: chen, locations: [blue] }
  a-dee: { kind: appointment, patient: dees, owner: dee }
  a-north: { kind: appointment, patient: north, owner: chen, locations: [green] }
  a-clinical: { kind: appointment, patient: clinical, owner: chen }
  a-eve: { kind: appointment, patient: hidden-eve, owner: eve }
  a-chens: { kind: appointment, patient: chens, owner: chen }
`)

const day = 'from=2030-05-06T00:00:00Z&until=2030-05-07T00:00:00Z'

describe('the calendar', () => {
  const at1 = ['01:00', '01:30', 'chen', 'blue']
  const at6 = ['06:00', '06:30', 'chen', null]
  const eves = ['05:00', '05:30', 'eve', null]
  test.each([
    // All team members: those of three restricted charts are taken.
    ['ana', undefined, ['a-open', 'a-dee', 'a-north', 'a-clinical'], [at1, eves, at6]],
    ['look', undefined, ['a-open', 'a-dee', 'a-north', 'a-clinical'], [at1, eves, at6]],
    // On the list of two of them.
    ['dee', undefined, ['a-open', 'a-hidden', 'a-dee', 'a-north', 'a-clinical', 'a-eve'], [at6]],
    // Own work: the chart of her own patient is restricted to others; of eve's calendar nothing is told.
    ['chen', undefined, ['a-open', 'a-north', 'a-clinical', 'a-chens'], [at1]],
    ['eve', undefined, [], [eves]],
    // The work of dee alone: nothing of chen's and eve's calendars.
    ['far', undefined, ['a-dee'], []],
    // A tag limit: whatever the others have is taken.
    [
      'finn',
      undefined,
      ['a-north'],
      [
        ['00:00', '00:30', 'chen', null],
        at1,
        ['02:00', '02:30', 'dee', null],
        ['04:00', '04:30', 'chen', null],
        eves,
        at6,
      ],
    ],
    // The grant holds at one place: what lies elsewhere fails before the patient is asked about.
    ['green-desk', undefined, ['a-north'], []],
    // An assistant needs both on the list.
    ['bea', 'chen', ['a-open', 'a-north', 'a-clinical'], [at1, at6]],
  ] as const)('of %s for %s shows what is in reach, and the rest as taken', async (...row) => {
    const [member, actingFor, ids, taken] = row
    const client = await as(member, actingFor)
    const { appointments, busy } = await client.get<Calendar>(`/api/appointments?${day}`)
    expect(appointments.map(({ id }) => id)).toEqual(ids)
    const times = busy.map(({ start, end, practitioner, location }) => [
      start.slice(11, 16),
      end.slice(11, 16),
      practitioner.id,
      location?.id ?? null,
    ])
    expect(times).toEqual(taken)
  })

  test('a time that is taken says when, with whom and where, and nothing else', async () => {
    const answer = await (await as('ana')).ask('GET', `/api/appointments?${day}&location=blue`)
    expect(answer.json<Calendar>()).toEqual({
      appointments: [],
      busy: [
        {
          busy: true,
          start: '2030-05-06T01:00:00.000Z',
          end: '2030-05-06T01:30:00.000Z',
          practitioner: { id: 'chen', name: 'chen' },
          location: { id: 'blue', name: 'blue' },
        },
      ],
      // The four that ana reaches lie elsewhere; of the hidden one nothing is counted.
      hiddenByFilter: 4,
    })
    expect(answer.body.replace('hiddenByFilter', '')).not.toContain('hidden')
  })

  test('it is filtered by practitioner and by location', async () => {
    const ana = await as('ana')
    const ofDee = await ana.get<Calendar>(`/api/appointments?${day}&practitioner=dee`)
    expect([ofDee.appointments.map(({ id }) => id), ofDee.busy]).toEqual([['a-dee'], []])
    const atGreen = await ana.get<Calendar>(`/api/appointments?${day}&location=green`)
    expect([atGreen.appointments.map(({ id }) => id), atGreen.busy]).toEqual([['a-north'], []])
    const ofEve = await ana.get<Calendar>(`/api/appointments?${day}&practitioner=eve`)
    expect([ofEve.appointments, ofEve.busy.length]).toEqual([[], 1])
    expect([ofDee, atGreen, ofEve].map(({ hiddenByFilter }) => hiddenByFilter)).toEqual([3, 3, 4])
  })

  test('a filter says how many it hides of those in reach, and of the others nothing', async () => {
    const hidden = async (member: string, query: string) =>
      (await (await as(member)).get<Calendar>(`/api/appointments?${day}${query}`)).hiddenByFilter
    expect(await hidden('ana', '')).toBeUndefined()
    // On two of the three lists; the third is closed to her.
    expect(await hidden('dee', '&practitioner=dee')).toBe(5)
    // Her own are four, and the one restricted to others is none of them.
    expect(await hidden('chen', '&practitioner=eve')).toBe(4)
    expect(await hidden('chen', '&practitioner=chen')).toBe(0)
    expect(await hidden('chen', '&practitioner=chen&location=green')).toBe(3)
    expect(await hidden('far', '&location=green')).toBe(1)
    // It makes no difference whether anybody hidden is what the filter is for.
    expect(await hidden('ana', '&practitioner=nobody')).toBe(4)
    expect(await hidden('ana', '&practitioner=eve')).toBe(4)
    expect(await hidden('ana', '&patient=north')).toBeUndefined()
  })

  test('of one patient is all of theirs that is in reach, and no time that anybody else takes', async () => {
    const ana = await as('ana')
    const ids = async (client: Client, query: string) => {
      const { appointments, busy } = await client.get<Calendar>(`/api/appointments?${query}`)
      return [appointments.map(({ id }) => id), busy]
    }
    expect(await ids(ana, 'patient=north')).toEqual([['a-north'], []])
    expect(await ids(ana, 'patient=north&from=2030-05-06T03:30:00Z')).toEqual([[], []])
    expect(await ids(ana, 'patient=north&from=2030-05-06T03:29:00Z')).toEqual([['a-north'], []])
    expect(await ids(ana, 'patient=north&until=2030-05-06T03:00:00Z')).toEqual([[], []])
    expect(await ids(ana, 'patient=north&practitioner=dee')).toEqual([[], []])
    expect(await ids(ana, 'patient=north&from=2000-01-01T00:00:00Z&until=2040-01-01T00:00:00Z')).toEqual([
      ['a-north'],
      [],
    ])
    // One on whose list they are, and one on whose they are not.
    expect(await ids(await as('dee'), 'patient=hidden')).toEqual([['a-hidden'], []])
  })

  test('of a patient out of reach has the same bytes as that of one who does not exist', async () => {
    const ana = await as('ana')
    const [out, unknown] = await Promise.all(
      ['hidden', 'nobody'].map((patient) => ana.ask('GET', `/api/appointments?patient=${patient}`)),
    )
    expect(out?.json()).toEqual({ appointments: [], busy: [] })
    expect(out?.rawPayload).toEqual(unknown?.rawPayload)
  })

  test('who may not see appointments is told so, and an assistant acts for somebody', async () => {
    for (const [member, step] of [
      ['poor', 'permission'],
      ['bea', 'acting'],
    ] as const) {
      const answer = await (await as(member)).ask('GET', `/api/appointments?${day}`)
      expect([answer.statusCode, answer.json<Problem>().step]).toEqual([403, step])
    }
  })

  test('a patient whom one may not view has no name in it', async () => {
    const { appointments } = await (await as('blind')).get<Calendar>(`/api/appointments?${day}`)
    expect(appointments[0]?.patient).toEqual({ id: 'open', family: null, given: null })
    const seen = await (await as('look')).get<Calendar>(`/api/appointments?${day}`)
    expect(seen.appointments[0]?.patient).toEqual({ id: 'open', family: 'Familyopen', given: 'Robin' })
  })

  test('what began before is shown while it lasts, and not once it is over', async () => {
    await store('over-midnight', '2031-03-01T23:30:00Z', '2031-03-02T00:30:00Z')
    await store('to-midnight', '2031-03-01T23:00:00Z', '2031-03-02T00:00:00Z', { owner_id: 'eve' })
    await store('a-week', '2031-02-26T09:00:00Z', '2031-03-05T09:00:00Z', { source: 'Encounter/1' })
    await store('an-instant', '2031-03-02T00:00:00Z', '2031-03-02T00:00:00Z', { source: 'Encounter/2' })
    await store('next-day', '2031-03-03T00:00:00Z', '2031-03-03T01:00:00Z')
    expect(await idsOn(await as('ana'), '2031-03-02')).toEqual(['a-week', 'over-midnight', 'an-instant'])
  })

  test('what was cancelled, or nobody came to, takes no time', async () => {
    for (const [hour, status] of ['booked', 'arrived', 'fulfilled', 'cancelled', 'noshow'].entries())
      await store(`h-${status}`, `2031-04-01T0${hour}:00:00Z`, `2031-04-01T0${hour}:30:00Z`, {
        patient_id: 'hidden',
        status,
      })
    const { appointments, busy } = await onDay(await as('ana'), '2031-04-01')
    expect(appointments).toEqual([])
    expect(busy.map(({ start }) => start.slice(11, 13))).toEqual(['00', '01', '02'])
    const mine = await onDay(await as('dee'), '2031-04-01')
    expect(mine.appointments).toHaveLength(5)
  })

  test.each([
    ['from=2030-05-06T00:00:00Z'],
    ['patient=open&from=2030-05-07T00:00:00Z&until=2030-05-06T00:00:00Z'],
    ['from=2030-05-06T00:00:00&until=2030-05-07T00:00:00Z'],
    ['from=2030-05-06&until=2030-05-07'],
    ['from=2030-05-07T00:00:00Z&until=2030-05-06T00:00:00Z'],
    ['from=2030-05-06T00:00:00Z&until=2030-05-06T00:00:00Z'],
    ['from=2030-05-06T00:00:00Z&until=2030-07-08T00:00:00Z'],
    [`${day}&practitioner=`],
  ])('%s is answered with 400 and a sentence', async (query) => {
    const answer = await (await as('ana')).ask('GET', `/api/appointments?${query}`)
    expect(answer.statusCode).toBe(400)
    expect(answer.json<Problem>().detail).not.toBe('')
  })

  test('more than anyone reads is no answer, and a question for less is one', async () => {
    await inPractice(database, practiceId, (transaction) =>
      sql`insert into appointment (practice_id, id, patient_id, starts_at, ends_at, status, source)
        select ${practiceId}, 'many' || number, 'open', at, at + interval '1 minute', 'booked', 'Encounter/many'
        from generate_series(1, 5001) as number, lateral (
          select timestamptz '2032-01-01T00:00:00Z' + number * interval '1 minute' as at
        ) as placed`.execute(transaction),
    )
    const ana = await as('ana')
    const whole = await ana.ask(
      'GET',
      '/api/appointments?from=2032-01-01T00:00:00Z&until=2032-02-01T00:00:00Z',
    )
    expect([whole.statusCode, whole.json<Problem>().detail]).toEqual([
      422,
      'more than 5000 lie between these two, ask for fewer days or for one practitioner',
    ])
    expect(await idsOn(ana, '2032-01-02')).toHaveLength(1440)
  })

  test('two months are shown at once', async () => {
    const range = 'from=2030-05-06T00:00:00%2B02:00&until=2030-07-07T00:00:00%2B02:00'
    expect((await (await as('ana')).ask('GET', `/api/appointments?${range}`)).statusCode).toBe(200)
  })
})

describe('an appointment out of reach', () => {
  test('gets the same bytes as one that does not exist, also where its time shows as taken', async () => {
    const ana = await as('ana')
    const asked = [
      ['GET', ''],
      ['PATCH', '', { description: 'x' }, 1],
      ['PUT', '/status', { status: 'arrived' }, 1],
      ['POST', '/cancel', { reason: 'x' }, 1],
    ] as const
    for (const [method, path, body, version] of asked) {
      const [out, unknown] = await Promise.all(
        ['a-hidden', 'nobodys'].map((id) => ana.ask(method, `/api/appointments/${id}${path}`, body, version)),
      )
      expect(out?.statusCode).toBe(404)
      expect(out?.rawPayload).toEqual(unknown?.rawPayload)
    }
  })

  test('is booked for no patient out of reach, as for no patient who does not exist', async () => {
    const ana = await as('ana')
    const [out, unknown] = await Promise.all(
      ['hidden', 'nobody'].map((patient) =>
        book(ana, { patient, practitioner: 'chen' }, '2030-05-20T09:00:00Z'),
      ),
    )
    expect(out?.statusCode).toBe(404)
    expect(out?.rawPayload).toEqual(unknown?.rawPayload)
  })
})

describe('booking', () => {
  test('is with the practitioner, by whoever books, at an instant of any zone', async () => {
    const ana = await as('ana')
    const answer = await ana.ask('POST', '/api/appointments', {
      patient: 'booked',
      practitioner: 'chen',
      start: '2030-06-03T09:00:00+02:00',
      end: '2030-06-03T09:45:00+02:00',
      location: 'green',
      description: 'check-up',
    })
    expect(answer.statusCode).toBe(201)
    const { id, ...saved } = answer.json<SavedAppointment>()
    expect(saved).toEqual({ version: 1, status: 'booked' })
    expect(await ana.get<AppointmentInFull>(`/api/appointments/${id}`)).toEqual({
      id,
      start: '2030-06-03T07:00:00.000Z',
      end: '2030-06-03T07:45:00.000Z',
      patient: { id: 'booked', family: 'Familybooked', given: 'Robin' },
      practitioner: { id: 'chen', name: 'chen' },
      author: { id: 'ana', name: 'ana' },
      location: { id: 'green', name: 'green' },
      status: 'booked',
      description: 'check-up',
      version: 1,
      cancelledBecause: null,
      edited: null,
      // It is years ahead.
      next: [],
      acts: [
        { act: 'edit', open: true },
        { act: 'cancel', open: true },
      ],
    })
  })

  test('adds the location to the patient, and the practitioner to the care team', async () => {
    const ana = await as('ana')
    const booking = { patient: 'booked', practitioner: 'silent', location: 'blue' }
    expect((await book(ana, booking, '2030-06-04T09:00:00Z')).statusCode).toBe(201)
    const { careTeam, locations } = await factsOf('booked')
    expect(careTeam).toContain('silent')
    expect(locations).toContain('blue')
  })

  test('for oneself needs no name, and for an assistant it is the practitioner acted for', async () => {
    const own = await book(await as('chen'), { patient: 'open' }, '2030-06-05T09:00:00Z')
    expect(await bookedWith(own)).toEqual(['chen', 'chen'])
    const acted = await book(await as('bea', 'chen'), { patient: 'open' }, '2030-06-05T10:00:00Z')
    expect(await bookedWith(acted)).toEqual(['chen', 'bea'])
    const nobody = await book(await as('ana'), { patient: 'open' }, '2030-06-05T11:00:00Z')
    expect([nobody.statusCode, nobody.json<Problem>().detail]).toEqual([
      422,
      'you are no practitioner yourself, name the one it is for',
    ])
  })

  test.each(['ana', 'bea', 'gone', 'nobody'])('%s cannot be booked', async (practitioner) => {
    const answer = await book(await as('ana'), { patient: 'open', practitioner }, '2030-06-05T12:00:00Z')
    expect(answer.statusCode).toBe(422)
    expect(answer.json<Problem>().detail).toContain('is no practitioner who works here')
  })

  test('with a colleague out of team access, or in view alone, is refused with `team`, taken or not', async () => {
    for (const [member, patient, practitioner] of [
      ['far', 'dees', 'chen'],
      ['dee', 'dees', 'chen'],
      ['chen', 'open', 'eve'],
    ] as const)
      for (const start of ['2030-06-06T09:00:00Z', '2030-05-06T00:00:00Z', '2030-05-06T05:00:00Z']) {
        const answer = await book(await as(member), { patient, practitioner }, start)
        expect([answer.statusCode, answer.json<Problem>().step]).toEqual([403, 'team'])
      }
  })

  test('opens no patient to a grant that holds elsewhere', async () => {
    const client = await as('green-too')
    const booking = { patient: 'blue', practitioner: 'chen', location: 'green' }
    const answer = await book(client, booking, '2030-06-07T09:00:00Z')
    expect([answer.statusCode, answer.json<Problem>().step]).toEqual([403, 'permission'])
    expect((await factsOf('blue')).locations).toEqual(['blue'])
    const there = { patient: 'north', practitioner: 'chen', location: 'green' }
    expect((await book(client, there, '2030-06-07T09:00:00Z')).statusCode).toBe(201)
  })

  test('at a location that is not there is refused, and nothing is kept', async () => {
    const ana = await as('ana')
    const answer = await book(
      ana,
      { patient: 'open', practitioner: 'chen', location: 'red' },
      '2030-06-08T09:00:00Z',
    )
    expect(answer.statusCode).toBe(422)
    expect(answer.json<Problem>().detail).toBe('there is no location under this id, name one of the practice')
    expect(await idsOn(ana, '2030-06-08')).toEqual([])
  })

  test.each([
    ['2030-06-09T09:00:00Z', '2030-06-09T09:00:00Z'],
    ['2030-06-09T09:00:00Z', '2030-06-09T08:00:00Z'],
    ['2030-06-09T09:00:00Z', '2030-06-10T09:00:00.001Z'],
    ['2030-06-09T09:00:00', '2030-06-09T10:00:00Z'],
    ['2030-02-30T09:00:00Z', '2030-02-30T10:00:00Z'],
  ])('from %s until %s is no appointment', async (start, end) => {
    const answer = await (await as('chen')).ask('POST', '/api/appointments', { patient: 'open', start, end })
    expect(answer.statusCode).toBe(400)
  })
})

describe('double booking', () => {
  const says = 'the practitioner has something else at this time, choose another'

  test('is refused, also where what is there is hidden, in words that tell nothing of it', async () => {
    const ana = await as('ana')
    const answers = [
      await book(ana, { patient: 'open', practitioner: 'chen' }, '2030-05-06T00:10:00Z'),
      await book(ana, { patient: 'open', practitioner: 'chen' }, '2030-05-06T01:10:00Z'),
    ]
    for (const answer of answers) {
      expect([answer.statusCode, answer.json<Problem>().detail]).toEqual([409, says])
    }
    expect(answers[0]?.rawPayload).toEqual(answers[1]?.rawPayload)
  })

  test('is none where one ends as the other begins', async () => {
    const chen = await as('chen')
    expect((await book(chen, { patient: 'open' }, '2030-06-11T09:00:00Z')).statusCode).toBe(201)
    expect((await book(chen, { patient: 'booked' }, '2030-06-11T09:30:00Z')).statusCode).toBe(201)
    expect((await book(chen, { patient: 'north' }, '2030-06-11T08:30:00Z')).statusCode).toBe(201)
    expect(await idsOn(chen, '2030-06-11')).toHaveLength(3)
  })
})

describe('moving', () => {
  test('takes time, place and practitioner, and is written down by whom', async () => {
    const ana = await as('ana')
    const { id } = (
      await book(ana, { patient: 'booked', practitioner: 'chen' }, '2030-06-13T09:00:00Z')
    ).json<SavedAppointment>()
    const moved = await ana.ask(
      'PATCH',
      `/api/appointments/${id}`,
      {
        practitioner: 'eve',
        start: '2030-06-14T09:00:00Z',
        end: '2030-06-14T10:00:00Z',
        location: 'green',
        description: 'longer',
      },
      1,
    )
    expect(moved.json<SavedAppointment>()).toEqual({ id, version: 2, status: 'booked' })
    expect(await ana.get<AppointmentInFull>(`/api/appointments/${id}`)).toMatchObject({
      start: '2030-06-14T09:00:00.000Z',
      practitioner: { id: 'eve' },
      location: { id: 'green' },
      description: 'longer',
      edited: { by: { id: 'ana' }, fields: ['practitioner', 'start', 'end', 'location', 'description'] },
    })
    expect((await factsOf('booked')).careTeam).toContain('eve')
    expect((await ana.ask('PATCH', `/api/appointments/${id}`, { location: null }, 2)).statusCode).toBe(200)
    expect((await ana.get<AppointmentInFull>(`/api/appointments/${id}`)).location).toBeNull()
  })

  test('to a colleague out of reach is refused with `team`, whether the time is taken or not, and changes nothing', async () => {
    const far = await as('far')
    const { id } = (
      await book(far, { patient: 'dees', practitioner: 'dee' }, '2030-06-15T09:00:00Z')
    ).json<SavedAppointment>()
    for (const times of [{}, { start: '2030-05-06T00:00:00Z', end: '2030-05-06T00:30:00Z' }]) {
      const answer = await far.ask('PATCH', `/api/appointments/${id}`, { practitioner: 'chen', ...times }, 1)
      expect([answer.statusCode, answer.json<Problem>().step]).toEqual([403, 'team'])
    }
    expect((await factsOf('dees')).careTeam).not.toContain('chen')
    expect(await far.get<AppointmentInFull>(`/api/appointments/${id}`)).toMatchObject({
      practitioner: { id: 'dee' },
      version: 1,
    })
  })

  test('to somebody who is no practitioner, or to a time that is taken, is refused', async () => {
    const ana = await as('ana')
    const { id } = (
      await book(ana, { patient: 'booked', practitioner: 'chen' }, '2030-06-16T09:00:00Z')
    ).json<SavedAppointment>()
    const change = (body: object) => ana.ask('PATCH', `/api/appointments/${id}`, body, 1)
    expect((await change({ practitioner: 'ana' })).statusCode).toBe(422)
    expect((await change({ location: 'red' })).statusCode).toBe(422)
    expect((await change({ start: '2030-05-06T01:00:00Z', end: '2030-05-06T01:15:00Z' })).statusCode).toBe(
      409,
    )
    expect((await change({ end: '2030-06-16T08:00:00Z' })).statusCode).toBe(422)
    expect((await change({ end: '2030-06-17T10:00:00Z' })).statusCode).toBe(422)
    expect((await change({ end: '2030-06-16T09:20:00Z' })).statusCode).toBe(200)
  })

  test('of a version that is not the last tells who changed what meanwhile', async () => {
    const [ana, chen] = [await as('ana'), await as('chen')]
    const { id } = (
      await book(ana, { patient: 'open', practitioner: 'chen' }, '2030-06-18T09:00:00Z')
    ).json<SavedAppointment>()
    expect((await chen.ask('PATCH', `/api/appointments/${id}`, { description: 'mine' }, 1)).statusCode).toBe(
      200,
    )
    for (const late of [
      await ana.ask('PATCH', `/api/appointments/${id}`, { description: 'hers' }, 1),
      await ana.ask('POST', `/api/appointments/${id}/cancel`, { reason: 'ill' }, 1),
    ]) {
      expect(late.statusCode).toBe(412)
      expect(late.json<ChangedMeanwhile>().meanwhile).toMatchObject([
        { by: { id: 'chen' }, fields: ['description'] },
      ])
    }
    expect((await ana.ask('PATCH', `/api/appointments/${id}`, { description: 'x' })).statusCode).toBe(428)
  })

  test('is closed to who may only look, and says so on the appointment', async () => {
    const look = await as('look')
    const answer = await look.ask('PATCH', '/api/appointments/a-open', { description: 'x' }, 1)
    expect([answer.statusCode, answer.json<Problem>().step]).toEqual([403, 'permission'])
    const { acts } = await look.get<AppointmentInFull>('/api/appointments/a-open')
    expect(acts.map(({ open, step }) => [open, step])).toEqual(Array(2).fill([false, 'permission']))
    const dees = await (await as('dee')).get<AppointmentInFull>('/api/appointments/a-open')
    expect(dees.acts.map(({ open, step }) => [open, step])).toEqual(Array(2).fill([false, 'team']))
  })
})

describe('cancelling', () => {
  test('frees the time, keeps the reason, and ends the appointment', async () => {
    const ana = await as('ana')
    const booking = { patient: 'booked', practitioner: 'chen' }
    const { id } = (await book(ana, booking, '2030-06-20T09:00:00Z')).json<SavedAppointment>()
    expect((await ana.ask('POST', `/api/appointments/${id}/cancel`, { reason: ' ' }, 1)).statusCode).toBe(400)
    const cancelled = await ana.ask('POST', `/api/appointments/${id}/cancel`, { reason: 'ill' }, 1)
    expect(cancelled.json<SavedAppointment>()).toEqual({ id, version: 2, status: 'cancelled' })
    expect(await ana.get<AppointmentInFull>(`/api/appointments/${id}`)).toMatchObject({
      cancelledBecause: 'ill',
      status: 'cancelled',
    })
    expect((await book(ana, booking, '2030-06-20T09:00:00Z')).statusCode).toBe(201)
    for (const again of [
      await ana.ask('POST', `/api/appointments/${id}/cancel`, { reason: 'again' }, 2),
      await ana.ask('PATCH', `/api/appointments/${id}`, { description: 'x' }, 2),
    ]) {
      expect([again.statusCode, again.json<Problem>().detail]).toEqual([
        409,
        'this appointment is cancelled, book another one',
      ])
    }
  })
})

describe('the log', () => {
  test('says which appointment and which fields, and never a word of it', async () => {
    const ana = await as('ana')
    const canary = 'canary-of-the-log'
    const booking = { patient: 'booked', practitioner: 'chen', location: 'green', description: canary }
    const { id } = (await book(ana, booking, '2030-06-21T09:00:00Z')).json<SavedAppointment>()
    await ana.ask('PATCH', `/api/appointments/${id}`, { description: `${canary}!` }, 1)
    await ana.ask('POST', `/api/appointments/${id}/cancel`, { reason: canary }, 2)
    const entries = await inPractice(database, practiceId, (transaction) =>
      transaction
        .selectFrom('audit_entry')
        .select(['operation', 'act', 'outcome', 'detail'])
        .where('practice_id', '=', practiceId)
        .where(sql<boolean>`records @> array[${id}]`)
        .orderBy('id')
        .execute(),
    )
    expect(entries).toEqual([
      {
        operation: 'bookAppointment',
        act: 'create',
        outcome: 'allowed',
        detail: { patient: 'booked', practitioner: 'chen', location: 'green' },
      },
      {
        operation: 'changeAppointment',
        act: 'edit',
        outcome: 'allowed',
        detail: { fields: ['description'] },
      },
      { operation: 'cancelAppointment', act: 'cancel', outcome: 'allowed', detail: { fields: ['status'] } },
    ])
  })

  test('nothing went wrong on this side', () => {
    expect(reports).toEqual([])
  })
})

const halfAnHour = 30 * 60_000

function book(client: Client, booking: object, start: string) {
  const end = new Date(Date.parse(start) + halfAnHour).toISOString()
  return client.ask('POST', '/api/appointments', { start, end, ...booking })
}

/** With whom it was booked, and by whom. */
async function bookedWith(answer: Awaited<ReturnType<typeof book>>) {
  const { id } = answer.json<SavedAppointment>()
  const { practitioner, author } = await (await as('ana')).get<AppointmentInFull>(`/api/appointments/${id}`)
  return [practitioner?.id, author?.id]
}

function onDay(client: Client, date: string): Promise<Calendar> {
  const until = new Date(Date.parse(`${date}T00:00:00Z`) + 24 * 60 * 60_000).toISOString()
  return client.get<Calendar>(`/api/appointments?from=${date}T00:00:00Z&until=${until}`)
}

async function idsOn(client: Client, date: string): Promise<readonly string[]> {
  return (await onDay(client, date)).appointments.map(({ id }) => id)
}

/** Past every rule, as an import may. */
async function store(id: string, starts_at: string, ends_at: string, more: object = {}): Promise<void> {
  const row = { practice_id: practiceId, id, patient_id: 'open', owner_id: 'chen', status: 'booked' }
  await inPractice(database, practiceId, (transaction) =>
    transaction
      .insertInto('appointment')
      .values({ ...row, starts_at: new Date(starts_at), ends_at: new Date(ends_at), ...more })
      .execute(),
  )
}

async function factsOf(patient: string) {
  const { care_team, locations } = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('patient')
      .innerJoin('patient_facts as facts', (join) =>
        join
          .onRef('facts.practice_id', '=', 'patient.practice_id')
          .onRef('facts.id', '=', 'patient.facts_id'),
      )
      .select(['facts.care_team', 'facts.locations'])
      .where('patient.practice_id', '=', practiceId)
      .where('patient.id', '=', patient)
      .executeTakeFirstOrThrow(),
  )
  return { careTeam: care_team, locations }
}
