import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { newFolder, startRolecall } from './rolecall.ts'

/** The demo as anyone gets it: `rolecall demo`. */
export interface Demo {
  /** For example `http://127.0.0.1:43439`. */
  readonly address: string
  readonly folder: string
  /** Who may do what in the practice it serves. */
  readonly practiceFile: string
  /** End it, and remove its folder unless it is `kept`. */
  stop(kept?: 'kept'): Promise<void>
}

/** @param made the folder of a demo that was stopped: this one begins as a copy of it. */
export async function startDemo(made?: string): Promise<Demo> {
  const folder = newFolder()
  if (made !== undefined) copy(made, folder)
  const { said, stop } = await startRolecall('demo', { address: /^Rolecall is at (\S+)/ }, folder)
  return {
    address: said.address,
    folder,
    practiceFile: readFileSync(join(folder, 'practice.yaml'), 'utf8'),
    stop,
  }
}

/** PostgreSQL takes no files that belong to somebody else, and Node copies without the owner. */
function copy(from: string, to: string): void {
  if (process.platform === 'win32') cpSync(from, to, { recursive: true })
  else execFileSync('cp', ['-a', `${from}/.`, to])
}
