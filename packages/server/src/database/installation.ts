import { join } from 'node:path'
import { Client } from 'pg'
import { connect, type Database } from './connect.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { beginIncarnation } from './incarnation.ts'
import { incarnationFile } from './incarnation-file.ts'
import { migrate } from './migrate.ts'
import { StartError } from './start-error.ts'

/** A migrated database, ready to be used. */
export interface Installation {
  readonly database: Database
  /** Where the key and the heads of the log are: outside the database. */
  readonly auditFolder: string
  /** What whoever runs it should know, as sentences. Nothing keeps it from working. */
  readonly warnings: readonly string[]
  /** Let PostgreSQL look at its tables: after much was written it would else plan queries for empty ones. */
  takeStock(): Promise<void>
  /** End all sessions and void all links, as after a restore. */
  beginIncarnation(): Promise<void>
  stop(): Promise<void>
}

/** Where the database is: a server somebody runs, or the one that comes along, on a folder. */
export type Whereabouts =
  | { readonly url: string; readonly adminUrl: string; readonly auditFolder: string }
  | { readonly folder: string; readonly holder: string }

type Reported = (sentence: string) => void

/** `report`: told what the operator should know while it is open, as sentences. */
export async function openInstallation(
  whereabouts: Whereabouts,
  report: Reported = () => {},
): Promise<Installation> {
  if ('url' in whereabouts) {
    checkAddress('DATABASE_URL', whereabouts.url)
    checkAddress('DATABASE_ADMIN_URL', whereabouts.adminUrl)
    return migrated({ ...whereabouts, report }, async () => {})
  }
  const postgres = await startEmbeddedPostgres(whereabouts.folder, whereabouts.holder)
  try {
    const { url, adminUrl, dataFolder } = postgres
    const auditFolder = join(whereabouts.folder, 'audit')
    return await migrated({ url, adminUrl, auditFolder, dataFolder, report }, postgres.stop)
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

/** Without repeating it: it may hold a password. */
function checkAddress(variable: string, url: string): void {
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return
  throw new StartError(
    `\`${variable}\` is no address of a PostgreSQL, give one such as \`postgresql://name:password@host/database\``,
  )
}

interface Opening {
  readonly url: string
  readonly adminUrl: string
  readonly auditFolder: string
  readonly dataFolder?: string
  readonly report: Reported
}

async function migrated(
  { url, adminUrl, auditFolder, dataFolder, report }: Opening,
  stop: () => Promise<void>,
): Promise<Installation> {
  const warnings = await migrate(adminUrl, url)
    .then(() => warningsAbout(url))
    .catch((error: unknown) => {
      throw asStartError(error)
    })
  const witness = incarnationFile(auditFolder, dataFolder)
  const database = connect(url, { witness, report })
  return {
    database,
    auditFolder,
    warnings,
    takeStock: () => asked(adminUrl, (client) => client.query('analyze')).then(() => {}),
    beginIncarnation: () => asked(url, (client) => beginIncarnation(client)).then(() => {}),
    async stop() {
      await database.destroy()
      await witness.close()
      await stop()
    },
  }
}

async function warningsAbout(url: string): Promise<readonly string[]> {
  const { rows } = await asked(url, (client) =>
    client.query<{ role: string; owns: boolean }>(
      `select current_user as role, exists (
         select from pg_tables where schemaname = 'public' and pg_has_role(tableowner, 'usage')
       ) as owns`,
    ),
  )
  const [row] = rows
  if (row?.owns !== true) return []
  return [
    `the role \`${row.role}\`, which serves requests, owns the tables: row security holds for it, but whoever takes over this program could lift it and change the log; give \`DATABASE_URL\` a role that owns nothing and \`DATABASE_ADMIN_URL\` this one`,
  ]
}

async function asked<T>(url: string, ask: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    application_name: 'rolecall looks',
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', () => {})
  await client.connect()
  try {
    return await ask(client)
  } finally {
    await client.end()
  }
}

/** What the surroundings are at fault for gets a sentence; a bug stays one. */
function asStartError(error: unknown): unknown {
  if (error instanceof StartError || !(error instanceof Error) || !('code' in error)) return error
  if (error.code === mayNot)
    return new StartError(
      `the role in \`DATABASE_ADMIN_URL\` may not make tables: ${error.message}; make it the owner of the database`,
    )
  const why = 'address' in error || 'hostname' in error ? whyNotThere(error, error.code) : error.message
  return new StartError(`the database cannot be reached: ${why}; check \`DATABASE_URL\``)
}

/** What a socket says, as whoever typed the address can read it. */
function whyNotThere(
  error: Error & { port?: unknown; address?: unknown; hostname?: unknown },
  code: unknown,
): string {
  const at = [error.address, error.port].filter((part) => part !== undefined).join(':')
  switch (code) {
    case 'ECONNREFUSED':
      return `nothing listens at \`${at}\``
    case 'ENOENT':
      return `there is no socket \`${at}\``
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `no machine is known as \`${error.hostname}\``
    default:
      return error.message
  }
}

/** SQLSTATE of what somebody has no right to do. */
const mayNot = '42501'
