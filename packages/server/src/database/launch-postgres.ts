import { spawn } from 'node:child_process'
import { chownSync, mkdtempSync, openSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, totalmem } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Home, hasSockets } from './data-directory.ts'
import { postgresBinaries } from './postgres-binaries.ts'
import { clientOf } from './postgres-client.ts'
import { livingPostmaster, type Postmaster } from './postmaster.ts'
import { StartError } from './start-error.ts'

/** It ended as soon as it was started, or never answered. */
export class NotStarted extends StartError {}

const settings = {
  timezone: 'UTC',
  max_connections: '60',
  // Short queries: making machine code for them takes longer than running them.
  jit: 'off',
  // Who met another on the way starts over, and need not wait a second for it.
  deadlock_timeout: '200ms',
  // What it refuses it names without the values, which may be somebody’s address.
  log_error_verbosity: 'terse',
  unix_socket_permissions: '0700',
  shared_buffers: `${megabytesToKeep()}MB`,
}

/** A quarter of the memory for what is read often, as PostgreSQL's manual has it; taken once it is used. */
function megabytesToKeep(): number {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
  return Math.trunc(Math.min(Math.max(memory / 4 / 2 ** 20, 128), 1024))
}

/**
 * Start a PostgreSQL on a home, and wait until it takes connections. It listens where the one `before` did, for those
 * who know that place.
 */
export async function launchPostgres(home: Home, before?: Postmaster): Promise<Postmaster> {
  const log = join(home.path, 'log')
  // A file, not a pipe: the reader of a pipe may be killed, and PostgreSQL with it.
  const output = openSync(log, 'a', 0o600)
  const flags = Object.entries({ ...settings, ...(await whereToListen(home, before)) }).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  )
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
  throw new NotStarted(
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

async function whereToListen(home: Home, before: Postmaster | undefined): Promise<Record<string, string>> {
  const port = before && String(before.port)
  if (!hasSockets)
    return { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: port ?? (await freePort()) }
  const folder = before?.host ?? socketFolder(home)
  return { listen_addresses: '', unix_socket_directories: folder, port: port ?? '5432' }
}

/** The name of a socket may have about a hundred bytes, on some systems 104. */
function socketFolder({ path, account }: Home): string {
  if (Buffer.byteLength(join(path, '.s.PGSQL.5432.lock')) < 100) return path
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-'))
  if (account) chownSync(folder, account.uid, account.gid)
  return folder
}

/** Whether a folder was made for a socket alone. */
export function isSocketFolder(host: string): boolean {
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
