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
  if (!server.stdout) throw new Error('the output of the server is not read')
  for await (const line of createInterface({ input: server.stdout })) {
    const [, address] = line.match(/^Rolecall is at (\S+)/) ?? []
    if (address !== undefined) return address
  }
  throw new Error('the server ended before it said where it is')
}
