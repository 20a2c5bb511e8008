import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The demo as anyone gets it: `rolecall demo`, on a free port and with a data folder of its own. */
export interface Demo {
  /** For example `http://127.0.0.1:43439`. */
  readonly address: string
  /** Who may do what in the practice it serves. */
  readonly practiceFile: string
  stop(): Promise<void>
}

const command = fileURLToPath(new URL('../../server/src/rolecall.ts', import.meta.url))

export async function startDemo(): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-console-'))
  const { DATABASE_URL: _, DATABASE_ADMIN_URL: __, ...environment } = process.env
  const server = spawn(process.execPath, [command, 'demo', '--data', folder, '--port', '0'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return {
    address: await addressOf(server),
    practiceFile: readFileSync(join(folder, 'practice.yaml'), 'utf8'),
    stop: async () => {
      const ended = once(server, 'exit')
      server.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function addressOf(server: ChildProcess): Promise<string> {
  const { address } = await said(server, { address: /^Rolecall is at (\S+)/ })
  return address
}

/** What a program says, once it has said all of it. */
export async function said<K extends string>(
  program: ChildProcess,
  wanted: Readonly<Record<K, RegExp>>,
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
  throw new Error(`the program ended before it said \`${names.join('`, `')}\``)
}
