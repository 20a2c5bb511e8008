/**
 * One question, asked every way there is: whatever a page lists, counts, finds, sorts, filters or links to is what
 * core allows, in random practices, for every person and everyone an assistant may work for.
 */
import type { PatientCount, PatientPage, Why } from '@rolecall/contract'
import { allows, decide, type RecordFacts, type Snapshot } from '@rolecall/core'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { buildApp } from '../src/http/app.ts'
import { appParts } from '../src/server-parts.ts'
import { managedNow } from '../src/signin/acting-for.ts'
import { whyNoSignIn } from '../src/signin/why-no-sign-in.ts'
import type { Client } from './client.ts'
import { anyPractice, familyOf, type RandomPractice, sessionOf, storePractice } from './random-practice.ts'
import { now, withTables } from './with-practice.ts'

/** Random practices fill a fixed slice of the run, and never fewer than this. */
const fewest = 12
const slice = process.env.ROLECALL_LONG === '1' ? 10 * 60_000 : 12_000

const { database } = await withTables()
const app = await buildApp(appParts({ database }, () => {}))
afterAll(() => app.close())
const at = await now(database)

test(
  'every surface shows what core allows, and nothing else',
  async () => {
    let people = 0
    let shown = 0
    const holds = fc.asyncProperty(anyPractice(at), async (practice) => {
      const { practiceId, snapshot } = await storePractice(database, practice)
      for (const asker of askersOf(snapshot)) {
        const client = await sessionOf(database, app, { practiceId, ...asker })
        const member = snapshot.members.get(asker.member)
        if (member === undefined || whyNoSignIn(member, at) !== undefined) {
          expect((await client.ask('GET', '/api/me')).statusCode).toBe(401)
          continue
        }
        const asked = { ...practice, snapshot, asker, client }
        people += 1
        shown += await askEverything(asked)
      }
    })
    const ends = performance.now() + slice
    for (let worlds = 0; worlds < fewest || performance.now() < ends; worlds += 4)
      await fc.assert(holds, { numRuns: 4 })
    process.stdout.write(`${people} people of random practices were shown ${shown} patients\n`)
    // What is never shown proves nothing.
    expect(shown).toBeGreaterThan(people)
  },
  slice + 5 * 60_000,
)

interface Asker {
  readonly member: string
  readonly actingFor: string | undefined
}

interface Asked extends RandomPractice {
  readonly snapshot: Snapshot
  readonly asker: Asker
  readonly client: Client
}

/** Everybody, and an assistant once for nobody and once for each they may work for. */
function askersOf(snapshot: Snapshot): readonly Asker[] {
  return snapshot.policy.members.flatMap((member): readonly Asker[] => [
    { member: member.id, actingFor: undefined },
    ...managedNow(snapshot, member, at).map(({ id }) => ({ member: member.id, actingFor: id })),
  ])
}

/** Returns how many records were shown. */
async function askEverything(asked: Asked): Promise<number> {
  const own = asked.patients.map((patient): RecordFacts => ({ id: patient.id, kind: 'patient', patient }))
  const patients = allowedIds(asked, own)
  await listsPatients(asked, patients)
  await explainsPatients(asked, own)
  return patients.length
}

function allowedIds({ snapshot, asker }: Asked, records: readonly RecordFacts[]): readonly string[] {
  return records
    .filter((record) => allows(snapshot, { ...who(asker), act: 'view', record }))
    .map(({ id }) => id)
}

function who({ member, actingFor }: Asker) {
  return { member, ...(actingFor !== undefined && { actingFor }), at }
}

async function listsPatients({ client }: Asked, allowed: readonly string[]): Promise<void> {
  for (const limit of [1, 3, 200]) expect(await patientIds(client, '', limit)).toEqual(allowed)
  expect(await countOf(client)).toBe(allowed.length)
  for (const id of ['x1', 'x2', 'x3', 'x4']) {
    const found = allowed.filter((one) => one === id)
    expect(await patientIds(client, familyOf(id), 200)).toEqual(found)
    expect(await countOf(client, familyOf(id))).toBe(found.length)
  }
}

async function explainsPatients(
  { client, snapshot, asker }: Asked,
  own: readonly RecordFacts[],
): Promise<void> {
  const unknown = (await client.ask('GET', '/api/why?patient=nobody')).rawPayload
  for (const record of own) {
    const response = await client.ask('GET', `/api/why?patient=${record.id}`)
    const { allowed, step } = decide(snapshot, { ...who(asker), act: 'view', record })
    if (!allowed) expect([record.id, step, response.rawPayload]).toEqual([record.id, step, unknown])
    else expect(response.json<Why>()).toMatchObject({ about: 'record', explanation: { answer: 'yes' } })
  }
}

/** Who may view none at all is told so. */
async function countOf(client: Client, search = ''): Promise<number> {
  const response = await client.ask('GET', `/api/patients/count?search=${search}`)
  return response.statusCode === 403 ? 0 : response.json<PatientCount>().count
}

async function patientIds(client: Client, search: string, limit: number): Promise<readonly string[]> {
  const ids: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const place = after === '' ? '' : `&after=${after}`
    const response = await client.ask('GET', `/api/patients?limit=${limit}&search=${search}${place}`)
    if (response.statusCode === 403) return []
    const { patients, next } = response.json<PatientPage>()
    ids.push(...patients.map(({ id }) => id))
    after = next
  }
  return ids
}
