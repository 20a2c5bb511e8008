import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { expect, test, vi } from 'vitest'
import { startEmbeddedPostgres } from '../src/database/embedded-postgres.ts'
import { signalled } from '../src/database/postmaster.ts'
import { withFolder } from './with-folder.ts'

const folder = withFolder()
const holder = fileURLToPath(new URL('hold-folder.ts', import.meta.url))

/** Another program that holds a folder until it is killed. */
async function hold(): Promise<{ readonly process: ChildProcess; readonly postgres: number }> {
  const process_ = spawn(process.execPath, [holder, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: process_.stdout }))
    return { process: process_, postgres: Number(line) }
  throw new Error('the holder ended before it held')
}

test('a PostgreSQL starts on an empty folder, is open to nobody else, and stops', async () => {
  const postgres = await startEmbeddedPostgres(folder, 'the first')
  expect(await ask(postgres.url, `select current_user::text as role`)).toEqual([{ role: 'rolecall_server' }])
  expect(statSync(join(folder, 'postgres')).mode & 0o777).toBe(0o700)
  await postgres.stop()
  expect(signalled(postgres.pid, 0)).toBe(false)
})

test('a second start on a folder names the holder and leaves it alone', async () => {
  const first = await startEmbeddedPostgres(folder, 'rolecall serve')
  await expect(startEmbeddedPostgres(folder, 'rolecall import')).rejects.toThrow(
    `\`${folder}\` is in use by rolecall serve (process ${process.pid}); stop that one, or choose another folder`,
  )
  expect(await ask(first.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await first.stop()
})

test('a PostgreSQL whose program was killed is adopted, with what was written', async () => {
  const { process: other, postgres } = await hold()
  const killed = once(other, 'exit')
  other.kill('SIGKILL')
  await killed
  expect(signalled(postgres, 0)).toBe(true)
  const adopted = await startEmbeddedPostgres(folder, 'the next')
  expect(adopted.pid).toBe(postgres)
  expect(await ask(adopted.adminUrl, 'select * from witness')).toEqual([{ word: 'written' }])
  await adopted.stop()
})

test('a PostgreSQL that is killed is back at the same place, with what was written', async () => {
  const postgres = await startEmbeddedPostgres(folder, 'the patient one')
  const before = postgres.pid
  process.kill(before, 'SIGKILL')
  const back = () => ask(postgres.adminUrl, 'select * from witness').catch(() => undefined)
  await vi.waitUntil(back, { timeout: 50_000, interval: 50 })
  expect(await back()).toEqual([{ word: 'written' }])
  await vi.waitUntil(() => postgres.pid !== before)
  await expect(startEmbeddedPostgres(folder, 'another')).rejects.toThrow('is in use by the patient one')
  await postgres.stop()
  expect(signalled(postgres.pid, 0)).toBe(false)
})

test('after a stop the folder is free again', async () => {
  const postgres = await startEmbeddedPostgres(folder, 'the last')
  expect(await ask(postgres.adminUrl, 'select * from witness')).toEqual([{ word: 'written' }])
  await postgres.stop()
})

async function ask(url: string, query: string): Promise<unknown> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query(query)).rows
  } finally {
    await client.end()
  }
}
