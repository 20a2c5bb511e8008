import { budgets, type ImportReport, type TagUse } from '@rolecall/contract'
import { describe, expect, test } from 'vitest'
import type { Client } from '../client.ts'
import { withSmallPractice } from '../with-small-practice.ts'

const hiddenNames = Array.from({ length: 40 }, (_, index) => `Hidden${String.fromCharCode(65 + index)}`)

const { app, as, database, practiceId } = await withSmallPractice(`
practice: { name: Guesses, modules: [clinical], now: 2026-11-21T09:00:00Z }
tags: [north, south]
roles:
  desk: { permissions: [patients.manage, demographicImport.manage] }
  tagger: { permissions: [patients.manage, tags.manage, tags.restrict] }
  limited: { permissions: [patients.view], tags: { any: [north] } }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: desk }] }
  eve: { kind: practitioner, grants: [{ role: desk }] }
  mal: { kind: practitioner, grants: [{ role: desk }] }
  sam: { kind: practitioner, grants: [{ role: desk }] }
  tia: { kind: practitioner, grants: [{ role: tagger }] }
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
  const name = ['rolecall', '__Host-rolecall'].find((one) => client.cookie(one)) ?? ''
  const table = ['id,family,given', ...rows].join('\n')
  return app.inject({
    method: 'POST',
    url: '/api/imports?dryRun=true&skipBad=true',
    headers: {
      host: '127.0.0.1',
      'sec-fetch-site': 'same-origin',
      'content-type': 'multipart/form-data; boundary=XX',
      cookie: `${name}=${client.cookie(name)}`,
    },
    payload: `--XX\r\ncontent-disposition: form-data; name="file"; filename="guesses.csv"\r\ncontent-type: text/csv\r\n\r\n${table}\r\n--XX--\r\n`,
  })
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
    expect(many.body).toContain('too many of these patients may already be registered')
    expect(many.body).not.toContain(ids[0])
    expect((await tryImport(mal, ['new-1,Unheard,Pat'])).statusCode).toBe(429)
    expect((await guess(mal, 'Unheard')).statusCode).toBe(429)
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
