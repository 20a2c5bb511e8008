import type { Problem } from '@rolecall/contract'
import type { LightMyRequestResponse } from 'fastify'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Client } from '../client.ts'
import { withSmallPractice } from '../with-small-practice.ts'

const { as, database, practiceId } = await withSmallPractice(`
practice: { name: Hill, modules: [clinical, billing], now: 2026-11-21T09:00:00Z }
locations: [green, blue]
tags: [vip, gold]
roles:
  tagged-notes: { label: Notes, fits: [administrative], permissions: [notes.view], tags: { any: [vip], until: 2098-01-01T00:00:00Z } }
  tagger: { label: Tagger, fits: [administrative], permissions: [tags.manage, tags.restrict] }
members:
  dee: { kind: practitioner, owner: true, grants: [{ role: provider }], team: { all: edit } }
  bill: { kind: administrative, grants: [{ role: biller }, { role: clinical-assistant, at: [green] }], team: { all: edit } }
  maud: { kind: administrative, grants: [{ role: biller }, { role: system-admin }, { role: clinical-assistant, at: [green] }], team: { all: edit } }
  lena: { kind: administrative, grants: [{ role: biller }, { role: system-admin, at: [green] }, { role: clinical-assistant, at: [green] }], team: { all: edit } }
  tess: { kind: administrative, grants: [{ role: biller }, { role: tagger }, { role: clinical-assistant, tagged: [vip] }], team: { all: edit } }
  # From a day to come: notes at green; notes anywhere; notes at green of patients without the tag.
  soon: { kind: administrative, grants: [{ role: biller }, { role: clinical-assistant, at: [green], from: 2098-01-01T00:00:00Z }], team: { all: edit } }
  wide: { kind: administrative, grants: [{ role: biller }, { role: clinical-assistant, from: 2098-01-01T00:00:00Z }], team: { all: edit } }
  held: { kind: administrative, grants: [{ role: biller }, { role: tagged-notes, at: [green] }], team: { all: edit } }
patients:
  p1: { careTeam: [dee], locations: [blue] }
  p2: { careTeam: [dee], locations: [blue] }
  p3: { careTeam: [dee], tags: [gold] }
  p4: { careTeam: [dee] }
  p5: { careTeam: [dee], locations: [blue] }
  p6: { careTeam: [dee], locations: [blue] }
records:
  n1: { kind: note, patient: p1, owner: dee }
  n2: { kind: note, patient: p2, owner: dee }
  n3: { kind: note, patient: p3, owner: dee }
  n4: { kind: note, patient: p4, owner: dee }
  a4: { kind: appointment, patient: p4, owner: dee, status: noshow, locations: [green] }
`)

let hours = 0

function book(
  client: Client,
  patient: string,
  location: string | null,
  rest: object = {},
): Promise<LightMyRequestResponse> {
  hours += 1
  const start = new Date(Date.parse('2031-03-03T00:00:00Z') + hours * 3_600_000)
  const end = new Date(start.getTime() + 1_800_000)
  const times = { start: start.toISOString(), end: end.toISOString() }
  return client.ask('POST', '/api/appointments', {
    patient,
    practitioner: 'dee',
    location,
    ...times,
    ...rest,
  })
}

async function canRead(client: Client, note: string): Promise<boolean> {
  return (await client.ask('GET', `/api/notes/${note}`)).statusCode === 200
}

describe('attack 4: a location of one role does not open what another role allows there', () => {
  test('a booking at the location of another role is refused, and says who can make it', async () => {
    const bill = await as('bill')
    const response = await book(bill, 'p1', 'green')
    expect(response.statusCode).toBe(403)
    expect(response.json<Problem>()).toMatchObject({
      step: 'patient',
      detail: expect.stringContaining("for this patient, which you can't do now"),
      mend: 'ask dee or tess or wide to do it',
    })
    expect(await canRead(bill, 'n1')).toBe(false)
  })

  test('a booking elsewhere is made, and is not moved to that location', async () => {
    const bill = await as('bill')
    const booked = await book(bill, 'p1', 'blue')
    expect(booked.statusCode, booked.body).toBe(201)
    const { id, version } = booked.json<{ id: string; version: number }>()
    const moved = await bill.ask('PATCH', `/api/appointments/${id}`, { location: 'green' }, version)
    expect(moved.statusCode).toBe(403)
    expect(moved.json<Problem>().step).toBe('patient')
    expect(await canRead(bill, 'n1')).toBe(false)
  })

  test('a location is not written on the patient by the person whose other role holds there', async () => {
    const bill = await as('bill')
    const { version } = await bill.get<{ version: number }>('/api/patients/p1')
    const edited = await bill.ask('PATCH', '/api/patients/p1', { locations: ['blue', 'green'] }, version)
    expect(edited.statusCode).toBe(403)
    expect(edited.json<Problem>().step).toBe('patient')
    expect(await canRead(bill, 'n1')).toBe(false)
  })

  test('a missed visit at that location is not put back by the person whose other role holds there', async () => {
    const [bill, dee] = [await as('bill'), await as('dee')]
    expect((await bill.ask('GET', '/api/appointments/a4')).statusCode).toBe(200)
    const put = (client: Client) => client.ask('PUT', '/api/appointments/a4/status', { status: 'booked' }, 1)
    const byBill = await put(bill)
    expect(byBill.statusCode, byBill.body).toBe(403)
    expect(byBill.json<Problem>().step).toBe('patient')
    expect(await canRead(bill, 'n4')).toBe(false)
    expect((await put(dee)).statusCode).toBe(200)
  })

  test('a tag that scopes a role is not set by the person who holds the role', async () => {
    const tess = await as('tess')
    const { version } = await tess.get<{ version: number }>('/api/patients/p3')
    const tagged = await tess.ask('PUT', '/api/patients/p3/tags', { tags: ['gold', 'vip'] }, version)
    expect(tagged.statusCode).toBe(403)
    expect(tagged.json<Problem>().step).toBe('patient')
    expect(await canRead(tess, 'n3')).toBe(false)
  })

  test('a merge of tags does not bring patients into the scope of a role', async () => {
    const tess = await as('tess')
    const merged = await tess.ask('POST', '/api/tags/gold/merge', { into: 'vip' })
    expect(merged.statusCode, merged.body).toBe(409)
    expect(await canRead(tess, 'n3')).toBe(false)
  })

  test('a patient one registered oneself, with no record yet, is booked anywhere', async () => {
    const bill = await as('bill')
    const registered = await bill.ask('POST', '/api/patients', { family: 'New', given: 'Nora' })
    expect(registered.statusCode).toBe(201)
    expect((await book(bill, registered.json<{ id: string }>().id, 'green')).statusCode).toBe(201)
  })

  test('a scoped admin does not confirm a gain of their own', async () => {
    const lena = await as('lena')
    const byLena = await book(lena, 'p2', 'green', { confirmed: true })
    expect(byLena.statusCode).toBe(403)
    expect(byLena.json<Problem>().reason).toBeUndefined()
  })

  test('an admin without a scope confirms a gain of their own, and the activity log says so', async () => {
    const maud = await as('maud')
    const asked = await book(maud, 'p2', 'green')
    expect(asked.statusCode).toBe(403)
    expect(asked.json<Problem>()).toMatchObject({ step: 'patient', reason: 'wider-access' })
    expect(await canRead(maud, 'n2')).toBe(false)
    const confirmed = await book(maud, 'p2', 'green', { confirmed: true })
    expect(confirmed.statusCode, confirmed.body).toBe(201)
    expect(await canRead(maud, 'n2')).toBe(true)
    const { id } = confirmed.json<{ id: string }>()
    const entry = await database.within({ practiceId, mode: 'look' }, (transaction) =>
      transaction
        .selectFrom('audit_entry')
        .select('detail')
        .where('practice_id', '=', practiceId)
        .where('operation', '=', 'bookAppointment')
        .where('records', '@>', sql<string[]>`array[${id}]`)
        .executeTakeFirstOrThrow(),
    )
    expect(entry.detail).toMatchObject({ confirmed: true })
  })

  test.each(['soon', 'held'])('a role of %s that opens notes there later is judged today', async (member) => {
    const client = await as(member)
    const { version } = await client.get<{ version: number }>('/api/patients/p5')
    const changes = [
      await book(client, 'p5', 'green'),
      await client.ask('PATCH', '/api/patients/p5', { locations: ['blue', 'green'] }, version),
    ]
    for (const change of changes) {
      expect([change.statusCode, change.json<Problem>().step]).toEqual([403, 'patient'])
      expect(change.json<Problem>().detail).toContain('once your access changes, this would let you view')
    }
  })

  test('a role that begins later and opens notes everywhere is no ground to refuse a booking', async () => {
    expect((await book(await as('wide'), 'p6', 'green')).statusCode).toBe(201)
  })
})
