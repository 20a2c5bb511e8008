import { readFileSync } from 'node:fs'
import { introductions, names } from '../../demo/people.ts'
import { writeDemo } from '../../demo/write-demo.ts'
import { choosePractice } from '../access/choose-practice.ts'
import type { Database } from '../database/connect.ts'
import { StartError } from '../database/start-error.ts'
import { applyPracticeFile } from '../import/apply-practice-file.ts'
import { importFolder } from '../import/import-folder.ts'
import { readServing } from './arguments.ts'
import type { ExitCode } from './io.ts'
import { serve } from './serve.ts'
import type { Surroundings } from './surroundings.ts'

const practiceName = 'Riverside Dental & Wellness'

export async function run(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const given = readServing(args, ['data'])
  if ('wrong' in given) {
    around.err(`rolecall demo: ${given.wrong}`)
    return 2
  }
  const folder = given.values.data ?? '.rolecall/demo'
  const installation = await around.openFolder(folder, 'rolecall demo')
  try {
    const practiceId = await preparedDemo(installation.database, folder)
    await installation.takeStock()
    around.out(`${practiceName}: 240 patients and 18 people, all of them made up`)
    const { database, auditFolder } = installation
    const picking = { practiceId, introductions }
    await serve({ database, auditFolder, picking, port: given.port }, around)
    return 0
  } finally {
    await installation.stop()
  }
}

/** The practice of the demo: as it was left, or made now. Returns its id. */
export async function preparedDemo(database: Database, folder: string): Promise<string> {
  const before = await choosePractice(database, practiceName)
  if (before === 'several')
    throw new StartError(`there are several practices \`${practiceName}\`, choose another \`--data\``)
  if (before === undefined) return makeDemo(database, folder)
  // Stopped between its two halves: the patients are there, and the access is not.
  if (!(await hasAccess(database, before.id)))
    await giveAccess(database, before.id, writeDemo(folder).practice)
  return before.id
}

async function hasAccess(database: Database, practiceId: string): Promise<boolean> {
  const members = await database.within({ practiceId, mode: 'look' }, (transaction) =>
    transaction.selectFrom('member').select(['id', 'kind']).where('practice_id', '=', practiceId).execute(),
  )
  // The import brings practitioners alone; everyone else comes with the access.
  return members.some(({ id, kind }) => kind !== 'practitioner' && id in names)
}

async function makeDemo(database: Database, folder: string): Promise<string> {
  const files = writeDemo(folder)
  const imported = await importFolder(database, { folder: files.fhir, into: { newName: practiceName } })
  if ('badLines' in imported)
    throw new Error(`the demo wrote bad lines: ${JSON.stringify(imported.badLines)}`)
  await giveAccess(database, imported.practiceId, files.practice)
  return imported.practiceId
}

async function giveAccess(database: Database, practiceId: string, file: string): Promise<void> {
  const applied = await applyPracticeFile(database, practiceId, {
    text: readFileSync(file, 'utf8'),
    name: file,
    names,
  })
  if ('errors' in applied) throw new Error(`the demo wrote a bad practice file: ${applied.errors.join('; ')}`)
}
