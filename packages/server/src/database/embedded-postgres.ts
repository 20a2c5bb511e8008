/**
 * The PostgreSQL that Rolecall brings along, on a folder of data.
 *
 * It is a process of its own: when this program is killed, it lives on. The next start on the folder finds it by its
 * `postmaster.pid` and adopts it. Who holds a folder holds a lock in its PostgreSQL, which ends with the holder
 * however that ends, so a start on a folder that is in use can say who uses it.
 */
import { execFileSync, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { type Account, canEnter, postgresAccount } from './postgres-account.ts'
import { postgresBinaries } from './postgres-binaries.ts'
import { livingPostmaster, type Postmaster, signalled, stopPostmaster } from './postmaster.ts'
import { StartError } from './start-error.ts'

export interface EmbeddedPostgres {
  /** As the role that serves requests and owns nothing. */
  readonly url: string
  /** As the role that owns the database and migrates it. */
  readonly adminUrl: string
  /** The process, for those who want to watch it. */
  readonly pid: number
  stop(): Promise<void>
}

/** What is on disk, and who runs it. */
interface Home {
  /** What the person named: `.rolecall`. */
  readonly folder: string
  /** Where the data and the socket are; open to the account alone. */
  readonly path: string
  readonly data: string
  readonly account: Account
  /** Only where there are no sockets in folders. */
  readonly password: string | undefined
}

const hasSockets = process.platform !== 'win32'

const settings = {
  timezone: 'UTC',
  max_connections: '60',
  // Short queries: making machine code for them takes longer than running them.
  jit: 'off',
  unix_socket_permissions: '0700',
}

/** Start the PostgreSQL of a folder, or adopt the one that lives there. `holder` is what others are told, e.g. `rolecall demo`. */
export async function startEmbeddedPostgres(folder: string, holder: string): Promise<EmbeddedPostgres> {
  const home = openHome(resolve(folder))
  initialise(home)
  const postmaster = livingPostmaster(home.data) ?? (await launch(home))
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

function openHome(folder: string): Home {
  mkdirSync(folder, { recursive: true })
  const path = enterable(folder)
  const data = join(path, 'data')
  const account = postgresAccount(data)
  mkdirSync(path, { recursive: true, mode: 0o700 })
  chmodSync(path, 0o700)
  if (account) chownSync(path, account.uid, account.gid)
  return { folder, path, data, account, password: hasSockets ? undefined : passwordIn(path) }
}

/**
 * Below the folder; or, where a folder above it lets only root in, as `/root` does, below `/var/lib` under a name
 * made from it. Where the folder itself is what keeps the account out, its group is let through, and nobody else.
 */
function enterable(folder: string): string {
  const beside = join(folder, 'postgres')
  const signpost = join(folder, 'postgres-is-at')
  if (existsSync(signpost)) return readFileSync(signpost, 'utf8').trim()
  const account = postgresAccount(join(beside, 'data'))
  if (account && canEnter(account, dirname(folder)) && !canEnter(account, folder))
    letThrough(folder, account.gid)
  if (canEnter(account, folder)) return beside
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 12)
  const elsewhere = join('/var/lib/rolecall', name)
  mkdirSync(elsewhere, { recursive: true })
  writeFileSync(signpost, `${elsewhere}\n`)
  return elsewhere
}

function letThrough(folder: string, group: number): void {
  const { uid, mode } = statSync(folder)
  chownSync(folder, uid, group)
  chmodSync(folder, (mode & 0o707) | 0o010)
}

function passwordIn(path: string): string {
  const file = join(path, 'password')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

/** Make the cluster beside its place and rename it there: two starts at once never see half of one. */
function initialise(home: Home): void {
  if (existsSync(home.data)) return
  const staging = mkdtempSync(join(home.path, 'new-'))
  if (home.account) chownSync(staging, home.account.uid, home.account.gid)
  const flags = [
    `--pgdata=${staging}`,
    '--username=postgres',
    '--encoding=UTF8',
    // The same order of letters on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(hasSockets ? ['--auth=trust'] : ['--auth=scram-sha-256', `--pwfile=${join(home.path, 'password')}`]),
  ]
  try {
    execFileSync(join(postgresBinaries(home.account, home.path), 'initdb'), flags, {
      ...home.account,
      cwd: home.path,
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    renameSync(staging, home.data)
  } catch (error) {
    rmSync(staging, { recursive: true, force: true })
    if (!existsSync(home.data))
      throw new StartError(`PostgreSQL could not prepare \`${home.data}\`: ${lastLine(error)}`)
  }
}

function lastLine(error: unknown): string {
  return (
    String(error instanceof Error ? error.message : error)
      .trim()
      .split('\n')
      .at(-1) ?? ''
  )
}

async function launch(home: Home): Promise<Postmaster> {
  const log = join(home.path, 'log')
  // A file, not a pipe: the reader of a pipe may be killed, and PostgreSQL with it.
  const output = openSync(log, 'a', 0o600)
  const flags = Object.entries({ ...settings, ...(await whereToListen(home)) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  // Detached, so that Ctrl-C reaches this program only, which then stops PostgreSQL after its last query.
  const child = spawn(
    join(postgresBinaries(home.account, home.path), 'postgres'),
    ['-D', home.data, ...flags],
    {
      ...home.account,
      cwd: home.path,
      env: { ...process.env, LC_ALL: 'C' },
      detached: true,
      stdio: ['ignore', output, output],
    },
  )
  child.on('error', () => {})
  child.unref()
  return readiness(home, () => child.exitCode !== null || child.pid === undefined, log)
}

/** Until it takes connections. One that ended at once may have found another starting on the same data. */
async function readiness(home: Home, ended: () => boolean, log: string): Promise<Postmaster> {
  const start = performance.now()
  while (performance.now() - start < 60_000) {
    const postmaster = livingPostmaster(home.data)
    if (postmaster && (await answers(home, postmaster))) return postmaster
    if (ended() && !postmaster) break
    await pause(20)
  }
  throw new StartError(
    `PostgreSQL did not start on \`${home.data}\`, its own words are at the end of \`${log}\``,
  )
}

async function answers(home: Home, postmaster: Postmaster): Promise<boolean> {
  const client = clientOf(home, postmaster, 'rolecall looks')
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

async function whereToListen(home: Home): Promise<Record<string, string>> {
  if (!hasSockets)
    return { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: await freePort() }
  return { listen_addresses: '', unix_socket_directories: socketFolder(home), port: '5432' }
}

/** The name of a socket may have about a hundred bytes, on some systems 104. */
function socketFolder({ path, account }: Home): string {
  if (Buffer.byteLength(join(path, '.s.PGSQL.5432.lock')) < 100) return path
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-'))
  if (account) chownSync(folder, account.uid, account.gid)
  return folder
}

/** Whether a folder was made for a socket alone. */
function isSocketFolder(host: string): boolean {
  return dirname(host) === tmpdir() && basename(host).startsWith('rolecall-')
}

function freePort(): Promise<string> {
  return new Promise((found, fail) => {
    const listener = createServer().once('error', fail)
    listener.listen(0, '127.0.0.1', () => {
      const address = listener.address()
      listener.close(() => found(String(typeof address === 'object' ? address?.port : 0)))
    })
  })
}

/** Any number will do, as long as it is the same for all. */
const lock = 7_652_553

async function holdFolder(home: Home, postmaster: Postmaster, holder: string): Promise<Client> {
  const client = clientOf(home, postmaster, `${holder} (process ${process.pid})`)
  client.on('error', () => {})
  await client.connect()
  // The session of a holder that was killed a moment ago may take a moment to end.
  for (let tries = 0; tries < 40; tries++) {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as held', [lock])
    if (rows[0]?.held === true) return client
    await pause(50)
  }
  const name = await nameOfHolder(client)
  await client.end()
  throw new StartError(
    `\`${home.folder}\` is in use by ${name}; stop that one, or choose another folder with \`--data\``,
  )
}

async function nameOfHolder(client: Client): Promise<string> {
  const { rows } = await client.query(
    `select application_name from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and objid::bigint = $1 and granted`,
    [lock],
  )
  return String(rows[0]?.application_name ?? 'another program')
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

function clientOf(home: Home, postmaster: Postmaster, name: string): Client {
  return new Client({
    connectionString: urlOf(home, postmaster, 'postgres', 'postgres'),
    application_name: name.slice(0, 60),
  })
}

/** `libpq` and `pg` both read the host from the query, which is the one place where a folder fits. */
function urlOf({ password }: Home, { host, port }: Postmaster, role: string, database: string): string {
  const secret = password === undefined ? '' : `:${password}`
  return `postgresql://${role}${secret}@localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`
}
