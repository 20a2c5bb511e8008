import { readFileSync } from 'node:fs'
import { introductions, jobTitles, names } from '../../demo/people.ts'
import { furnish } from '../../demo/seed-extras.ts'
import { type DemoFiles, writeDemo } from '../../demo/write-demo.ts'
import { choosePractice } from '../access/choose-practice.ts'
import type { Database } from '../database/connect.ts'
import { StartError } from '../database/start-error.ts'
import { applyPracticeFile } from '../import/apply-practice-file.ts'
import { importFolder } from '../import/import-folder.ts'
import { readServing } from './arguments.ts'
import type { Surroundings } from './environment.ts'
import type { ExitCode } from './io.ts'
import { serve } from './serve.ts'

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
    const practiceId = await preparedDemo(installation.database, folder, installation.takeStock)
    around.out(
      `${practiceName}: 600 patients, 22 people, and a year of appointments and notes, all of it made up`,
    )
    const { database, auditFolder } = installation
    const picking = { practiceId, introductions }
    await serve({ database, auditFolder, picking, port: given.port }, around)
    return 0
  } finally {
    await installation.stop()
  }
}

/**
 * The practice of the demo: as it was left, or made now, around this day. Returns its id.
 *
 * @param made what is done when it was made now, such as to let PostgreSQL look at its tables.
 */
export async function preparedDemo(
  database: Database,
  folder: string,
  made: () => Promise<void> = async () => {},
): Promise<string> {
  const now = Temporal.Now.zonedDateTimeISO()
  const before = await choosePractice(database, practiceName)
  if (before === 'several')
    throw new StartError(`there are several practices \`${practiceName}\`, choose another \`--data\``)
  if (before !== undefined && (await hasAccess(database, before.id))) return before.id
  const practiceId =
    before === undefined
      ? await makeDemo(database, folder, now)
      : // Stopped between its two halves: the patients are there, and the access is not.
        await finish(database, { practiceId: before.id, files: writeDemo(folder, now), now })
  await made()
  return practiceId
}

async function hasAccess(database: Database, practiceId: string): Promise<boolean> {
  const members = await database.within({ practiceId, mode: 'look' }, (transaction) =>
    transaction.selectFrom('member').select(['id', 'kind']).where('practice_id', '=', practiceId).execute(),
  )
  // The import brings practitioners alone; everyone else comes with the access.
  return members.some(({ id, kind }) => kind !== 'practitioner' && id in names)
}

async function makeDemo(database: Database, folder: string, now: Temporal.ZonedDateTime): Promise<string> {
  const files = writeDemo(folder, now)
  const imported = await importFolder(database, { folder: files.fhir, into: { newName: practiceName } })
  if ('badLines' in imported)
    throw new Error(`the demo wrote bad lines: ${JSON.stringify(imported.badLines)}`)
  return finish(database, { practiceId: imported.practiceId, files, now })
}

interface Finishing {
  readonly practiceId: string
  readonly files: DemoFiles
  readonly now: Temporal.ZonedDateTime
}

/** What the import does not bring. The access comes last: where it is, everything is. */
async function finish(database: Database, { practiceId, files, now }: Finishing): Promise<string> {
  const { visits, practice } = files
  await database.within({ practiceId, mode: 'change' }, (transaction) =>
    furnish(transaction, { practiceId, visits, timeZone: now.timeZoneId }),
  )
  await giveAccess(database, practiceId, practice)
  return practiceId
}

async function giveAccess(database: Database, practiceId: string, file: string): Promise<void> {
  const applied = await applyPracticeFile(database, practiceId, {
    text: readFileSync(file, 'utf8'),
    name: file,
    names,
    jobTitles,
  })
  if ('errors' in applied) throw new Error(`the demo wrote a bad practice file: ${applied.errors.join('; ')}`)
}
