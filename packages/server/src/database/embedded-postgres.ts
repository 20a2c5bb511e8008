/**
 * The PostgreSQL that Rolecall brings along, on a folder of data.
 *
 * It is a process of its own: when this program is killed, it lives on. The next start on the folder finds it by its
 * `postmaster.pid` and adopts it. Who holds a folder holds a lock in its PostgreSQL, which ends with the holder
 * however that ends, so a start on a folder that is in use can say who uses it. Where PostgreSQL is what ended, it is
 * started again at the same place.
 */
import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from 'pg'
import { type Home, openHome } from './data-directory.ts'
import { holdFolder } from './folder-lock.ts'
import { isSocketFolder, launchPostgres, NotStarted } from './launch-postgres.ts'
import { clientOf, urlOf } from './postgres-client.ts'
import { livingPostmaster, type Postmaster, signalled, stopPostmaster } from './postmaster.ts'
import { StartError } from './start-error.ts'

export interface EmbeddedPostgres {
  /** As the role that serves requests and owns nothing. */
  readonly url: string
  /** As the role that owns the database and migrates it. */
  readonly adminUrl: string
  /** Where its files are. */
  readonly dataFolder: string
  /** The process, for those who want to watch it. */
  readonly pid: number
  stop(): Promise<void>
}

/** Start the PostgreSQL of a folder, or adopt the one that lives there. `holder` is what others are told, e.g. `rolecall demo`. */
export async function startEmbeddedPostgres(folder: string, holder: string): Promise<EmbeddedPostgres> {
  const home = openHome(resolve(folder))
  let held = await hold(home, holder)
  await createDatabase(home, held.postmaster)
  let stopping = false
  const again = async () => {
    while (!stopping) {
      try {
        held = await hold(home, holder, held.postmaster)
        watch()
        return
      } catch {
        // What is left of the one before may still hold the data.
        await pause(100)
      }
    }
  }
  let watching = Promise.resolve()
  const watch = () =>
    held.connection.once('end', () => {
      watching = again()
    })
  watch()
  const stopAtExit = () => void signalled(held.postmaster.pid, 'SIGINT')
  process.once('exit', stopAtExit)
  return {
    url: urlOf(home, held.postmaster, 'rolecall_server', 'rolecall'),
    adminUrl: urlOf(home, held.postmaster, 'rolecall_admin', 'rolecall'),
    dataFolder: home.data,
    get pid() {
      return held.postmaster.pid
    },
    async stop() {
      stopping = true
      await watching
      process.off('exit', stopAtExit)
      await held.connection.end()
      await stopPostmaster(home.data, held.postmaster)
      const { host } = held.postmaster
      if (isSocketFolder(host)) rmSync(host, { recursive: true, force: true })
    },
  }
}

interface Held {
  readonly postmaster: Postmaster
  /** Ends when this program or its PostgreSQL does. */
  readonly connection: Client
}

/**
 * `before`: where it listened until now. One that is ending, or that recovers from how it ended, is there and does not
 * answer, and what is left of one keeps the next from starting: both pass.
 */
async function hold(home: Home, holder: string, before?: Postmaster): Promise<Held> {
  const begun = performance.now()
  for (;;) {
    try {
      const postmaster = livingPostmaster(home.data) ?? (await launchPostgres(home, before))
      return { postmaster, connection: await holdFolder(home, postmaster, holder) }
    } catch (error) {
      if (performance.now() - begun > patienceWith(error)) throw error
      await pause(50)
    }
  }
}

/** Milliseconds. */
function patienceWith(error: unknown): number {
  if (error instanceof NotStarted) return 5000
  return error instanceof StartError ? 0 : 60_000
}

/** The two roles of an installation, and the database. */
async function createDatabase(home: Home, postmaster: Postmaster): Promise<void> {
  const client = clientOf(home, postmaster, 'rolecall prepares')
  await client.connect()
  try {
    const { rows } = await client.query(`select from pg_database where datname = 'rolecall'`)
    if (rows.length > 0) return
    const password = home.password === undefined ? '' : ` password ${client.escapeLiteral(home.password)}`
    for (const role of ['rolecall_admin', 'rolecall_server']) {
      const known = await client.query('select from pg_roles where rolname = $1', [role])
      if (known.rows.length === 0) await client.query(`create role ${role} login${password}`)
    }
    await client.query('create database rolecall owner rolecall_admin')
  } finally {
    await client.end()
  }
}
