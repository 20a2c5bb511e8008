import type { Problem } from '@rolecall/contract'
import { describe, expect, test } from 'vitest'
import type { Client } from '../client.ts'
import { withSmallPractice } from '../with-small-practice.ts'
import { inPractice } from '../with-tables.ts'

const { as, database, practiceId } = await withSmallPractice(`
practice: { name: Care teams, modules: [clinical], now: 2026-11-21T09:00:00Z }
roles:
  desk: { permissions: [patients.manage, appointments.manage, notes.view, notes.write] }
members:
  olivia: { kind: administrative, owner: true }
  chen: { kind: practitioner, grants: [{ role: desk }] }
  dee: { kind: practitioner, grants: [{ role: desk }] }
  # Looks at dee's work, and at everybody's.
  vic: { kind: practitioner, grants: [{ role: desk }], team: { members: { dee: view } } }
  viv: { kind: practitioner, grants: [{ role: desk }], team: { all: view } }
  # Books for chen, looks at dee's work.
  rita: { kind: administrative, grants: [{ role: desk }], team: { members: { chen: edit, dee: view } } }
  whole: { kind: administrative, grants: [{ role: desk }], team: { all: edit } }
  bea: { kind: assistant, manages: [vic], grants: [{ role: desk }] }
patients:
  dees: { careTeam: [dee] }
  new: {}
`)

async function careTeamOf(patient: string): Promise<readonly string[]> {
  const { care_team } = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('patient')
      .innerJoin('patient_facts', (join) =>
        join
          .onRef('patient_facts.practice_id', '=', 'patient.practice_id')
          .onRef('patient_facts.id', '=', 'patient.facts_id'),
      )
      .select('care_team')
      .where('patient.practice_id', '=', practiceId)
      .where('patient.id', '=', patient)
      .executeTakeFirstOrThrow(),
  )
  return care_team
}

let hour = 0
const booking = (client: Client, patient: string, practitioner: string) => {
  hour += 1
  const start = new Date(Date.UTC(2030, 5, 3, hour)).toISOString()
  const end = new Date(Date.UTC(2030, 5, 3, hour, 30)).toISOString()
  return client.ask('POST', '/api/appointments', { patient, practitioner, start, end })
}
const drafting = (client: Client, patient: string, owner: string) =>
  client.ask('POST', '/api/notes', { patient, owner, title: 'Visit', text: 'x' })

describe('attack 3: a record puts its owner on a care team', () => {
  test.each([
    ['vic', undefined, 'vic'],
    ['viv', undefined, 'viv'],
    ['bea', 'vic', 'vic'],
    ['rita', undefined, 'chen'],
  ] as const)('%s, acting for %s, who only views the patient, creates no record for %s', async (...row) => {
    const [member, actingFor, owner] = row
    const client = await as(member, actingFor)
    for (const create of [booking, drafting]) {
      const answer = await create(client, 'dees', owner)
      expect([answer.statusCode, answer.json<Problem>().step]).toEqual([403, 'team'])
      expect(answer.json<Problem>().mend).toMatch(/team access to edit dee's/)
    }
    expect(await careTeamOf('dees')).toEqual(['dee'])
    const edit = await client.ask('PATCH', '/api/patients/dees', { phone: '1' }, 1)
    expect(edit.statusCode).toBe(403)
  })

  test('a person with edit of the treating colleague books their patient with another', async () => {
    expect((await booking(await as('whole'), 'dees', 'chen')).statusCode).toBe(201)
    expect(await careTeamOf('dees')).toEqual(expect.arrayContaining(['chen', 'dee']))
  })

  test('a practitioner who views a patient without a care team takes them on', async () => {
    expect((await booking(await as('viv'), 'new', 'viv')).statusCode).toBe(201)
    expect(await careTeamOf('new')).toEqual(['viv'])
  })
})
