import { expect, test } from 'vitest'
import { writeDemo } from '../demo/write-demo.ts'
import { preparedDemo } from '../src/commands/demo.ts'
import { importFolder } from '../src/import/import-folder.ts'
import { listPeople } from '../src/signin/list-people.ts'
import { withFolder, withTables } from './with-practice.ts'

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

async function peopleOf(practiceId: string): Promise<readonly string[]> {
  const { people } = await listPeople(database, { practiceId, introductions: new Map() })
  return people.map(({ id }) => id)
}
