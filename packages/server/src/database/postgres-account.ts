import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'

/** The account a process of PostgreSQL runs as. Undefined: the one that runs this program. */
export type Account = { readonly uid: number; readonly gid: number } | undefined

/**
 * PostgreSQL refuses to run as root. Data that is there already keeps the account it belongs to; otherwise the
 * account `postgres` where the system has one, or `nobody`, which every system has.
 */
export function postgresAccount(data: string): Account {
  if (process.getuid?.() !== 0) return undefined
  if (existsSync(data)) {
    const { uid, gid } = statSync(data)
    if (uid !== 0) return { uid, gid }
  }
  return accountNamed('postgres') ?? accountNamed('nobody')
}

function accountNamed(name: string): Account {
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  try {
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return undefined
  }
}

/** Whether the account can enter a folder: not where a folder above it is closed, as `/root` is. */
export function canEnter(account: Account, folder: string): boolean {
  if (!account) return true
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/' }).status === 0
}
