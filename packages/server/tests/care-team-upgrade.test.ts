import { randomUUID } from 'node:crypto'
import { cpSync, rmSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { withDatabase } from '@rolecall/testbed/postgres'
import { type RawBuilder, sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { connect } from '../src/database/connect.ts'
import { migrate } from '../src/database/migrate.ts'
import { withFolder } from './with-folder.ts'
import { inPractice } from './with-tables.ts'

const { url, adminUrl } = await withDatabase()
const database = connect(url)
afterAll(() => database.destroy())

/** The migrations but for the one that tells them apart: a record writes to the care team as a person does. */
const before = withFolder()
cpSync(fileURLToPath(new URL('../migrations', import.meta.url)), before, { recursive: true })
rmSync(`${before}/0130-care-team-and-locations-from-records.sql`)

const practiceId = randomUUID()

function run(...statements: readonly RawBuilder<unknown>[]): Promise<void> {
  return inPractice(database, practiceId, async (transaction) => {
    for (const statement of statements) await statement.execute(transaction)
  })
}

function visit(id: string, owner: string, status: string, location = 'blue', source: string | null = null) {
  return sql`insert into appointment
    (practice_id, id, patient_id, owner_id, location_id, starts_at, ends_at, status, source)
    values (${practiceId}, ${id}, 'p', ${owner}, ${location}, '2030-01-01T09:00Z', '2030-01-01T10:00Z', ${status},
      ${source})`
}

test('care teams and locations that records brought are told from those that people wrote', async () => {
  await migrate(adminUrl, url, pathToFileURL(`${before}/`))
  await database.anywhere.insertInto('practice').values({ id: practiceId, name: 'older' }).execute()
  await run(
    ...['gone', 'stays', 'moved', 'noted', 'hand', 'both', 'imported'].map(
      (id) => sql`insert into member (practice_id, id, kind, status, has_account)
        values (${practiceId}, ${id}, 'practitioner', 'active', false)`,
    ),
    ...['green', 'blue', 'red'].map(
      (id) => sql`insert into location (practice_id, id, name) values (${practiceId}, ${id}, ${id})`,
    ),
    sql`insert into patient (practice_id, id, family, given, sort_key) values (${practiceId}, 'p', 'P', '', 'p')`,
    sql`insert into patient_token (practice_id, token, patient_id) values (${practiceId}, 'p', 'p')`,
    sql`insert into patient_location values (${practiceId}, 'p', 'green')`,
    sql`insert into care_team (practice_id, patient_id, practitioner_id) values
      (${practiceId}, 'p', 'hand'), (${practiceId}, 'p', 'both')`,
  )
  await run(visit('a1', 'gone', 'cancelled'))
  await run(visit('a2', 'stays', 'fulfilled', 'red'))
  await run(visit('a3', 'both', 'cancelled'))
  await run(visit('a4', 'imported', 'cancelled', 'blue', 'Encounter/a4'))
  await run(visit('a5', 'stays', 'booked', 'red'))
  await run(
    sql`update appointment set owner_id = 'moved' where id = 'a5'`,
    sql`insert into record_edit (practice_id, kind, record_id, revision, fields, editor_id)
      values (${practiceId}, 'appointment', 'a5', 2, '{practitioner}', 'hand')`,
  )
  await run(sql`update appointment set owner_id = 'stays' where id = 'a5'`)
  await run(
    sql`insert into note (practice_id, id, patient_id, owner_id) values (${practiceId}, 'n', 'p', 'noted')`,
  )
  expect(await factsOf()).toEqual({
    care_team: ['both', 'gone', 'hand', 'imported', 'moved', 'noted', 'stays'],
    locations: ['blue', 'green', 'red'],
  })
  await migrate(adminUrl, url)
  expect(await factsOf()).toEqual({
    care_team: ['both', 'hand', 'noted', 'stays'],
    locations: ['green', 'red'],
  })
  const written = await inPractice(database, practiceId, async (transaction) => ({
    team: await transaction.selectFrom('care_team').select('practitioner_id as id').orderBy('id').execute(),
    locations: await transaction.selectFrom('patient_location').select('location_id as id').execute(),
  }))
  expect(written).toEqual({ team: [{ id: 'both' }, { id: 'hand' }], locations: [{ id: 'green' }] })
})

/** What access to the patient depends on; words to search by carry the same. */
async function factsOf() {
  const { number, ...facts } = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('patient')
      .innerJoin('patient_facts as facts', 'facts.id', 'patient.facts_id')
      .innerJoin('patient_token as token', 'token.facts_id', 'patient.facts_id')
      .select(['facts.care_team', 'facts.locations', 'facts.id as number'])
      .executeTakeFirstOrThrow(),
  )
  expect(Number(number)).toBeGreaterThan(0)
  return facts
}
