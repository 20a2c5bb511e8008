import { CompiledQuery } from 'kysely'
import { connect, type Database } from './connect.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { migrate } from './migrate.ts'
import { StartError } from './start-error.ts'

/** A migrated database, ready to be used. */
export interface Installation {
  readonly database: Database
  /** Let PostgreSQL look at its tables: after much was written it would else plan queries for empty ones. */
  takeStock(): Promise<void>
  stop(): Promise<void>
}

/** Where the database is: a server somebody runs, or the one that comes along, on a folder. */
export type Whereabouts =
  | { readonly url: string; readonly adminUrl: string }
  | { readonly folder: string; readonly holder: string }

export async function openInstallation(whereabouts: Whereabouts): Promise<Installation> {
  if ('url' in whereabouts) return migrated(whereabouts.url, whereabouts.adminUrl, async () => {})
  const postgres = await startEmbeddedPostgres(whereabouts.folder, whereabouts.holder)
  try {
    return await migrated(postgres.url, postgres.adminUrl, postgres.stop)
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

async function migrated(url: string, adminUrl: string, stop: () => Promise<void>): Promise<Installation> {
  await migrate(adminUrl, url).catch((error: unknown) => {
    throw asStartError(error)
  })
  const database = connect(url)
  return {
    database,
    async takeStock() {
      const admin = connect(adminUrl)
      await admin.anywhere.executeQuery(CompiledQuery.raw('analyze'))
      await admin.destroy()
    },
    async stop() {
      await database.destroy()
      await stop()
    },
  }
}

/** No connection is the surroundings' fault and gets a sentence; a broken migration is a bug and stays one. */
function asStartError(error: unknown): unknown {
  if (error instanceof StartError || !(error instanceof Error) || !('code' in error)) return error
  return new StartError(`the database cannot be reached: ${error.message}; check \`DATABASE_URL\``)
}
