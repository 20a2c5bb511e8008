import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** A PostgreSQL that runs, as its `postmaster.pid` tells. */
export interface Postmaster {
  readonly pid: number
  /** A folder with its socket, or the address it listens on. */
  readonly host: string
  readonly port: number
}

/** The living PostgreSQL on a folder of data, if there is one: also one whose parent was killed. */
export function livingPostmaster(data: string): Postmaster | undefined {
  const [pid, , , port, socketFolder, address] = linesOf(join(data, 'postmaster.pid'))
  const postmaster = { pid: Number(pid), host: socketFolder || address || '', port: Number(port) }
  if (!(postmaster.pid > 0 && postmaster.port > 0) || postmaster.host === '') return undefined
  return isPostgres(postmaster.pid) ? postmaster : undefined
}

/** Ask a PostgreSQL to end its sessions and stop, and wait until it did. */
export async function stopPostmaster(data: string, { pid }: Postmaster): Promise<void> {
  if (!signalled(pid, 'SIGINT')) return
  while (signalled(pid, 0) && existsSync(join(data, 'postmaster.pid'))) await pause(20)
  // It has let go of the data. A process that was adopted may have nobody to bury it, and is not waited for long.
  for (let tries = 0; tries < 50 && signalled(pid, 0); tries++) await pause(20)
}

/** Whether a process is there. A signal of 0 asks and does nothing. */
export function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}

/** After a restart of the machine the number may belong to another program. */
function isPostgres(pid: number): boolean {
  if (!signalled(pid, 0)) return false
  if (process.platform === 'win32') return true
  const [name = nameFromPs(pid), , state = ''] = linesOf(`/proc/${pid}/status`)
  // One that ended and that nobody has buried is still listed.
  return name.includes('postgres') && !state.includes('zombie')
}

/** For systems without `/proc`. */
function nameFromPs(pid: number): string {
  return spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}
