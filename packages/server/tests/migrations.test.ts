import { readdirSync, readFileSync } from 'node:fs'
import { withDatabase } from '@rolecall/testbed/postgres'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { describeTables } from '../src/database/describe-tables.ts'
import { migrate } from '../src/database/migrate.ts'

const { url, adminUrl } = await withDatabase()
const [first, second] = await Promise.all([migrate(adminUrl, url), migrate(adminUrl, url)])

/** Asked before a practice is known, or the practice itself. */
const referenceTables = [
  'account',
  'known_device',
  'membership',
  'migration',
  'outbox',
  'password_reset',
  'practice',
  'setup_link',
  'throttle',
]

test('two programs that start at once run each migration once', () => {
  const names = readdirSync(new URL('../migrations', import.meta.url)).sort()
  expect([...first, ...second]).toEqual(names)
})

test('the table types are those of the migrated database', async () => {
  const written = readFileSync(new URL('../src/database/tables.ts', import.meta.url), 'utf8')
  expect(written).toBe(await describeTables(adminUrl))
})

test('every key begins with the practice, and every foreign key carries it', async () => {
  const rows = await ask(
    `select conrelid::regclass::text as table, confrelid::regclass::text as refers_to,
            (select array_agg(attname::text order by place)
             from unnest(conkey) with ordinality as key (number, place)
             join pg_attribute on attrelid = conrelid and attnum = key.number) as columns
     from pg_constraint where contype in ('p', 'u', 'f') and connamespace = 'public'::regnamespace`,
  )
  const others = rows.filter(
    ({ table, refers_to }) => !referenceTables.includes(table) && !referenceTables.includes(refers_to),
  )
  expect(others.length).toBeGreaterThan(60)
  for (const { table, columns } of others) expect([table, columns[0]]).toEqual([table, 'practice_id'])
})

test('row security holds for every table of a practice, for its owner too', async () => {
  const rows = await ask(
    `select relname as table, relrowsecurity and relforcerowsecurity as holds,
            (select string_agg(qual, ';') from pg_policies where tablename = relname) as policy
     from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`,
  )
  const open = rows.filter(({ holds }) => !holds).map(({ table }) => table)
  expect(open).toEqual(referenceTables)
  const policy = "(practice_id = (NULLIF(current_setting('rolecall.practice'::text, true), ''::text))::uuid)"
  for (const { table, holds, policy: own } of rows) if (holds) expect([table, own]).toEqual([table, policy])
})

test('what was written into the log and under a signature stays as it was', async () => {
  const rights = await ask(
    `select relname as table from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
       and (has_table_privilege('rolecall_server', oid, 'update') or has_table_privilege('rolecall_server', oid, 'delete'))`,
  )
  const changeable = rows(rights)
  for (const table of ['audit_entry', 'audit_seal', 'note_addendum', 'note_signature', 'patient_facts'])
    expect(changeable).not.toContain(table)
  expect(changeable).toContain('note')
})

function rows(found: readonly { readonly table: string }[]): readonly string[] {
  return found.map(({ table }) => table)
}

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
