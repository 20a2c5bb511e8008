/**
 * The PostgreSQL that Rolecall brings along, on a folder of data.
 *
 * It is a process of its own: when this program is killed, it lives on. The next start on the folder finds it by its
 * `postmaster.pid` and adopts it. Who holds a folder holds a lock in its PostgreSQL, which ends with the holder
 * however that ends, so a start on a folder that is in use can say who uses it.
 */
import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { holdFolder } from './hold-folder.ts'
import { isSocketFolder, launchPostgres } from './launch-postgres.ts'
import { clientOf, urlOf } from './postgres-client.ts'
import { type Home, openHome } from './postgres-home.ts'
import { livingPostmaster, type Postmaster, signalled, stopPostmaster } from './postmaster.ts'

export interface EmbeddedPostgres {
  /** As the role that serves requests and owns nothing. */
  readonly url: string
  /** As the role that owns the database and migrates it. */
  readonly adminUrl: string
  /** The process, for those who want to watch it. */
  readonly pid: number
  stop(): Promise<void>
}

/** Start the PostgreSQL of a folder, or adopt the one that lives there. `holder` is what others are told, e.g. `rolecall demo`. */
export async function startEmbeddedPostgres(folder: string, holder: string): Promise<EmbeddedPostgres> {
  const home = openHome(resolve(folder))
  const postmaster = livingPostmaster(home.data) ?? (await launchPostgres(home))
  const hold = await holdFolder(home, postmaster, holder)
  await createDatabase(home, postmaster)
  const stopAtExit = () => void signalled(postmaster.pid, 'SIGINT')
  process.once('exit', stopAtExit)
  return {
    url: urlOf(home, postmaster, 'rolecall_server', 'rolecall'),
    adminUrl: urlOf(home, postmaster, 'rolecall_admin', 'rolecall'),
    pid: postmaster.pid,
    async stop() {
      process.off('exit', stopAtExit)
      await hold.end()
      await stopPostmaster(home.data, postmaster)
      if (isSocketFolder(postmaster.host)) rmSync(postmaster.host, { recursive: true, force: true })
    },
  }
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
