import { setTimeout as pause } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Transaction } from '../src/database/connect.ts'
import { isOnceMore } from '../src/database/is-retryable.ts'
import { newPractice } from '../src/policy/new-practice.ts'
import { inPractice, withTables } from './with-tables.ts'

const { database } = await withTables()
const practiceId = await newPractice(database, 'busy')
const practice_id = practiceId

const patients = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6']
const practitioners = ['pia', 'pol', 'pen']
const words = ['a', 'b', 'c']
const statuses = ['booked', 'fulfilled', 'cancelled', 'noshow']

await inPractice(database, practiceId, async (transaction) => {
  const rows = <T>(ids: readonly string[], row: (id: string) => T) =>
    ids.map((id) => ({ practice_id, id, ...row(id) }))
  await transaction
    .insertInto('member')
    .values(rows(practitioners, () => ({ kind: 'practitioner', status: 'active', has_account: false })))
    .execute()
  await transaction
    .insertInto('tag')
    .values(rows(words, (label) => ({ label })))
    .execute()
  await transaction
    .insertInto('location')
    .values(rows(words, (name) => ({ name })))
    .execute()
  await transaction
    .insertInto('patient')
    .values(rows(patients, (id) => ({ family: id, given: '', sort_key: id })))
    .execute()
})

function oneOf<T>(list: readonly T[]): T {
  return list[Math.floor(Math.random() * list.length)] as T
}

function someOf<T>(list: readonly T[]): readonly T[] {
  return Array.from({ length: 1 + Math.floor(Math.random() * 3) }, () => oneOf(list))
}

/** What somebody may come with about one patient. The patient is held first, as the door does. */
function aboutOne(patient: string): readonly RawBuilder<unknown>[] {
  const [who, word, level] = [oneOf(practitioners), oneOf(words), oneOf(['whole', 'clinical'])]
  const ofPatient = sql`practice_id = ${practiceId} and patient_id = ${patient}`
  const hold = sql`select from patient where practice_id = ${practiceId} and id = ${patient} for update`
  return [
    hold,
    ...someOf([
      sql`insert into care_team values (${practiceId}, ${patient}, ${who}) on conflict do nothing`,
      sql`delete from care_team where ${ofPatient} and practitioner_id = ${who}`,
      sql`insert into patient_tag values (${practiceId}, ${patient}, ${word}) on conflict do nothing`,
      sql`update patient_tag set tag_id = ${word} where ${ofPatient}
        and tag_id = (select min(tag_id) from patient_tag where ${ofPatient})
        and not exists (select from patient_tag where ${ofPatient} and tag_id = ${word})`,
      sql`insert into patient_location values (${practiceId}, ${patient}, ${word}) on conflict do nothing`,
      sql`delete from patient_location where ${ofPatient}`,
      sql`insert into chart_restriction (practice_id, patient_id, level)
        values (${practiceId}, ${patient}, ${level}) on conflict do nothing`,
      sql`insert into chart_reader select practice_id, patient_id, level, ${who} from chart_restriction
        where ${ofPatient} on conflict do nothing`,
      sql`delete from chart_restriction where ${ofPatient}`,
      sql`update patient set consent_withdrawn = not consent_withdrawn where id = ${patient}`,
      sql`insert into note (practice_id, id, patient_id, owner_id)
        values (${practiceId}, gen_random_uuid()::text, ${patient}, ${who})`,
      sql`insert into appointment (practice_id, id, patient_id, owner_id, location_id, starts_at, ends_at, status, source)
        values (${practiceId}, gen_random_uuid()::text, ${patient}, ${who}, ${word}, now(), now() + interval '1 h',
          ${oneOf(statuses)}, 'elsewhere')`,
      sql`update appointment set status = ${oneOf(statuses)} where ${ofPatient}`,
      sql`update appointment set owner_id = ${who}, location_id = ${word}
        where id = (select min(id) from appointment where ${ofPatient})`,
      sql`delete from appointment where id = (select max(id) from appointment where ${ofPatient})`,
      sql`update note set owner_id = ${who} where id = (select min(id) from note where ${ofPatient})`,
      sql`delete from note where id = (select max(id) from note where ${ofPatient})`,
    ]),
  ]
}

/** One statement about several, as an import has them. */
function aboutMany(): readonly RawBuilder<unknown>[] {
  const some = patients.filter(() => Math.random() < 0.4).toSorted(() => Math.random() - 0.5)
  const word = oneOf(words)
  return [
    oneOf([
      sql`insert into patient_tag select ${practiceId}, id, ${word} from unnest(${some}::text[]) as given (id)
        on conflict do nothing`,
      sql`delete from patient_tag where practice_id = ${practiceId} and tag_id = ${word}`,
      sql`update patient set created_by = ${oneOf(practitioners)} where id = any (${some})`,
      sql`update note set patient_id = ${oneOf(patients)} where id = (select min(id) from note)`,
      sql`delete from care_team where patient_id = any (${some})`,
    ]),
  ]
}

/** Number by digest. */
const seen = new Map<string, number>()

/** Numbers come in the order of commits: none is left out, none is added behind one that was seen, none changes. */
async function look(): Promise<void> {
  const rows = await inPractice(database, practiceId, (transaction) =>
    transaction.selectFrom('patient_facts').select(['id', 'digest']).orderBy('id').execute(),
  )
  const ids = rows.map(({ id }) => Number(id))
  expect(ids).toEqual(ids.map((_, index) => index + 1))
  for (const { id, digest } of rows) {
    const key = digest.toString('hex')
    expect(Number(id)).toBe(seen.get(key) ?? Number(id))
    seen.set(key, Number(id))
  }
}

test('the facts a patient points to are what the tables say, whoever wrote to them at once', async () => {
  const troubles: unknown[] = []
  const writer = async () => {
    for (let turn = 0; turn < 60; turn++) {
      const statements = Math.random() < 0.05 ? aboutMany() : aboutOne(oneOf(patients))
      const isUndone = Math.random() < 0.1
      const written = database.within(
        { practiceId, mode: 'change' },
        async (transaction) => {
          for (const statement of statements) await statement.execute(transaction)
        },
        () => isUndone,
      )
      await written.catch((error: unknown) => troubles.push(error))
    }
  }
  let isWriting = true
  const watching = (async () => {
    while (isWriting) {
      await look()
      await pause(5)
    }
  })()
  await Promise.all(Array.from({ length: 6 }, writer))
  isWriting = false
  await watching
  await look()
  // What met others on its way was tried again. These hold no patient first, as the door does, so on a busy machine a
  // few may meet others each time they try; nothing of theirs stays.
  expect(troubles.filter((error) => !isOnceMore(error))).toEqual([])
  expect(troubles.length).toBeLessThan(20)
  await expectSettled()
  expect(seen.size).toBeGreaterThan(30)
})

async function expectSettled(): Promise<void> {
  const wrong = await inPractice(database, practiceId, async (transaction) => ({
    pointing: (
      await sql`select patient.id from patient
        join patient_facts_now as said on said.patient_id = patient.id
        left join patient_facts as facts on facts.practice_id = patient.practice_id and facts.id = patient.facts_id
        where (said.care_team, said.tags, said.locations, said.restricted_to, said.clinical_to, said.created_by,
            said.consent_withdrawn, said.digest)
          is distinct from (facts.care_team, facts.tags, facts.locations, facts.restricted_to, facts.clinical_to,
            facts.created_by, facts.consent_withdrawn, facts.digest)`.execute(transaction)
    ).rows,
    notes: (
      await sql`select note.id from note join patient on patient.id = note.patient_id
        where note.patient_facts_id is distinct from patient.facts_id`.execute(transaction)
    ).rows,
    appointments: (
      await sql`select one.id from appointment as one join patient on patient.id = one.patient_id
        where one.patient_facts_id is distinct from patient.facts_id`.execute(transaction)
    ).rows,
  }))
  expect(wrong).toEqual({ pointing: [], notes: [], appointments: [] })
  expect(await inPractice(database, practiceId, countedFromRecords)).toEqual(
    await inPractice(database, practiceId, storedFromRecords),
  )
}

type Pairs = readonly (readonly [patient: string, other: string])[]

/** Who owns records and where patients are seen, counted from the records here. */
async function countedFromRecords(transaction: Transaction): Promise<{ owners: Pairs; locations: Pairs }> {
  const visits = await transaction.selectFrom('appointment').selectAll().execute()
  const notes = await transaction.selectFrom('note').selectAll().execute()
  const standing = visits.filter(({ status }) => status !== 'cancelled')
  const counted = standing.filter(({ status }) => status !== 'noshow')
  return {
    owners: sorted([...standing, ...notes].map((one) => [one.patient_id, one.owner_id ?? ''])),
    locations: sorted(counted.map((one) => [one.patient_id, one.location_id ?? ''])),
  }
}

async function storedFromRecords(transaction: Transaction): Promise<{ owners: Pairs; locations: Pairs }> {
  const owners = await transaction.selectFrom('record_owner').selectAll().execute()
  const locations = await transaction.selectFrom('visited_location').selectAll().execute()
  return {
    owners: sorted(owners.map((one) => [one.patient_id, one.practitioner_id])),
    locations: sorted(locations.map((one) => [one.patient_id, one.location_id])),
  }
}

/** Each pair once. */
function sorted(pairs: Pairs): Pairs {
  return [...new Map(pairs.map((pair) => [pair.join(), pair])).entries()].toSorted().map(([, pair]) => pair)
}
