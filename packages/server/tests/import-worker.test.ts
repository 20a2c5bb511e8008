import type { ImportReport, Problem } from '@rolecall/contract'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { connect, type Database } from '../src/database/connect.ts'
import { newReport, reportOf, saveRun } from '../src/import/import-run.ts'
import { injectFiles } from './send-files.ts'
import { withSmallPractice } from './with-small-practice.ts'
import { inPractice } from './with-tables.ts'

const practice = `
practice: { name: Hill, modules: [clinical], now: 2026-11-21T09:00:00Z }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: provider }, { role: system-admin }], team: { all: edit } }
`

const patient = (id: string) => ({ resourceType: 'Patient', id, name: [{ family: 'Xu' }] })

async function patientsOf(database: Database, practiceId: string): Promise<readonly string[]> {
  const rows = await inPractice(database, practiceId, (transaction) =>
    transaction.selectFrom('patient').select('id').where('practice_id', '=', practiceId).execute(),
  )
  return rows.map(({ id }) => id)
}

/** The only run of a practice, as it is stored. */
async function onlyRun(database: Database, practiceId: string) {
  const rows = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('import_run')
      .select(['state', 'report'])
      .where('practice_id', '=', practiceId)
      .execute(),
  )
  return rows[0]
}

test('an import that runs out of memory is told as failed, and the server goes on', async () => {
  // Loading the program takes more.
  const served = { maxImportHeapMb: 16 }
  const { app, as, database, practiceId, reports } = await withSmallPractice(practice, served)
  const chen = await as('chen')
  await injectFiles(app, chen, { 'a.ndjson': [patient('new')] })
  const reason =
    'the import needs more memory than it can take, nothing was imported; send fewer files at a time, or import them at the server with `rolecall import`'
  expect(await onlyRun(database, practiceId)).toMatchObject({ state: 'failed', report: { reason } })
  expect(reports).toEqual(['an import failed: Error ERR_WORKER_OUT_OF_MEMORY'])
  expect(await patientsOf(database, practiceId)).toEqual([])
  expect((await chen.ask('GET', '/api/me')).statusCode).toBe(200)
})

test('an import that is running when the server stops is ended, and nothing is imported', async () => {
  const { app, as, database, adminUrl, practiceId, reports } = await withSmallPractice(practice)
  const locking = connect(adminUrl, { mostIdle: 60_000 })
  afterAll(() => locking.destroy())
  const { promise: isLocked, resolve: locked } = Promise.withResolvers<void>()
  const { promise: isReleased, resolve: release } = Promise.withResolvers<void>()
  const lock = inPractice(locking, practiceId, async (transaction) => {
    // Only an import writes there: it waits.
    await sql`lock table location_identifier in exclusive mode`.execute(transaction)
    locked()
    await isReleased
  })
  await isLocked
  const mill = {
    resourceType: 'Location',
    id: 'mill',
    name: 'Mill',
    identifier: [{ system: 's', value: '1' }],
  }
  const sending = injectFiles(app, await as('chen'), { 'a.ndjson': [mill, patient('new')] })
  await expect.poll(() => onlyRun(database, practiceId)).toMatchObject({ state: 'saving' })
  await app.close()
  const stopped = 'the server stopped meanwhile, nothing was imported; send it again'
  expect(await onlyRun(database, practiceId)).toMatchObject({ state: 'failed', report: { reason: stopped } })
  expect((await sending).json<Problem>().detail).toBe(stopped)
  release()
  await lock
  expect(reports).toEqual([])
  expect(await patientsOf(database, practiceId)).toEqual([])
})

test('imports that are sent at once run one after the other, and each says what it imported', async () => {
  const { app, as } = await withSmallPractice(practice)
  const chen = await as('chen')
  const sent = await Promise.all(
    ['one', 'two', 'three'].map((id) => injectFiles(app, chen, { 'a.ndjson': [patient(id)] })),
  )
  for (const answer of sent)
    expect(answer.json<ImportReport>()).toMatchObject({ state: 'done', kinds: { patients: { added: 1 } } })
})

test('a run that has ended stays as it ended', async () => {
  const { database, practiceId, app, as } = await withSmallPractice(practice)
  const { id } = (
    await injectFiles(app, await as('chen'), { 'a.ndjson': [patient('new')] })
  ).json<ImportReport>()
  await inPractice(database, practiceId, (transaction) =>
    saveRun(transaction, practiceId, { ...newReport(id, false), state: 'failed' }),
  )
  expect(
    await inPractice(database, practiceId, (transaction) => reportOf(transaction, practiceId, id)),
  ).toMatchObject({ state: 'done', kinds: { patients: { added: 1 } } })
})
