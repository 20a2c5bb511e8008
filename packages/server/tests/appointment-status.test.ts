import type { AppointmentInFull, ChangedMeanwhile, Me, Problem, SavedAppointment } from '@rolecall/contract'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Client } from './client.ts'
import { withSmallPractice } from './with-small-practice.ts'
import { inPractice } from './with-tables.ts'

const { as, database, practiceId, reports } = await withSmallPractice(`
practice: { name: Statuses, modules: [], now: 2026-11-21T09:00:00Z }
roles:
  desk: { permissions: [patients.view, appointments.manage] }
  looks: { permissions: [patients.view, appointments.view] }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: desk }] }
  ana: { kind: administrative, grants: [{ role: desk }], team: { all: edit } }
  sees: { kind: administrative, grants: [{ role: desk }], team: { all: view } }
  look: { kind: administrative, grants: [{ role: looks }], team: { all: edit } }
  bea: { kind: assistant, manages: [chen], grants: [{ role: desk }] }
patients:
  open: { careTeam: [chen] }
  hidden: { careTeam: [chen], restrictedTo: [chen] }
`)

const ana = await as('ana')
const minutes = 60_000
let stored = 0

/** An appointment that began so many minutes ago, or will in as many. Nothing overlaps. */
async function begun(ago: number, more: object = {}): Promise<string> {
  stored += 1
  const id = `stored-${stored}`
  const starts_at = new Date(Date.now() - ago * minutes)
  const row = { practice_id: practiceId, id, patient_id: 'open', owner_id: 'chen', status: 'booked' }
  await inPractice(database, practiceId, (transaction) =>
    transaction
      .insertInto('appointment')
      .values({ ...row, starts_at, ends_at: new Date(starts_at.getTime() + minutes), ...more })
      .execute(),
  )
  return id
}

function setZone(time_zone: string) {
  return inPractice(database, practiceId, (transaction) =>
    transaction
      .insertInto('practice_settings')
      .values({ practice_id: practiceId, time_zone })
      .onConflict((conflict) => conflict.column('practice_id').doUpdateSet({ time_zone }))
      .execute(),
  )
}

function zoneWhereItIs(hour: number): string {
  const ahead = ((hour - new Date().getUTCHours() + 36) % 24) - 12
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}

function say(client: Client, id: string, status: string, version = 1) {
  return client.ask('PUT', `/api/appointments/${id}/status`, { status }, version)
}

function whole(client: Client, id: string): Promise<AppointmentInFull> {
  return client.get<AppointmentInFull>(`/api/appointments/${id}`)
}

describe('what an appointment is at', () => {
  test('is said, followed and taken back, and each time by whom', async () => {
    const id = await begun(100)
    expect((await whole(ana, id)).next).toEqual(['arrived', 'fulfilled', 'noshow'])
    for (const [index, status] of ['arrived', 'fulfilled', 'arrived', 'booked', 'noshow'].entries()) {
      const answer = await say(ana, id, status, index + 1)
      expect(answer.json<SavedAppointment>()).toEqual({ id, version: index + 2, status })
    }
    expect(await whole(ana, id)).toMatchObject({
      status: 'noshow',
      edited: { by: { id: 'ana' }, fields: ['status'] },
      next: ['arrived', 'booked'],
    })
    const entries = await inPractice(database, practiceId, (transaction) =>
      transaction
        .selectFrom('audit_entry')
        .select(['act', 'member_id', 'detail'])
        .where('operation', '=', 'setAppointmentStatus')
        .where('outcome', '=', 'allowed')
        .where(sql<boolean>`records @> array[${id}]`)
        .orderBy('id')
        .execute(),
    )
    expect(entries).toEqual(
      ['arrived', 'fulfilled', 'arrived', 'booked', 'noshow'].map((status) => ({
        act: 'edit',
        member_id: 'ana',
        detail: { fields: ['status'], status },
      })),
    )
  })

  test('is said by an assistant for the practitioner', async () => {
    const id = await begun(200)
    expect((await say(await as('bea', 'chen'), id, 'arrived')).statusCode).toBe(200)
    expect((await whole(ana, id)).edited).toMatchObject({ by: { id: 'bea' }, actingFor: { id: 'chen' } })
  })

  test('takes the permission and the team access that moving takes', async () => {
    const id = await begun(300)
    for (const [member, step] of [
      ['look', 'permission'],
      ['sees', 'team'],
    ] as const) {
      const answer = await say(await as(member), id, 'arrived')
      expect([answer.statusCode, answer.json<Problem>().step]).toEqual([403, step])
    }
    expect((await whole(ana, id)).status).toBe('booked')
  })

  test('is said of no appointment out of reach, as of none that does not exist', async () => {
    const id = await begun(400, { patient_id: 'hidden' })
    const [out, unknown] = [await say(ana, id, 'arrived'), await say(ana, 'nobodys', 'arrived')]
    expect(out.statusCode).toBe(404)
    expect(out.rawPayload).toEqual(unknown.rawPayload)
  })

  test.each([
    ['booked', 'booked', 409, 'this appointment is booked, which this does not follow'],
    ['fulfilled', 'noshow', 409, 'this appointment is over, which this does not follow'],
    ['cancelled', 'arrived', 409, 'this appointment is cancelled, which this does not follow'],
    ['cancelled', 'booked', 409, 'this appointment is cancelled, which this does not follow'],
  ])('where it is %s, %s does not follow', async (status, next, code, says) => {
    const answer = await say(ana, await begun(500 + stored, { status }), next)
    expect([answer.statusCode, answer.json<Problem>().detail]).toEqual([code, says])
  })

  test('is cancelled only by the act that asks for a reason', async () => {
    expect((await say(ana, await begun(600), 'cancelled')).statusCode).toBe(400)
  })

  test.each(['arrived', 'fulfilled', 'noshow'])('is not %s days before', async (status) => {
    const id = await begun(-3 * 24 * 60 - stored)
    const answer = await say(ana, id, status)
    expect([answer.statusCode, answer.json<Problem>().detail]).toEqual([
      422,
      'it has not begun yet, say this once it has',
    ])
    expect((await whole(ana, id)).next).toEqual([])
  })

  test('is not said over what somebody else said meanwhile', async () => {
    const id = await begun(700)
    await say(await as('chen'), id, 'arrived')
    const answer = await say(ana, id, 'noshow')
    expect([answer.statusCode, answer.json<ChangedMeanwhile>().meanwhile[0]?.by.id]).toEqual([412, 'chen'])
    expect((await say(ana, id, 'fulfilled', 2)).statusCode).toBe(200)
  })

  test('takes its time again when it is taken back, where that is still free', async () => {
    const id = await begun(800, { status: 'noshow' })
    const { start, end } = await whole(ana, id)
    const other = await ana.ask('POST', '/api/appointments', {
      patient: 'open',
      practitioner: 'chen',
      start,
      end,
    })
    expect(other.statusCode).toBe(201)
    const answer = await say(ana, id, 'booked')
    expect([answer.statusCode, answer.json<Problem>().detail]).toEqual([
      409,
      'the practitioner has something else at this time, choose another',
    ])
    expect((await whole(ana, id)).status).toBe('noshow')
  })

  test('follows the days of the practice, of whose time zone everybody is told', async () => {
    const inHalfADay = await begun(-12 * 60)
    const told = async () => {
      const { practice } = await ana.get<Me>('/api/me')
      return [practice.timeZone, (await whole(ana, inHalfADay)).next]
    }
    for (const [hour, next] of [
      // It is on the same day where it is about six in the morning, and on the next one where it is six in the evening.
      [6, ['arrived', 'fulfilled']],
      [18, []],
    ] as const) {
      await setZone(zoneWhereItIs(hour))
      expect(await told()).toEqual([zoneWhereItIs(hour), next])
    }
  })

  test('nothing went wrong on this side', () => {
    expect(reports).toEqual([])
  })
})
