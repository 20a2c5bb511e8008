import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { practiceCatalog, type Snapshot, snapshotOf } from '@rolecall/core'
import { type PracticeFile, readPracticeFile } from '@rolecall/core/testing'
import { sql } from 'kysely'
import { afterAll } from 'vitest'
import { introductions } from '../demo/people.ts'
import { preparedDemo } from '../src/commands/demo.ts'
import type { Database } from '../src/database/connect.ts'
import { buildApp } from '../src/http/app.ts'
import { appParts } from '../src/server-parts.ts'
import { withFolder } from './with-folder.ts'
import { inPractice, withTables } from './with-tables.ts'

export { inPractice, withFolder, withTables }

/** The practice of the demo in a database, as its file says it, and the server in front of it. */
export async function withDemo() {
  const { database, url } = await withTables()
  const folder = withFolder()
  const practiceId = await preparedDemo(database, folder)
  const file = readDemo(join(folder, 'practice.yaml'))
  const reports: string[] = []
  const app = await buildApp(
    appParts({ database, picking: { practiceId, introductions } }, (line) => reports.push(line)),
  )
  afterAll(() => app.close())
  const snapshot: Snapshot = snapshotOf(practiceCatalog, file.policy)
  return { database, url, practiceId, file, snapshot, app, reports }
}

function readDemo(path: string): PracticeFile {
  const read = readPracticeFile(readFileSync(path, 'utf8'), { catalog: practiceCatalog, name: path })
  if (!read.ok) throw new Error(JSON.stringify(read.errors))
  return read.file
}

/** The database's clock. */
export async function now(database: Database): Promise<number> {
  const { rows } = await sql<{ at: number }>`select extract(epoch from now())::float8 * 1000 as at`.execute(
    database.anywhere,
  )
  return rows[0]?.at ?? 0
}
