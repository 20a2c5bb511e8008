import { join } from 'node:path'
import { ask } from '@rolecall/testbed/ask'
import { startRolecall } from './rolecall.ts'

/** Rolecall as a practice begins with it: `rolecall start` on an empty folder. */
export interface Installation {
  readonly address: string
  /** Where it is set up, once. */
  readonly link: string
  /** As if nobody had touched any session for an hour. */
  letSessionsIdle(): Promise<void>
  /** As `rolecall owner recover` and the like do: to everybody in every practice. */
  announce(words: string): Promise<void>
  /** As if the day were over. */
  endSessions(): Promise<void>
  stop(): Promise<void>
}

export async function startInstallation(): Promise<Installation> {
  const { folder, said, stop } = await startRolecall('start', {
    address: /^Rolecall is at (\S+)/,
    link: /^\s*(\S+\/set-up#token=\S+)/,
  })
  const database = `postgresql://postgres@localhost/rolecall?host=${encodeURIComponent(join(folder, 'postgres'))}`
  return {
    ...said,
    stop,
    async letSessionsIdle() {
      await ask(database, `update session set last_seen_at = now() - interval '1 hour'`)
    },
    async announce(words) {
      const written = words.replaceAll("'", "''")
      await ask(
        database,
        `insert into announcement (practice_id, member_id, words) select practice_id, id, '${written}' from member`,
      )
    },
    async endSessions() {
      await ask(database, `update session set ends_at = now() - interval '1 second'`)
    },
  }
}
