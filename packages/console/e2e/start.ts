import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ask } from '@rolecall/testbed/ask'
import { said } from './demo.ts'

/** Rolecall as a practice runs it: `rolecall start` on an empty folder. */
export interface Installation {
  readonly address: string
  /** Where it is set up, once. */
  readonly link: string
  /** As if nobody had touched any session for an hour. */
  letSessionsIdle(): Promise<void>
  /** As if the day were over. */
  endSessions(): Promise<void>
  stop(): Promise<void>
}

const command = fileURLToPath(new URL('../../server/src/rolecall.ts', import.meta.url))

export async function startInstallation(): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-console-'))
  const { DATABASE_URL: _, DATABASE_ADMIN_URL: __, ...environment } = process.env
  const server = spawn(process.execPath, [command, 'start', '--data', folder, '--port', '0'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const { address, link } = await said(server, {
    address: /^Rolecall is at (\S+)/,
    link: /^\s*(\S+\/set-up#token=\S+)/,
  })
  const database = `postgresql://postgres@localhost/rolecall?host=${encodeURIComponent(join(folder, 'postgres'))}`
  return {
    address,
    link,
    async letSessionsIdle() {
      await ask(database, `update session set last_seen_at = now() - interval '1 hour'`)
    },
    async endSessions() {
      await ask(database, `update session set ends_at = now() - interval '1 second'`)
    },
    stop: async () => {
      const ended = once(server, 'exit')
      server.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
