import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { practiceCatalog, type Snapshot, snapshotOf } from '@rolecall/core'
import { type PracticeFile, readPracticeFile } from '@rolecall/core/testing'
import { withDatabase } from '@rolecall/testbed/postgres'
import { sql } from 'kysely'
import { afterAll } from 'vitest'
import { introductions } from '../demo/people.ts'
import { preparedDemo } from '../src/commands/demo.ts'
import { connect, type Database, type Transaction } from '../src/database/connect.ts'
import { migrate } from '../src/database/migrate.ts'
import { buildApp } from '../src/http/app.ts'
import { appParts } from '../src/server-parts.ts'

export interface Tables {
  readonly database: Database
  readonly adminUrl: string
  /** Sees every practice at once. */
  readonly superuserUrl: string
}

/** A migrated, empty database for the test file that calls this at its top level, as the role that serves requests. */
export async function withTables(): Promise<Tables> {
  const { url, adminUrl, superuserUrl } = await withDatabase()
  await migrate(adminUrl, url)
  const database = connect(url)
  afterAll(() => database.destroy())
  return { database, adminUrl, superuserUrl }
}

/** An empty folder that is gone after the tests of the file. PostgreSQL, which never is root, may enter it. */
export function withFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-test-'))
  chmodSync(folder, 0o755)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The practice of the demo in a database, as its file says it, and the server in front of it. */
export async function withDemo() {
  const { database } = await withTables()
  const folder = withFolder()
  const practiceId = await preparedDemo(database, folder)
  const file = readDemo(join(folder, 'practice.yaml'))
  const reports: string[] = []
  const app = await buildApp(
    appParts({ database, picking: { practiceId, introductions } }, (line) => reports.push(line)),
  )
  afterAll(() => app.close())
  const snapshot: Snapshot = snapshotOf(practiceCatalog, file.policy)
  return { database, practiceId, file, snapshot, app, reports }
}

function readDemo(path: string): PracticeFile {
  const read = readPracticeFile(readFileSync(path, 'utf8'), { catalog: practiceCatalog, name: path })
  if (!read.ok) throw new Error(JSON.stringify(read.errors))
  return read.file
}

/** Past every rule but row security, as a test may. */
export function inPractice<T>(
  database: Database,
  practiceId: string,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return database.within({ practiceId, mode: 'change' }, work)
}

/** The database's clock. */
export async function now(database: Database): Promise<number> {
  const { rows } = await sql<{ at: number }>`select extract(epoch from now())::float8 * 1000 as at`.execute(
    database.anywhere,
  )
  return rows[0]?.at ?? 0
}
