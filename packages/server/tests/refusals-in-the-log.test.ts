import type { Step } from '@rolecall/core'
import { describe, expect, test } from 'vitest'
import { wordsOf } from '../src/activity/entry-words.ts'
import type { Client } from './client.ts'
import { withSmallPractice } from './with-small-practice.ts'
import { inPractice } from './with-tables.ts'

const { as, database, practiceId, reports } = await withSmallPractice(`
practice: { name: Refusals, modules: [clinical], now: 2026-11-21T09:00:00Z }
locations: [green, blue]
tags: [north]
roles:
  works: { permissions: [patients.manage, appointments.manage, notes.view, notes.viewSigned, notes.write, notes.sign, notes.unlock, charts.restrict] }
  writes: { permissions: [patients.view, notes.write] }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: works }] }
  eve: { kind: practitioner, grants: [{ role: works }] }
  finn: { kind: practitioner, grants: [{ role: works }], team: { all: edit }, tags: { any: [north] } }
  gus: { kind: practitioner, grants: [{ role: works, at: [green] }], team: { all: edit } }
  wes: { kind: practitioner, grants: [{ role: writes }] }
  ana: { kind: administrative, grants: [{ role: works }], team: { all: edit } }
patients:
  closed: { careTeam: [chen], restrictedTo: [chen], locations: [green] }
  chens: { careTeam: [chen], locations: [blue] }
  north: { careTeam: [eve], tags: [north] }
  wess: { careTeam: [wes] }
records:
  note-wes: { kind: note, patient: wess, owner: wes }
  note-closed: { kind: note, patient: closed, owner: chen }
  note-chens: { kind: note, patient: chens, owner: chen, signed: true }
  visit-closed: { kind: appointment, patient: closed, owner: chen }
  visit-chens: { kind: appointment, patient: chens, owner: chen }
`)

interface Way {
  readonly kind: 'patient' | 'note' | 'appointment'
  /** The step that refuses it whatever hides the record. */
  readonly step?: Step
  readonly ask: (client: Client, id: string) => ReturnType<Client['ask']>
}

const times = { start: '2030-05-07T09:00:00Z', end: '2030-05-07T09:30:00Z' }

/** Every way to come to one record by its id. */
const ways: Readonly<Record<string, Way>> = {
  readPatient: { kind: 'patient', ask: (client, id) => client.ask('GET', `/api/patients/${id}`) },
  readCareTeam: { kind: 'patient', ask: (client, id) => client.ask('GET', `/api/patients/${id}/care-team`) },
  listNotesOfPatient: {
    kind: 'patient',
    ask: (client, id) => client.ask('GET', `/api/patients/${id}/notes`),
  },
  whoCan: { kind: 'patient', ask: (client, id) => client.ask('GET', `/api/who-can?record=${id}`) },
  editPatient: {
    kind: 'patient',
    ask: (client, id) => client.ask('PATCH', `/api/patients/${id}`, { phone: '1' }, 1),
  },
  setPatientTags: {
    kind: 'patient',
    ask: (client, id) => client.ask('PUT', `/api/patients/${id}/tags`, { tags: [] }, 1),
  },
  changeCareTeam: {
    kind: 'patient',
    ask: (client, id) => client.ask('PUT', `/api/patients/${id}/care-team`, { add: ['eve'] }),
  },
  restrictPatient: {
    kind: 'patient',
    ask: (client, id) => client.ask('PUT', `/api/patients/${id}/restriction`, { level: 'none' }, 1),
  },
  draftNote: {
    kind: 'patient',
    ask: (client, id) =>
      client.ask('POST', '/api/notes', { patient: id, owner: 'finn', title: 'a', text: 'b' }),
  },
  bookAppointment: {
    kind: 'patient',
    ask: (client, id) =>
      client.ask('POST', '/api/appointments', { patient: id, practitioner: 'finn', ...times }),
  },
  readNote: { kind: 'note', ask: (client, id) => client.ask('GET', `/api/notes/${id}`) },
  readNoteVersion: { kind: 'note', ask: (client, id) => client.ask('GET', `/api/notes/${id}/versions/1`) },
  editNote: { kind: 'note', ask: (client, id) => client.ask('PATCH', `/api/notes/${id}`, { text: 'b' }, 1) },
  signNote: {
    kind: 'note',
    // A note of somebody else is signed by nobody.
    step: 'permission',
    ask: (client, id) => client.ask('POST', `/api/notes/${id}/sign`, undefined, 1),
  },
  addToNote: {
    kind: 'note',
    ask: (client, id) => client.ask('POST', `/api/notes/${id}/addenda`, { text: 'b' }),
  },
  unlockNote: {
    kind: 'note',
    ask: (client, id) => client.ask('POST', `/api/notes/${id}/unlock`, { reason: 'because' }, 1),
  },
  readAppointment: { kind: 'appointment', ask: (client, id) => client.ask('GET', `/api/appointments/${id}`) },
  changeAppointment: {
    kind: 'appointment',
    ask: (client, id) => client.ask('PATCH', `/api/appointments/${id}`, times, 1),
  },
  setAppointmentStatus: {
    kind: 'appointment',
    ask: (client, id) => client.ask('PUT', `/api/appointments/${id}/status`, { status: 'arrived' }, 1),
  },
  cancelAppointment: {
    kind: 'appointment',
    ask: (client, id) => client.ask('POST', `/api/appointments/${id}/cancel`, { reason: 'because' }, 1),
  },
}

const hidden = {
  closed: { patient: 'closed', note: 'note-closed', appointment: 'visit-closed' },
  chens: { patient: 'chens', note: 'note-chens', appointment: 'visit-chens' },
}

describe.each(Object.entries(ways))('%s', (operation, { kind, step: own, ask }) => {
  test.each([
    ['a restricted chart', 'finn', hidden.closed[kind], 'patient'],
    ['a tag limit', 'finn', hidden.chens[kind], 'patient'],
    ['a place', 'gus', hidden.chens[kind], 'permission'],
    ['team access', 'eve', hidden.chens[kind], 'team'],
  ] as const)('of what %s hides answers as of nothing, and the log alone says why', async (...row) => {
    const [, member, id, hides] = row
    const step = own ?? hides
    const client = await as(member)
    const answer = await ask(client, id)
    const said = await lastEntry()
    const other = await ask(client, 'nothing')
    expect([answer.statusCode, answer.rawPayload]).toEqual([404, other.rawPayload])
    const refused = { member_id: member, operation, outcome: 'refused' }
    expect(said).toMatchObject({ ...refused, records: [id], step, detail: withoutReason })
    expect(await lastEntry()).toMatchObject({
      ...refused,
      records: ['nothing'],
      step: null,
      detail: { because: 'no-such-record' },
    })
    expect(said.kind).not.toBeNull()
    expect(said.act).not.toBeNull()
  })
})

test.each([
  ['listNotes', '/api/notes?patient='],
  ['listAppointments', '/api/appointments?patient='],
])(
  '%s of a patient who is out of reach is empty as of nobody, and the log alone says why',
  async (...row) => {
    const [operation, path] = row
    const finn = await as('finn')
    const answer = await finn.ask('GET', `${path}closed`)
    const said = await lastEntry()
    const other = await finn.ask('GET', `${path}nothing`)
    expect([answer.statusCode, answer.rawPayload]).toEqual([200, other.rawPayload])
    const refused = { member_id: 'finn', operation, act: 'view', outcome: 'refused' }
    expect(said).toMatchObject({ ...refused, records: ['closed'], step: 'patient', detail: withoutReason })
    const none = { records: ['nothing'], step: null, detail: { because: 'no-such-record' } }
    expect(await lastEntry()).toMatchObject({ ...refused, ...none })
  },
)

test('the words of an entry tell a restricted chart, team access and an id of nobody apart', async () => {
  const eve = await as('eve')
  const told = async (id: string) => {
    await eve.ask('PATCH', `/api/patients/${id}`, { phone: '1' }, 1)
    return wordsOf(await lastEntry(), { members: new Map() })
  }
  expect(await told('chens')).toBe('eve was not allowed to edit a patient (outside their team access)')
  expect(await told('nobody')).toBe('eve was not allowed to edit a patient (not found)')
  await (await as('ana')).ask('GET', '/api/patients/closed')
  expect(wordsOf(await lastEntry(), { members: new Map() })).toBe(
    'ana was denied access to a patient (limit or restricted chart)',
  )
})

test('where what was asked for is allowed, the step is that of viewing', async () => {
  const wes = await as('wes')
  expect((await ways.editNote?.ask(wes, 'note-wes'))?.statusCode).toBe(404)
  expect(await lastEntry()).toMatchObject({ kind: 'note', act: 'edit', step: 'permission' })
})

test('a version that a note in reach does not have is refused by no step', async () => {
  const chen = await as('chen')
  expect((await chen.ask('GET', '/api/notes/note-chens/versions/7')).statusCode).toBe(404)
  expect(await lastEntry()).toMatchObject({ records: ['note-chens'], step: null, detail: null })
})

test('what is refused before any record is looked for names the record all the same', async () => {
  const ana = await as('ana')
  const note = { patient: 'chens', owner: 'ana', title: 'a', text: 'b' }
  expect((await ana.ask('POST', '/api/notes', note)).statusCode).toBe(422)
  expect(await lastEntry()).toMatchObject({ operation: 'draftNote', records: ['chens'], outcome: 'failed' })
  expect((await ana.ask('GET', '/api/audit?record=chens&member=chen')).statusCode).toBe(403)
  expect(await lastEntry()).toMatchObject({ records: ['chen', 'chens'], step: 'permission' })
})

test('an id of a request that is no text is refused before anything is looked up', async () => {
  const finn = await as('finn')
  const answer = await ways.draftNote?.ask(finn, 'half a character: \ud800')
  expect(answer?.statusCode).toBe(400)
})

test('nothing went wrong on this side', () => {
  expect(reports).toEqual([])
})

/** Its detail, if any, gives no other reason than the step. */
const withoutReason: unknown = expect.toSatisfy(
  (detail: object | null) => detail === null || !('because' in detail),
  'gives no reason',
)

function lastEntry() {
  return inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('audit_entry')
      .select([
        'member_id',
        'acting_for',
        'operation',
        'kind',
        'act',
        'records',
        'outcome',
        'step',
        'detail',
        'names',
      ])
      .where('practice_id', '=', practiceId)
      .orderBy('id', 'desc')
      .$castTo<
        Parameters<typeof wordsOf>[0] & { readonly detail: Readonly<Record<string, unknown>> | null }
      >()
      .executeTakeFirstOrThrow(),
  )
}
