import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { names } from '../demo/people.ts'
import { writeDemo } from '../demo/write-demo.ts'
import { preparedDemo } from '../src/commands/demo.ts'
import { listPeople } from '../src/demo/list-demo-people.ts'
import { applyPracticeFile } from '../src/import/apply-practice-file.ts'
import { importFolder } from '../src/import/import-folder.ts'
import { inPractice, withFolder, withTables } from './with-practice.ts'

const { database } = await withTables()
const folder = withFolder()

test('a demo that was stopped after its import is given its access at the next start', async () => {
  const newName = 'Riverside Dental & Wellness'
  const imported = await importFolder(database, { folder: writeDemo(folder).fhir, into: { newName } })
  if ('badLines' in imported) throw new Error(JSON.stringify(imported.badLines))
  expect(await peopleOf(imported.practiceId)).not.toContain('ana')
  expect(await preparedDemo(database, folder)).toBe(imported.practiceId)
  expect(await peopleOf(imported.practiceId)).toContain('ana')
})

test('the practice file is applied again to patients with records, and nothing about them moves', async () => {
  const practiceId = await preparedDemo(database, folder)
  const before = await factsOf(practiceId)
  const name = join(folder, 'practice.yaml')
  const text = readFileSync(name, 'utf8')
  expect(await applyPracticeFile(database, practiceId, { text, name, names })).toEqual({ missing: [] })
  expect(await factsOf(practiceId)).toEqual(before)
})

test('what the practice file leaves out goes, but for who owns a record', async () => {
  const practiceId = await preparedDemo(database, folder)
  const name = join(folder, 'practice.yaml')
  const written = readFileSync(name, 'utf8')
  // Patient 4 is tanaka's, and the hygienist saw them once; the dietitian never did.
  const text = written.replace(/p004: \{ careTeam: \[tanaka, lindqvist\]/, 'p004: { careTeam: [moreau]')
  expect(text).not.toBe(written)
  expect(await applyPracticeFile(database, practiceId, { text, name, names })).toEqual({ missing: [] })
  expect((await factsOf(practiceId)).get('p004')).toEqual(['lindqvist', 'moreau', 'tanaka'])
  await applyPracticeFile(database, practiceId, { text: written, name, names })
  expect((await factsOf(practiceId)).get('p004')).toEqual(['lindqvist', 'tanaka'])
})

/** Who treats each patient, by what their notes and the calendar carry. */
async function factsOf(practiceId: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('appointment')
      .innerJoin('patient_facts as facts', (join) =>
        join
          .onRef('facts.practice_id', '=', 'appointment.practice_id')
          .onRef('facts.id', '=', 'appointment.patient_facts_id'),
      )
      .select(['appointment.patient_id', 'facts.care_team'])
      .distinct()
      .orderBy('appointment.patient_id')
      .execute(),
  )
  return new Map(rows.map(({ patient_id, care_team }) => [patient_id, care_team]))
}

async function peopleOf(practiceId: string): Promise<readonly string[]> {
  const { people } = await listPeople(database, { practiceId, introductions: new Map() })
  return people.map(({ id }) => id)
}
