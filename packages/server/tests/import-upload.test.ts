import type { ImportReport, Problem } from '@rolecall/contract'
import { describe, expect, test } from 'vitest'
import { raiseEpoch, takePolicy } from '../src/access/raise-epoch.ts'
import { importFiles } from '../src/import/import-files.ts'
import { forgetOldRuns } from '../src/import/import-run.ts'
import { sourcesIn } from '../src/import/source.ts'
import type { Client } from './client.ts'
import { folders } from './import-folder-of.ts'
import { injectFiles, type SentFiles } from './send-files.ts'
import { withSmallPractice } from './with-small-practice.ts'
import { inPractice } from './with-tables.ts'

const { app, as, database, practiceId } = await withSmallPractice(`
practice: { name: Hill, modules: [clinical, billing, engage], now: 2026-11-21T09:00:00Z }
locations: [hill]
tags: [green, blue, vip]
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: provider }, { role: system-admin }, { role: admin }], team: { all: edit } }
  dee: { kind: practitioner, grants: [{ role: provider }] }
  ana: { kind: administrative, grants: [{ role: office-staff }], team: { all: edit } }
  finn: { kind: administrative, grants: [{ role: office-staff }], team: { all: edit }, tags: { any: [green] } }
  bo: { kind: administrative, grants: [{ role: business-manager }], team: { all: edit } }
patients:
  p1: { careTeam: [chen], tags: [green] }
  p2: { careTeam: [dee], tags: [blue], restrictedTo: [dee] }
  p3: { careTeam: [chen], tags: [green], clinicalTo: [dee] }
`)

const send = (client: Client, files: SentFiles, query?: string) => injectFiles(app, client, files, query)

const patient = (id: string, rest: object = {}) => ({
  resourceType: 'Patient',
  id,
  name: [{ family: 'Xu' }],
  ...rest,
})
const encounter = (id: string, subject: string) => ({
  resourceType: 'Encounter',
  id,
  status: 'finished',
  subject: { reference: `Patient/${subject}` },
  participant: [{ individual: { reference: 'Practitioner/chen' } }],
  period: { start: '2024-03-07T09:00:00Z', end: '2024-03-07T10:00:00Z' },
})
const note = (id: string, subject: string) => ({
  resourceType: 'DocumentReference',
  id,
  status: 'current',
  subject: { reference: `Patient/${subject}` },
  date: '2024-03-07T09:00:00Z',
  content: [{ attachment: { contentType: 'text/plain', data: 'aGVsbG8=' } }],
})

async function ids(): Promise<readonly string[]> {
  const rows = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('patient')
      .select('id')
      .where('practice_id', '=', practiceId)
      .orderBy('id')
      .execute(),
  )
  return rows.map(({ id }) => id)
}

const reasonsOf = ({ badLines }: ImportReport) => badLines.map(({ reason }) => reason)
const registered = 'may already be registered, ask an admin to import it'

describe('who may', () => {
  test('import patients does so, they are told what came of it, and may ask again', async () => {
    const ana = await as('ana')
    const answer = await send(ana, { 'a.ndjson': [patient('new-1'), { resourceType: 'Claim' }] })
    expect([answer.statusCode, answer.json<ImportReport>()]).toMatchObject([
      200,
      {
        state: 'done',
        kinds: { patients: { added: 1, changed: 0, same: 0 } },
        left: [{ what: 'Claim', count: 1 }],
      },
    ])
    const { id } = answer.json<ImportReport>()
    expect(await ana.get<ImportReport>(`/api/imports/${id}`)).toMatchObject({ id, state: 'done' })
    expect(await ids()).toContain('new-1')
    const asked = await (await as('chen')).ask('GET', `/api/imports/${id}`)
    expect(asked.statusCode).toBe(404)
  })

  test('not import at all gets 403, and nothing is read', async () => {
    const answer = await send(await as('bo'), { 'a.ndjson': [patient('new-2')] })
    expect([answer.statusCode, answer.json<Problem>().step]).toEqual([403, 'permission'])
  })

  test('import patients and no clinical records gets 403 for notes and appointments, with the reason', async () => {
    const ana = await as('ana')
    for (const clinical of [encounter('e1', 'new-3'), note('n1', 'new-3')]) {
      const answer = await send(ana, { 'a.ndjson': [patient('new-3'), clinical] })
      expect(answer.statusCode).toBe(403)
      expect(answer.json<Problem>().detail).toMatch(/clinicalImport\.manage|Manage clinical import/)
    }
    expect(await ids()).not.toContain('new-3')
    const allowed = await send(await as('chen'), {
      'a.ndjson': [patient('new-3'), encounter('e1', 'new-3'), note('n1', 'new-3')],
    })
    expect(allowed.json<ImportReport>()).toMatchObject({
      state: 'done',
      kinds: { notes: { added: 1 }, appointments: { added: 1 } },
    })
  })

  test('is in the log, with the counts', async () => {
    await send(await as('ana'), { 'a.ndjson': [patient('new-4')] })
    const entries = await inPractice(database, practiceId, (transaction) =>
      transaction
        .selectFrom('audit_entry')
        .select(['member_id', 'kind', 'detail'])
        .where('practice_id', '=', practiceId)
        .where('operation', '=', 'importFiles')
        .orderBy('id', 'desc')
        .limit(1)
        .execute(),
    )
    expect(entries).toMatchObject([
      { member_id: 'ana', kind: 'demographicImport', detail: { 'patients added': 1 } },
    ])
  })
})

describe('a trial', () => {
  test('says what would come of it, shows the first patients, and keeps nothing', async () => {
    const before = await ids()
    const answer = await send(
      await as('ana'),
      {
        'a.ndjson': [
          patient('t1', { birthDate: '1984', meta: { tag: [{ code: 'new-tag' }] } }),
          patient('p1'),
        ],
      },
      '?dryRun=true',
    )
    expect(answer.json<ImportReport>()).toMatchObject({
      state: 'done',
      dryRun: true,
      kinds: { patients: { added: 1, changed: 1 } },
      patients: [
        { id: 't1', family: 'Xu', birthDate: '1984', tags: ['new-tag'], state: 'new' },
        { id: 'p1', state: 'changed' },
      ],
    })
    expect(await ids()).toEqual(before)
  })

  test('names bad lines', async () => {
    const answer = await send(await as('ana'), { 'a.ndjson': 'x' }, '?dryRun=true')
    expect(answer.json<ImportReport>()).toMatchObject({
      state: 'refused',
      reason: 'nothing was imported: 1 line cannot be read',
      badLines: [{ file: 'a.ndjson', line: 1, reason: 'is not JSON' }],
    })
  })
})

describe('an import opens nothing', () => {
  test('a patient out of reach is not changed, and nobody is told more than that they may be registered', async () => {
    const answer = await send(await as('chen'), {
      'a.ndjson': [patient('p2', { generalPractitioner: [{ reference: 'Practitioner/chen' }] })],
    })
    expect(reasonsOf(answer.json())).toEqual([registered])
  })

  test('neither is what belongs to them', async () => {
    const answer = await send(await as('chen'), {
      'a.ndjson': [encounter('e9', 'p2'), note('n9', 'p2'), note('n8', 'p3')],
    })
    expect(reasonsOf(answer.json())).toEqual(Array(3).fill(`the patient ${registered}`))
  })

  test('a tag that some limit uses needs the permission to restrict', async () => {
    const tagged = [patient('new-5', { meta: { tag: [{ code: 'green' }] } })]
    const refused = await send(await as('ana'), { 'a.ndjson': tagged })
    expect(reasonsOf(refused.json())).toEqual([
      'the tag `green` limits who reaches a patient, setting it needs `tags.restrict`, ask an admin for it',
    ])
    expect((await send(await as('chen'), { 'a.ndjson': tagged })).json<ImportReport>().state).toBe('done')
  })

  test('who is limited by a tag gives it to whom they bring', async () => {
    const finn = await as('finn')
    const refused = await send(finn, { 'a.ndjson': [patient('new-6')] })
    expect(reasonsOf(refused.json())).toEqual(['has no tag within your own limit, give it one of `green`'])
    const tagged = await send(finn, {
      'a.ndjson': [patient('new-6', { meta: { tag: [{ code: 'green' }] } })],
    })
    expect(tagged.json<ImportReport>().state).toBe('done')
  })

  test('what was changed about access while it ran ends it', async () => {
    const folderOf = folders()
    const files = sourcesIn(folderOf({ 'a.ndjson': [patient('new-7')] }))
    const sender = {
      memberId: 'ana',
      accountId: undefined,
      actingFor: undefined,
      requestId: crypto.randomUUID(),
    }
    let isChanged = Promise.resolve()
    const result = await importFiles(database, {
      files,
      into: { id: practiceId },
      sender,
      onProgress: ({ state }) => {
        if (state !== 'saving') return
        isChanged = inPractice(database, practiceId, async (transaction) => {
          await takePolicy(transaction, practiceId)
          await raiseEpoch(transaction, practiceId)
        })
      },
    })
    await isChanged
    expect(result).toEqual({ refused: 'who may do what was changed while the import ran, send it again' })
    expect(await ids()).not.toContain('new-7')
  })
})

test('files of other kinds, and no files, are refused with a sentence', async () => {
  const ana = await as('ana')
  const wrong = await send(ana, { 'a.exe': 'x' })
  expect([wrong.statusCode, wrong.json<Problem>().detail]).toEqual([
    400,
    '`a.exe` is none of `.ndjson`, `.json` and `.csv`, name it by what it is',
  ])
  expect((await send(ana, {})).statusCode).toBe(400)
})

test('the report of an upload is kept for ninety days, and what it brought for ever', async () => {
  const ana = await as('ana')
  const sent = async (id: string) =>
    (await send(ana, { 'Patient.ndjson': [patient(id)] })).json<ImportReport>().id
  const [old, young] = [await sent('old-upload'), await sent('young-upload')]
  const age = (id: string, days: number) =>
    inPractice(database, practiceId, (transaction) =>
      transaction
        .updateTable('import_run')
        .set({ touched_at: new Date(Date.now() - days * 24 * 60 * 60 * 1000) })
        .where('id', '=', id)
        .execute(),
    )
  await age(old, 91)
  await age(young, 89)
  await forgetOldRuns(database)
  expect((await ana.ask('GET', `/api/imports/${old}`)).statusCode).toBe(404)
  expect((await ana.ask('GET', `/api/imports/${young}`)).statusCode).toBe(200)
  expect((await ana.ask('GET', '/api/patients/old-upload')).statusCode).toBe(200)
})
