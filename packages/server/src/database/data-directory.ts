/**
 * Where a PostgreSQL that comes along keeps its data: made at the first start, open to its account alone.
 */
import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { type Account, canEnter, postgresAccount } from './postgres-account.ts'
import { postgresBinaries } from './postgres-binaries.ts'
import { StartError } from './start-error.ts'

/** What is on disk, and who runs it. */
export interface Home {
  /** What the person named: `.rolecall`. */
  readonly folder: string
  /** Where the data and the socket are; open to the account alone. */
  readonly path: string
  readonly data: string
  readonly account: Account
  /** Only where there are no sockets in folders. */
  readonly password: string | undefined
}

/** Whether sockets lie in folders here. Elsewhere PostgreSQL listens on this machine's own address, with a password. */
export const hasSockets = process.platform !== 'win32'

/** The home in a folder, with a cluster in it. */
export function openHome(folder: string): Home {
  try {
    return madeHome(folder)
  } catch (error) {
    throw asStartError(error, folder)
  }
}

function madeHome(folder: string): Home {
  makeFolder(folder)
  const path = enterable(folder)
  const data = join(path, 'data')
  const account = postgresAccount(data)
  mkdirSync(path, { recursive: true, mode: 0o700 })
  chmodSync(path, 0o700)
  if (account) chownSync(path, account.uid, account.gid)
  const home = { folder, path, data, account, password: hasSockets ? undefined : passwordIn(path) }
  initialise(home)
  return home
}

/** One after the other: below `/proc`, Node makes folders with their parents for ever. */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
  if (dirname(folder) !== folder) makeFolder(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    // Another start made it meanwhile.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}

/** What the file system refuses gets a sentence; a bug stays one. */
function asStartError(error: unknown, folder: string): unknown {
  if (error instanceof StartError || !(error instanceof Error)) return error
  if (!('code' in error && 'syscall' in error && typeof error.code === 'string')) return error
  const why = whyNoFolder[error.code] ?? error.message
  return new StartError(
    `the data cannot be kept in \`${folder}\`: ${why}; choose another folder with \`--data\``,
  )
}

const whyNoFolder: Readonly<Record<string, string>> = {
  EACCES: 'this account may not write there',
  EPERM: 'this account may not write there',
  EROFS: 'nothing can be written there',
  ENOENT: 'no folder can be made there',
  EEXIST: 'there is a file of that name',
  ENOTDIR: 'a part of the path is a file',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full for this account',
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
