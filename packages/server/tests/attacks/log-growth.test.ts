import { ask } from '@rolecall/testbed/ask'
import { withDatabase } from '@rolecall/testbed/postgres'
import { describe, expect, inject, test, vi } from 'vitest'
import { preparedDemo } from '../../src/commands/demo.ts'
import { connect } from '../../src/database/connect.ts'
import { buildApp } from '../../src/http/app.ts'
import { appParts } from '../../src/server-parts.ts'
import { signedIn } from '../client.ts'
import type {} from '../migrated.setup.ts'
import { withFolder } from '../with-folder.ts'

const { url, superuserUrl } = await withDatabase(inject('migrated'))
const making = connect(url)
const practiceId = await preparedDemo(making, withFolder())
await making.destroy()

const entries = 30_000

/** How many rows of the log, or of an index of it, are read while all of `paths` are asked. */
async function rowsReadBy(paths: readonly string[]): Promise<number> {
  const own = connect(url)
  const app = await buildApp(
    appParts({ database: own, picking: { practiceId, introductions: new Map() } }, () => {}),
  )
  const mara = await signedIn(app, 'mara')
  const before = await rowsRead()
  for (const path of paths) expect([path, (await mara.ask('GET', path)).statusCode]).toEqual([path, 200])
  await app.close()
  await own.destroy()
  // A connection says what it read when it ends.
  await vi.waitUntil(async () => (await ask(superuserUrl, connections)).length === 0, { timeout: 20_000 })
  return (await rowsRead()) - before
}

const connections = `select from pg_stat_activity where datname = current_database() and application_name like 'rolecall%'`

async function rowsRead(): Promise<number> {
  const [row] = await ask(
    superuserUrl,
    `select (seq_tup_read + (select sum(idx_tup_read) from pg_stat_user_indexes where relname = 'audit_entry'))::int as rows
    from pg_stat_user_tables where relname = 'audit_entry'`,
  )
  return Number(row?.rows)
}

describe('attack 16: the log is large', () => {
  test('the team is read without looking through the log for those who did nothing', async () => {
    await ask(
      superuserUrl,
      `insert into audit_entry (practice_id, request_id, operation, member_id, kind, act, outcome)
      select '${practiceId}', gen_random_uuid(), 'readPatient', 'mara', 'patient', 'view', 'allowed'
      from generate_series(1, ${entries})`,
    )
    await ask(superuserUrl, 'vacuum analyze audit_entry')
    const paths = ['/api/members', '/api/members/chen', '/api/me', '/api/roles', '/api/audit?limit=20']
    expect(await rowsReadBy(paths)).toBeLessThan(entries / 20)
  })
})
