import { Client } from 'pg'
import { expect, test } from 'vitest'
import { withDatabase } from './postgres.ts'

const database = await withDatabase()

async function ask(url: string, query: string): Promise<unknown> {
  const client = new Client(url)
  await client.connect()
  try {
    const { rows } = await client.query({ text: query, rowMode: 'array' })
    return rows
  } finally {
    await client.end()
  }
}

test.skipIf(process.env.ROLECALL_TEST_POSTGRES)('the database is PostgreSQL 18', async () => {
  const rows = await ask(database.url, 'select version()')
  expect(rows).toEqual([[expect.stringMatching(/^PostgreSQL 18\./)]])
})

test('the database is empty', async () => {
  const tables = `select * from information_schema.tables where table_schema = 'public'`
  expect(await ask(database.adminUrl, tables)).toEqual([])
})

test('the role that serves requests cannot make a table', async () => {
  await expect(ask(database.url, 'create table note (id int)')).rejects.toThrow('permission denied')
})

test('neither the serving nor the migrating role is above row security', async () => {
  const above = `select rolname from pg_roles where rolname like 'rolecall%' and (rolsuper or rolbypassrls)`
  expect(await ask(database.superuserUrl, above)).toEqual([])
})
