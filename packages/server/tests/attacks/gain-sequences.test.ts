/**
 * Random sequences of requests by one person in random practices: whatever they book, write, tag, restrict or move, they
 * end with no act on a patient or on records about them that they did not have at the start.
 */
import { type PatientFacts, practiceCatalog, type RecordFacts, snapshotOf } from '@rolecall/core'
import {
  busyPersonIn,
  type Chooser,
  chooserFrom,
  gainsOnProbes,
  recordFrom,
} from '@rolecall/core/testing/worlds'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { whyNoSignIn } from '../../src/access/sign-in-block.ts'
import { buildApp } from '../../src/http/app.ts'
import { storedFacts } from '../../src/lists/record-sources.ts'
import { appParts } from '../../src/server-parts.ts'
import type { Client } from '../client.ts'
import { anyPractice, sessionOf, storePractice } from '../random-practice.ts'
import { inPractice, now, withTables } from '../with-practice.ts'

const isLong = process.env.ROLECALL_LONG === '1'
const sequences = isLong ? 1_000 : 12
const requestsInEach = 8

const { database } = await withTables()
const app = await buildApp(
  appParts({ database, picking: { practiceId: '', introductions: new Map() } }, () => {}),
)
afterAll(() => app.close())
const at = await now(database)

const practitioners = ['pia', 'pol', 'pen']
const people = [...practitioners, 'ada', 'abe']
const places = ['north', 'south', null]
const tags = ['G', 'B']
let hours = 0

interface Requested {
  readonly choose: Chooser
  readonly client: Client
  readonly patient: string
  readonly appointments: string[]
}

/** Whether the request was answered, and whether it was refused as a gain. */
type Outcome = 'done' | 'refused' | 'gain'

async function request({ choose, client, patient, appointments }: Requested): Promise<Outcome> {
  const version = async (url: string) => (await client.get<{ version?: number }>(url)).version ?? 1
  const what = choose.oneOf([
    'book',
    'book',
    'note',
    'careTeam',
    'careTeam',
    'tags',
    'restrict',
    'move',
    'cancel',
  ])
  const appointment = appointments.length === 0 ? 'none' : choose.oneOf(appointments)
  const asked = async () => {
    switch (what) {
      case 'book': {
        hours += 1
        const start = new Date(Date.parse('2040-01-01T00:00:00Z') + hours * 3_600_000)
        const end = new Date(start.getTime() + 1_800_000)
        const times = { start: start.toISOString(), end: end.toISOString() }
        const [practitioner, location] = [choose.oneOf(practitioners), choose.oneOf(places)]
        return client.ask('POST', '/api/appointments', { patient, practitioner, location, ...times })
      }
      case 'note':
        return client.ask('POST', '/api/notes', { patient, owner: choose.oneOf(practitioners) })
      case 'careTeam': {
        const add = choose.some(practitioners, 30)
        const remove = choose.some(practitioners, 40).filter((one) => !add.includes(one))
        return client.ask('PUT', `/api/patients/${patient}/care-team`, { add, remove })
      }
      case 'tags':
        return client.ask(
          'PUT',
          `/api/patients/${patient}/tags`,
          { tags: choose.some(tags, 50) },
          await version(`/api/patients/${patient}`),
        )
      case 'restrict':
        return client.ask(
          'PUT',
          `/api/patients/${patient}/restriction`,
          { level: choose.oneOf(['none', 'clinical', 'whole']), people: [choose.oneOf(people)] },
          await version(`/api/patients/${patient}`),
        )
      case 'move': {
        const moved = { practitioner: choose.oneOf(practitioners), location: choose.oneOf(places) }
        const url = `/api/appointments/${appointment}`
        return client.ask('PATCH', url, moved, await version(url))
      }
      default: {
        const url = `/api/appointments/${appointment}`
        return client.ask('POST', `${url}/cancel`, { reason: 'ill' }, await version(url))
      }
    }
  }
  const response = await asked()
  expect(response.statusCode, response.body).toBeLessThan(500)
  if (response.statusCode >= 400)
    return response.json<{ step?: string }>().step === 'patient' ? 'gain' : 'refused'
  if (what === 'book') appointments.push(response.json<{ id: string }>().id)
  return 'done'
}

test(
  'no person gains an act by any sequence of their own requests',
  async () => {
    const outcomes = { done: 0, refused: 0, gain: 0 }
    const property = fc.asyncProperty(anyPractice(at), fc.gen(), async (practice, gen) => {
      const choose = chooserFrom(gen)
      const { policy, person } = busyPersonIn(choose, practice.policy)
      if (whyNoSignIn(person, at) !== undefined) return
      const { practiceId } = await storePractice(database, { ...practice, policy })
      const actingFor = person.kind === 'assistant' ? person.manages[0]?.practitioner : undefined
      const client = await sessionOf(database, app, { practiceId, member: person.id, actingFor })
      const patient = choose.oneOf(practice.patients).id
      const factsNow = () =>
        inPractice(database, practiceId, (transaction) =>
          storedFacts(transaction, { practiceId, kind: 'patient', id: patient, hold: false }),
        )
      const before = (await factsNow())?.patient
      const appointments = practice.records
        .filter(({ kind, patient: about }) => kind === 'appointment' && about.id === patient)
        .map(({ id }) => id)
      for (let step = 0; step < requestsInEach; step++)
        outcomes[await request({ choose, client, patient, appointments })] += 1
      const after = (await factsNow())?.patient
      if (before == null || after == null) throw new Error(`the patient \`${patient}\` is gone`)
      const isOwn = before.createdBy === person.id || before.createdBy === actingFor
      if (before.careTeam.length === 0 && isOwn) return
      const probes = probesOf(choose, before)
      expect(
        gainsOnProbes({ snapshot: snapshotOf(practiceCatalog, policy), person, at, before, after, probes }),
      ).toEqual([])
    })
    await fc.assert(property, { numRuns: sequences, endOnFailure: true })
    process.stdout.write(`${sequences} sequences of requests: ${JSON.stringify(outcomes)}\n`)
    // Of a few sequences, all may be of people who can do nothing.
    if (isLong) expect(outcomes.done).toBeGreaterThan(sequences / 4)
  },
  isLong ? 30 * 60_000 : 60_000,
)

const order: RecordFacts = { id: 'o0', kind: 'order', owner: 'pia' }

function probesOf(choose: Chooser, patient: PatientFacts): readonly RecordFacts[] {
  const kinds = Object.entries(practiceCatalog.kinds).flatMap(([kind, row]) =>
    row.patient === 'yes' || row.patient === 'maybe' ? [kind] : [],
  )
  const records = kinds.flatMap((kind) =>
    choose.times(1, 2, () => recordFrom(choose, kind, 'probe', [patient], [order])),
  )
  return [{ id: patient.id, kind: 'patient' }, ...records]
}
