import { budgets, type ImportReport, type TagUse } from '@rolecall/contract'
import { describe, expect, test } from 'vitest'
import type { Client } from '../client.ts'
import { withSmallPractice } from '../with-small-practice.ts'

const hiddenNames = Array.from({ length: 40 }, (_, index) => `Hidden${String.fromCharCode(65 + index)}`)

const { app, as, database, practiceId } = await withSmallPractice(`
practice: { name: Guesses, modules: [clinical], now: 2026-11-21T09:00:00Z }
tags: [north, south]
roles:
  desk: { permissions: [patients.manage, demographicImport.manage, clinicalImport.manage] }
  tagger: { permissions: [patients.manage, tags.manage, tags.restrict] }
  limited: { permissions: [patients.view], tags: { any: [north] } }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: desk }] }
  eve: { kind: practitioner, grants: [{ role: desk }] }
  mal: { kind: practitioner, grants: [{ role: desk }] }
  sam: { kind: practitioner, grants: [{ role: desk }] }
  tia: { kind: practitioner, grants: [{ role: tagger }] }
  ida: { kind: practitioner, grants: [{ role: desk }] }
  oto: { kind: practitioner, grants: [{ role: desk }] }
patients:
  seen: { careTeam: [tia, chen], tags: [south] }
  hidden: { careTeam: [chen], tags: [south] }
`)

const chen = await as('chen')
for (const family of hiddenNames) await registered(family)

async function registered(family: string): Promise<void> {
  const { statusCode, body } = await chen.ask('POST', '/api/patients', {
    family,
    given: 'Pat',
    careTeam: ['chen'],
    confirmed: true,
  })
  if (statusCode !== 201) throw new Error(body)
}

/** Adds a patient without confirming that they are somebody else. */
function guess(client: Client, family: string) {
  return client.ask('POST', '/api/patients', { family, given: 'Pat' })
}

function tryImport(client: Client, rows: readonly string[]) {
  return sendFile(client, 'guesses.csv', ['id,family,given', ...rows], '?dryRun=true&skipBad=true')
}

function tryResources(client: Client, resources: readonly object[]) {
  return sendFile(client, 'guesses.ndjson', linesOf(resources), '?dryRun=true&skipBad=true')
}

function linesOf(resources: readonly object[]): readonly string[] {
  return resources.map((one) => JSON.stringify(one))
}

function sendFile(client: Client, file: string, lines: readonly string[], query: string) {
  const name = ['rolecall', '__Host-rolecall'].find((one) => client.cookie(one)) ?? ''
  return app.inject({
    method: 'POST',
    url: `/api/imports${query}`,
    headers: {
      host: '127.0.0.1',
      'sec-fetch-site': 'same-origin',
      'content-type': 'multipart/form-data; boundary=XX',
      cookie: `${name}=${client.cookie(name)}`,
    },
    payload: `--XX\r\ncontent-disposition: form-data; name="file"; filename="${file}"\r\ncontent-type: application/octet-stream\r\n\r\n${lines.join('\n')}\r\n--XX--\r\n`,
  })
}

function patient(id: string, mrn: string, practitioner?: string) {
  return {
    resourceType: 'Patient',
    id,
    identifier: [{ system: 'mrn', value: mrn }],
    name: [{ family: id }],
    ...(practitioner && { generalPractitioner: [{ reference: `Practitioner/${practitioner}` }] }),
  }
}

function visit(id: string, subject: string | { readonly system: string; readonly value: string }) {
  return {
    resourceType: 'Encounter',
    id,
    status: 'planned',
    class: { code: 'AMB' },
    subject: typeof subject === 'string' ? { reference: subject } : { identifier: subject },
    participant: [{ individual: { reference: 'Practitioner/ida' } }],
    period: { start: '2031-03-03T09:00:00Z', end: '2031-03-03T09:30:00Z' },
  }
}

async function hiddenIds(count: number): Promise<readonly string[]> {
  const rows = await database.within({ practiceId, mode: 'look' }, (transaction) =>
    transaction
      .selectFrom('patient')
      .select('id')
      .where('practice_id', '=', practiceId)
      .where('family', 'like', 'Hidden%')
      .orderBy('family')
      .limit(count)
      .execute(),
  )
  return rows.map(({ id }) => id)
}

describe('attack 9: guessing who is a patient', () => {
  test('many guesses at once are told no more often than one after another, whatever is guessed', async () => {
    const eve = await as('eve')
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => guess(eve, hiddenNames[index % hiddenNames.length] ?? '')),
    )
    const told = answers.filter(({ statusCode }) => statusCode === 409)
    expect(told.length).toBe(budgets.patientChecks.member)
    expect(answers.filter(({ statusCode }) => statusCode === 429).length).toBe(answers.length - told.length)
    // A name that nobody has is answered the same: no difference is left to learn from.
    const [known, unknown] = [await guess(eve, 'HiddenA'), await guess(eve, 'Unheard')]
    expect([known.statusCode, unknown.statusCode]).toEqual([429, 429])
    expect(unknown.rawPayload).toEqual(known.rawPayload)
    expect(known.headers['retry-after']).toMatch(/^\d{3,4}$/)
  })

  test('a used-up budget holds for trial imports too, which then say nothing at all', async () => {
    const eve = await as('eve')
    const [id = ''] = await hiddenIds(1)
    const [known, unknown] = [
      await tryImport(eve, [`${id},HiddenA,Pat`]),
      await tryImport(eve, ['new-1,Unheard,Pat']),
    ]
    expect([known.statusCode, unknown.statusCode]).toEqual([429, 429])
    expect(unknown.rawPayload).toEqual(known.rawPayload)
  })

  test('a person who was told nothing keeps their budget, and one may go on with `confirmed` beyond it', async () => {
    const eve = await as('eve')
    const confirmed = { family: 'HiddenA', given: 'Pat', confirmed: true }
    expect((await eve.ask('POST', '/api/patients', confirmed)).statusCode).toBe(201)
    const sam = await as('sam')
    for (let round = 0; round <= budgets.patientChecks.member; round++)
      expect((await tryImport(sam, [`new-${round},Unheard${round},Pat`])).statusCode).toBe(200)
    expect((await guess(sam, 'HiddenA')).statusCode).toBe(409)
  })

  test('a trial import with more hidden patients than may be told is refused whole, and uses the budget up', async () => {
    const mal = await as('mal')
    const ids = await hiddenIds(budgets.patientChecks.member + 1)
    const few = await tryImport(
      mal,
      ids.slice(0, 2).map((id) => `${id},Any,Name`),
    )
    expect(few.json<ImportReport>().badLineCount).toBe(2)
    const many = await tryImport(
      mal,
      ids.map((id) => `${id},Any,Name`),
    )
    expect(many.statusCode).toBe(403)
    expect(many.body).toContain('too many of these patients and records may already be here')
    expect(many.body).not.toContain(ids[0])
    expect((await tryImport(mal, ['new-1,Unheard,Pat'])).statusCode).toBe(429)
    expect((await guess(mal, 'Unheard')).statusCode).toBe(429)
  })

  test('references of appointments tell no more often that a hidden patient is here than names do', async () => {
    const registered = [
      patient('by-mrn', '111', 'chen'),
      patient('idas', '333', 'ida'),
      visit('v1', 'Patient/idas'),
    ]
    const whole = await as('chen')
    expect(
      (await sendFile(whole, 'all.ndjson', linesOf(registered), '?confirmed=true')).json(),
    ).toMatchObject({
      state: 'done',
    })
    const ida = await as('ida')
    // Two patients carry the first identifier if a hidden one does; a visit that is here moves to nobody else.
    const byIdentifier = [patient('new', '111'), visit('v2', { system: 'mrn', value: '111' })]
    const byId = [visit('v1', 'Patient/by-mrn')]
    const ids = await hiddenIds(budgets.patientChecks.member - 2)
    const used = await tryImport(
      ida,
      ids.map((id) => `${id},Any,Name`),
    )
    expect(used.json<ImportReport>().badLineCount).toBe(ids.length)
    for (const guessed of [byIdentifier, byId]) {
      const { badLines } = (await tryResources(ida, guessed)).json<ImportReport>()
      expect(badLines.map(({ reason }) => reason)).toEqual([
        'the patient may already be registered, ask an admin to import it',
      ])
    }
    const unknown = [patient('new', '222'), visit('v2', { system: 'mrn', value: '222' })]
    for (const guessed of [byIdentifier, byId, unknown])
      expect((await tryResources(ida, guessed)).statusCode).toBe(429)
  })

  test('ids of visits that are here already are told as often as patients are, and no more often', async () => {
    const taken = Array.from({ length: budgets.patientChecks.member + 1 }, (_, index) => `taken-${index}`)
    const visits = [patient('chens', '777', 'chen'), ...taken.map((id) => visit(id, 'Patient/chens'))]
    const brought = await sendFile(chen, 'visits.ndjson', linesOf(visits), '?confirmed=true')
    expect(brought.json()).toMatchObject({ state: 'done' })
    const oto = await as('oto')
    const patients = [patient('own', '999', 'oto')]
    const guessed = (ids: readonly string[]) => [...patients, ...ids.map((id) => visit(id, 'Patient/own'))]
    const few = (await tryResources(oto, guessed(taken.slice(0, 2)))).json<ImportReport>()
    expect(few.badLines.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('is about another patient than before'),
      expect.stringContaining('is about another patient than before'),
    ])
    const many = await tryResources(oto, guessed(taken))
    expect(many.statusCode).toBe(403)
    expect((await tryResources(oto, guessed(taken.slice(0, 1)))).statusCode).toBe(429)
  })

  test('counts of a tag are of patients the person can see', async () => {
    const tia = await as('tia')
    const use = await tia.ask('PATCH', '/api/tags/south?dryRun=true', { label: 'South' })
    expect(use.json<TagUse>().patients).toBe(1)
    const merge = await tia.ask('POST', '/api/tags/south/merge', { into: 'north' })
    expect(merge.statusCode).toBe(409)
    expect(merge.body).toContain('this would open 1 patient to people limited to')
  })
})
