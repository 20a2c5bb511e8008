import { readFileSync } from 'node:fs'
import { withDatabase } from '@rolecall/testbed/postgres'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { describeTables } from '../src/database/describe-tables.ts'
import { migrate } from '../src/database/migrate.ts'

const { url, adminUrl } = await withDatabase()
const [first, second] = await Promise.all([migrate(adminUrl, url), migrate(adminUrl, url)])

/** Known before the practice is, or the practice itself. */
const referenceTables = ['migration', 'practice', 'session']

test('two programs that start at once run each migration once', () => {
  expect([...first, ...second]).toEqual(['0001-practices-and-patients.sql'])
})

test('the table types are those of the migrated database', async () => {
  const written = readFileSync(new URL('../src/database/tables.ts', import.meta.url), 'utf8')
  expect(written).toBe(await describeTables(adminUrl))
})

test('every key begins with the practice, and every foreign key carries it', async () => {
  const rows = await ask(
    `select conrelid::regclass::text as table, contype as type,
            (select array_agg(attname::text order by place)
             from unnest(conkey) with ordinality as key (number, place)
             join pg_attribute on attrelid = conrelid and attnum = key.number) as columns
     from pg_constraint where contype in ('p', 'u', 'f') and connamespace = 'public'::regnamespace`,
  )
  const others = rows.filter(({ table }) => !referenceTables.includes(String(table)))
  expect(others.length).toBeGreaterThan(3)
  for (const { table, columns } of others) expect([table, columns[0]]).toEqual([table, 'practice_id'])
})

test('the role that serves reads and writes, and neither owns a table nor sees the migrations', async () => {
  const rights = await ask(
    `select has_table_privilege('rolecall_server', 'patient', 'select, insert') as patient,
            has_table_privilege('rolecall_server', 'migration', 'select') as migration,
            exists (select from pg_tables where tableowner = 'rolecall_server') as owns`,
  )
  expect(rights).toEqual([{ patient: true, migration: false, owns: false }])
})

test('a database of a newer Rolecall is not touched', async () => {
  await ask(`insert into migration (name, hash) values ('9999-later.sql', '')`)
  await expect(migrate(adminUrl, url)).rejects.toThrow(
    'the database was made by a newer Rolecall (it has `9999-later.sql`); install that one',
  )
})

async function ask(query: string) {
  const client = new Client(adminUrl)
  await client.connect()
  try {
    return (await client.query(query)).rows
  } finally {
    await client.end()
  }
}
