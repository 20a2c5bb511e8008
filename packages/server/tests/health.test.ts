import { join } from 'node:path'
import type { Problem } from '@rolecall/contract'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { connect, type Database } from '../src/database/connect.ts'
import { openInstallation } from '../src/database/installation.ts'
import { migrate } from '../src/database/migrate.ts'
import { livingPostmaster, signalled } from '../src/database/postmaster.ts'
import { buildApp } from '../src/http/app.ts'
import { appParts } from '../src/server-parts.ts'
import { wayTo } from './cut-off.ts'
import { ownPage } from './small-server.ts'
import { withFolder } from './with-folder.ts'
import { withTables } from './with-tables.ts'

const { url, adminUrl, superuserUrl } = await withTables()
const admin = connect(adminUrl)
afterAll(() => admin.destroy())

async function serverOn(database: Database) {
  const app = await buildApp(appParts({ database }, () => {}))
  afterAll(() => app.close())
  const ask = (url: string) => app.inject({ url, headers: ownPage })
  /** Once what was found before is forgotten. */
  const readyNow = async () => {
    await new Promise((done) => setTimeout(done, 600))
    return ask('/api/ready')
  }
  return { ask, readyNow }
}

const own = connect(url)
afterAll(() => own.destroy())
const { ask, readyNow } = await serverOn(own)

test('a program with its database lives and is ready', async () => {
  const [health, ready] = [await ask('/api/health'), await ask('/api/ready')]
  expect([health.statusCode, health.json()]).toEqual([200, { status: 'ok' }])
  expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ready', warnings: [] }])
})

test('being asked whether it is ready leaves nothing in the log', async () => {
  await readyNow()
  const superuser = connect(superuserUrl)
  const { rows } = await sql`select from audit_entry where operation = 'ready'`.execute(superuser.anywhere)
  await superuser.destroy()
  expect(rows).toEqual([])
})

test('while the database is away it lives, is not ready, and is again when the database is back', async () => {
  const way = await wayTo(url)
  const database = connect(way.url)
  afterAll(async () => {
    await database.destroy()
    await way.close()
  })
  const { ask, readyNow } = await serverOn(database)
  expect((await ask('/api/ready')).statusCode).toBe(200)
  for (const end of [() => way.cut(), async () => way.silence()]) {
    await end()
    const refused = await readyNow()
    expect(refused.json<Problem>()).toMatchObject({
      status: 503,
      detail: 'the database does not answer at the moment',
    })
    expect(refused.headers['retry-after']).toBe('5')
    expect((await ask('/api/health')).statusCode).toBe(200)
    await way.open()
    await expect.poll(async () => (await ask('/api/ready')).statusCode, { timeout: 30_000 }).toBe(200)
  }
})

test('a PostgreSQL that is killed is started again, and found again', async () => {
  const folder = withFolder()
  const installation = await openInstallation({ folder, holder: 'a test' })
  const { ask } = await serverOn(installation.database)
  expect((await ask('/api/ready')).statusCode).toBe(200)
  const first = livingPostmaster(join(folder, 'postgres/data'))
  expect(signalled(first?.pid ?? 0, 'SIGKILL')).toBe(true)
  const next = () => livingPostmaster(join(folder, 'postgres/data'))?.pid ?? first?.pid
  await expect.poll(next, { timeout: 20_000 }).not.toBe(first?.pid)
  await expect.poll(async () => (await ask('/api/ready')).statusCode, { timeout: 30_000 }).toBe(200)
  await installation.stop()
})

test.each([
  [
    'a database of another shape',
    sql`comment on table migration is 'shape of tomorrow'`,
    () => migrate(adminUrl, url),
    'the database has another shape than this program knows, start the program of the same version again',
  ],
  [
    'row security that does not hold',
    sql`alter table patient disable row level security`,
    () => sql`alter table patient enable row level security`.execute(admin.anywhere),
    'the database does not keep practices apart, start again and read what it says',
  ],
  [
    'a log that takes nothing',
    sql`revoke insert on audit_entry from rolecall_server`,
    () => sql`grant insert on audit_entry to rolecall_server`.execute(admin.anywhere),
    'the log cannot be written, so nothing can be done or shown',
  ],
])('with %s it is not ready, and says so', async (_, spoil, mend, detail) => {
  await spoil.execute(admin.anywhere)
  const refused = await readyNow()
  await mend()
  expect(refused.json<Problem>()).toMatchObject({ status: 503, detail })
  expect((await readyNow()).statusCode).toBe(200)
})

test('many who ask at once are one question to the database', async () => {
  let looks = 0
  const within: Database['within'] = (where, ...work) => {
    // The last of what it looks at, once each time.
    if (where.mode === 'change') looks += 1
    return own.within(where, ...work)
  }
  const { ask } = await serverOn({ ...own, within })
  await Promise.all(Array.from({ length: 200 }, () => ask('/api/ready')))
  expect(looks).toBeGreaterThan(0)
  // An answer holds for half a second, and a busy machine may take longer for all of them.
  expect(looks).toBeLessThan(20)
})
