import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Problem } from '@rolecall/contract'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { startSealer } from '../src/audit/sealer.ts'
import { connect } from '../src/database/connect.ts'
import { startDelivery } from '../src/delivery/delivery.ts'
import { buildApp } from '../src/http/app.ts'
import { appParts } from '../src/server-parts.ts'
import { mintLink } from '../src/signin/mint-link.ts'
import { signedIn } from './client.ts'
import { wayTo } from './cut-off.ts'
import { withDemo, withFolder } from './with-practice.ts'

const { practiceId, url } = await withDemo()
const way = await wayTo(url)
const database = connect(way.url)
const reports: string[] = []
const app = await buildApp(
  appParts({ database, picking: { practiceId, introductions: new Map() } }, (line) => reports.push(line)),
)
afterAll(async () => {
  await app.close()
  await database.destroy()
  await way.close()
})
afterEach(() => way.open())
const ana = await signedIn(app, 'ana')

const paths = ['/api/patients', '/api/patients/count', '/api/me']

test.each([
  ['is gone', () => way.cut()],
  ['says nothing any more', async () => way.silence()],
])('it is an outage while the database %s, and over by itself', async (_, end) => {
  for (const path of paths) expect((await ana.ask('GET', path)).statusCode).toBe(200)
  await end()
  const asked = await Promise.all(
    paths.flatMap((path) => Array.from({ length: 20 }, () => ana.ask('GET', path))),
  )
  expect(new Set(asked.map(({ statusCode }) => statusCode))).toEqual(new Set([503]))
  expect(asked[0]?.json<Problem>()).toMatchObject({
    status: 503,
    detail: 'the database does not answer at the moment, try again',
  })
  expect((await ana.ask('GET', '/api/patients')).statusCode).toBe(503)
  expect((await ana.ask('GET', '/api/ready')).statusCode).toBe(503)
  await way.open()
  for (const path of paths) await back(path)
})

test('a database or a program that is busy for long is no outage', async () => {
  const sleeping = () =>
    database.within({ practiceId, mode: 'look', opening: 'select pg_sleep(4)' }, async () => 'slept')
  const asleep = Promise.all(Array.from({ length: 10 }, sleeping))
  await new Promise((later) => setTimeout(later, 700))
  for (const until = performance.now() + 2600; performance.now() < until; );
  expect(await asleep).toEqual(Array(10).fill('slept'))
})

test('a change during an outage is answered as one and is not made', async () => {
  const vera = await signedIn(app, 'vera', 'chen')
  await way.cut()
  const change = await vera.ask('PUT', '/api/session/acting-for', { practitioner: 'tanaka' })
  expect(change.statusCode).toBe(503)
  await way.open()
  await back('/api/me')
  expect((await vera.ask('GET', '/api/me')).json()).toMatchObject({ actingFor: { id: 'chen' } })
})

test('readiness says so, and what it was is told to whoever runs the server', async () => {
  await way.cut()
  const ready = await ana.ask('GET', '/api/ready')
  expect(ready.statusCode).toBe(503)
  expect((await ana.ask('GET', '/api/me')).statusCode).toBe(503)
  expect(reports.at(-1)).toMatch(/^the database does not answer: /)
})

test('requests that are under way when it goes are answered, each with the data or with an outage', async () => {
  for (let round = 0; round < 5; round++) {
    const asked = Array.from({ length: 60 }, () => ana.ask('GET', '/api/patients'))
    await new Promise((done) => setTimeout(done, 5 + 15 * round))
    await way.cut()
    const codes = new Set((await Promise.all(asked)).map(({ statusCode }) => statusCode))
    for (const code of codes) expect([200, 503]).toContain(code)
    await way.open()
    await back('/api/patients')
  }
})

test('what goes on by itself says once that the database is away, and once that it is back', async () => {
  const said = { mail: [] as string[], log: [] as string[] }
  const delivery = startDelivery({
    database,
    mintLink,
    postman: { deliver: async () => {} },
    publicUrl: 'https://rolecall.example',
    report: (line) => said.mail.push(line),
    every: 20,
  })
  const sealer = startSealer({
    database,
    folder: withFolder(),
    report: (line) => said.log.push(line),
    every: 20,
  })
  await way.cut()
  await vi.waitUntil(() => said.mail.length > 0 && said.log.length > 0, { timeout: 30_000 })
  await new Promise((later) => setTimeout(later, 400))
  expect(said).toEqual({
    mail: [
      expect.stringMatching(/^the database does not answer \(.+\), so mail waits .+: see that PostgreSQL/),
    ],
    log: [expect.stringMatching(/^the database does not answer \(.+\), so the log is not sealed: see that/)],
  })
  await way.open()
  await vi.waitUntil(() => said.mail.length > 1 && said.log.length > 1, { timeout: 30_000 })
  await delivery.stop()
  await sealer.stop()
  expect(said.mail.slice(1)).toEqual(['the outbox can be read again, mail leaves'])
  expect(said.log.slice(1)).toEqual(['the log is sealed again'])
})

describe('at the start', () => {
  const folder = withFolder()

  test.each([
    ['a folder without a socket', `postgresql://rolecall_server@localhost/x?host=${folder}&port=5432`],
    ['a port nobody listens on', 'postgresql://rolecall_server@127.0.0.1:1/x'],
    ['a database that is not there', url.replace(/\/test_\w+/, '/nowhere')],
    ['a role that is not there', url.replace('rolecall_server', 'nobody')],
  ])('%s ends in a sentence and the exit code 1', (_, wrong) => {
    const { status, stdout, stderr } = rolecall({ DATABASE_URL: wrong })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^rolecall: the database cannot be reached: .+; check `DATABASE_URL`\n$/)
  })

  test('what is no address of a PostgreSQL is not repeated, since it may hold a password', () => {
    const { status, stderr } = rolecall({ DATABASE_URL: 'mysql://me:secret@localhost/x' })
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        'rolecall: `DATABASE_URL` is no address of a PostgreSQL, give one such as `postgresql://name:password@host/database`\n',
    })
  })

  const noFolders: [string, string, string][] = [
    ['is a file', 'taken', 'there is a file of that name'],
    ['is below a file', 'taken/below', 'there is a file of that name'],
  ]
  if (process.platform === 'linux')
    noFolders.push(['cannot be made', '/proc/nowhere', 'no folder can be made there'])
  test.each(noFolders)('a folder that %s ends in a sentence', (_, data, why) => {
    writeFileSync(join(folder, 'taken'), '')
    const { status, stderr } = rolecall({}, '--data', data)
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `rolecall: the data cannot be kept in \`${resolve(folder, data)}\`: ${why}; choose another folder with \`--data\`\n`,
    })
  })

  function rolecall(environment: Record<string, string>, ...more: string[]): SpawnSyncReturns<string> {
    const command = fileURLToPath(new URL('../src/rolecall.ts', import.meta.url))
    return spawnSync(process.execPath, [command, 'serve', '--port', '0', ...more], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...environment },
      encoding: 'utf8',
    })
  }
})

async function back(path: string): Promise<void> {
  const is = async () => (await ana.ask('GET', path)).statusCode === 200
  await vi.waitUntil(is, { timeout: 30_000, interval: 20 })
}
