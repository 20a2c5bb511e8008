import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The program as a practice runs it, on a free port and with a data folder of its own. */
export interface Rolecall<Said extends string> {
  readonly folder: string
  readonly said: Readonly<Record<Said, string>>
  /** End it, and remove its folder unless it is `kept`. */
  stop(kept?: 'kept'): Promise<void>
}

const program = fileURLToPath(new URL('../../server/src/rolecall.ts', import.meta.url))

/** An empty folder for the data of one. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'rolecall-console-'))
}

/** @param wanted the parts of what it says that have to be known. It has started once all of them are. */
export async function startRolecall<Said extends string>(
  command: string,
  wanted: Readonly<Record<Said, RegExp>>,
  folder = newFolder(),
): Promise<Rolecall<Said>> {
  const { DATABASE_URL: _, DATABASE_ADMIN_URL: __, ...environment } = process.env
  const server = spawn(process.execPath, [program, command, '--data', folder, '--port', '0'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaints = ''
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-4000)
  })
  const end = (): boolean => server.kill('SIGTERM')
  // A test file that breaks off before it can stop its server does not leave it behind.
  process.once('exit', end)
  const ended = once(server, 'exit')
  return {
    folder,
    said: await said(server, wanted, () => complaints),
    stop: async (kept) => {
      process.off('exit', end)
      end()
      await ended
      if (kept === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What a program says, once it has said all of it. */
async function said<K extends string>(
  program: ChildProcess,
  wanted: Readonly<Record<K, RegExp>>,
  complaints: () => string,
): Promise<Record<K, string>> {
  if (!program.stdout) throw new Error('the output of the program is not read')
  const found = new Map<string, string>()
  const names = Object.keys(wanted) as K[]
  for await (const line of createInterface({ input: program.stdout })) {
    for (const name of names) {
      const [, part] = line.match(wanted[name]) ?? []
      if (part !== undefined) found.set(name, part)
    }
    if (found.size === names.length) return Object.fromEntries(found) as Record<K, string>
  }
  throw new Error(`the program ended before it said \`${names.join('`, `')}\`:\n${complaints()}`)
}
