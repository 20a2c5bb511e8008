import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openPractice } from '../src/access/open-practice.ts'
import { raiseEpoch, takePolicy } from '../src/access/raise-epoch.ts'
import { importFiles } from '../src/import/import-files.ts'
import { importFolder } from '../src/import/import-folder.ts'
import { readBundle } from '../src/import/read-bundle.ts'
import { readText } from '../src/import/read-lines.ts'
import { sourcesIn } from '../src/import/source.ts'
import { folders } from './import-folder-of.ts'
import { withFolder } from './with-folder.ts'
import { inPractice, withTables } from './with-tables.ts'

const { database } = await withTables()
const folderOf = folders()
const dee = { resourceType: 'Practitioner', id: 'dee', name: [{ family: 'Dee' }] }
const patient = (id: string, tag: string) => ({
  resourceType: 'Patient',
  id,
  name: [{ family: `Family ${id}` }],
  meta: { tag: [{ code: tag }] },
  generalPractitioner: [{ reference: 'Practitioner/dee' }],
})
const many = Array.from({ length: 3000 }, (_, index) => patient(`p${index}`, `t${index % 50}`))

async function practiceWith(id: string): Promise<string> {
  const result = await importFolder(database, {
    folder: folderOf({ 'a.ndjson': [patient(id, 'old')] }),
    into: { newName: `practice ${id}` },
  })
  return result.practiceId
}

test('others change patients and access while an import saves, and wait for nothing of it', async () => {
  const practiceId = await practiceWith('known')
  let meanwhile: Promise<readonly number[]> | undefined
  const change = async (write: Parameters<typeof inPractice>[2]): Promise<number> => {
    const start = performance.now()
    await inPractice(database, practiceId, write)
    return performance.now() - start
  }
  const works = async () => [
    // As every writer does: the policy shared, the patient, and facts that nobody had before.
    await change(async (transaction) => {
      await openPractice(transaction, practiceId, 'hold')
      await sql`insert into tag (practice_id, id, label) values (${practiceId}, 'fresh', 'fresh')`.execute(
        transaction,
      )
      await sql`insert into patient_tag values (${practiceId}, 'known', 'fresh')`.execute(transaction)
    }),
    await change(async (transaction) => {
      await takePolicy(transaction, practiceId)
      await raiseEpoch(transaction, practiceId)
    }),
  ]
  let isSaving = true
  const importing = importFiles(database, {
    files: sourcesIn(folderOf({ 'b.ndjson': [dee, ...many] })),
    into: { id: practiceId },
    onProgress: ({ saved }) => {
      if (saved > 0)
        meanwhile ??= works().then((took) => (isSaving ? took : Promise.reject(new Error('it was too late'))))
    },
  }).finally(() => {
    isSaving = false
  })
  const result = await importing
  expect(result).toMatchObject({ patients: { added: 3000 }, practitioners: { added: 1 } })
  expect(await meanwhile).toHaveLength(2)
  const { rows } = await inPractice(database, practiceId, (transaction) =>
    sql<{ tags: string[] }>`select facts.tags from patient join patient_facts as facts
      on facts.practice_id = patient.practice_id and facts.id = patient.facts_id
      where patient.practice_id = ${practiceId} and patient.id = 'known'`.execute(transaction),
  )
  expect(rows).toEqual([{ tags: ['fresh', 'old'] }])
})

test('two imports into one practice do not run at once', async () => {
  const practiceId = await practiceWith('one')
  const files = sourcesIn(folderOf({ 'b.ndjson': many }))
  const results = await Promise.all(
    [1, 2].map(() => importFiles(database, { files, into: { id: practiceId } })),
  )
  expect(results.filter((one) => 'refused' in one)).toEqual([
    { refused: 'another import into this practice is running, wait until it has ended' },
  ])
})

test('a Bundle of 200 MB is read entry by entry', { timeout: 120_000 }, async () => {
  const path = join(withFolder(), 'big.json')
  const entry = JSON.stringify({ resource: { resourceType: 'Claim', id: 'c', text: 'x'.repeat(10_000) } })
  const entries = 20_000
  async function* text() {
    yield '{"resourceType":"Bundle","entry":['
    for (let index = 0; index < entries; index++) yield `${index === 0 ? '' : ',\n'}${entry}`
    yield ']}'
  }
  await pipeline(Readable.from(text()), createWriteStream(path))
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  let [count, most] = [0, 0]
  const pieces = readBundle(readText(path, async () => {}))
  for (let piece = await pieces.next(); !piece.done; piece = await pieces.next()) {
    count += 1
    if (count % 1000 === 0) most = Math.max(most, process.memoryUsage().rss)
  }
  expect(count).toBe(entries)
  expect((most - before) / 1_000_000).toBeLessThan(150)
})
