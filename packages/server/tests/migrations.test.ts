import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { withDatabase } from '@rolecall/testbed/postgres'
import { Client } from 'pg'
import { expect, test, vi } from 'vitest'
import { describeTables } from '../src/database/describe-tables.ts'
import { migrate } from '../src/database/migrate.ts'
import { withFolder } from './with-folder.ts'

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
  for (const table of [
    'audit_entry',
    'audit_seal',
    'note_addendum',
    'note_signature',
    'patient_facts',
    'record_edit',
  ])
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

/** The migrations there are and one more, in a folder of their own. */
const folder = withFolder()
cpSync(fileURLToPath(new URL('../migrations', import.meta.url)), folder, { recursive: true })
const next = join(folder, '8888-next.sql')
const folderUrl = pathToFileURL(`${folder}/`)

function migrateWith(text: string): Promise<readonly string[]> {
  writeFileSync(next, text)
  return migrate(adminUrl, url, folderUrl)
}

test('a migration that fails half-way leaves the database as before, and says which and why', async () => {
  await expect(migrateWith('create table half (id int); select 1 / 0')).rejects.toThrow(
    'the migration `8888-next.sql` failed, the database is as before: division by zero',
  )
  expect(await ask(`select to_regclass('half') as half`)).toEqual([{ half: null }])
})

test('a migration whose program is killed half-way leaves nothing, and the next start completes it', async () => {
  writeFileSync(next, 'create table slow (id int); select pg_sleep(2); insert into slow values (1)')
  const program = await migratingProgram()
  const sleeping = `select pid from pg_stat_activity where application_name = 'rolecall migrates' and wait_event = 'PgSleep'`
  await vi.waitUntil(async () => (await ask(sleeping)).length > 0, { timeout: 10_000 })
  const killed = once(program, 'exit')
  program.kill('SIGKILL')
  await killed
  expect(await migrate(adminUrl, url, folderUrl)).toEqual(['8888-next.sql'])
  expect(await ask('select count(*)::int as rows from slow')).toEqual([{ rows: 1 }])
})

/** Another program that migrates, as a server does at its start. */
async function migratingProgram(): Promise<ChildProcess> {
  const module = new URL('../src/database/migrate.ts', import.meta.url).href
  const code = `import { migrate } from ${JSON.stringify(module)}
    await migrate(...${JSON.stringify([adminUrl, url])}, new URL(${JSON.stringify(folderUrl.href)}))`
  return spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: 'inherit' })
}

test('a migration that was edited after it ran is named, and nothing is done', async () => {
  await expect(migrateWith('create table other (id int)')).rejects.toThrow(
    'the migration `8888-next.sql` was edited after it ran; write a new one instead',
  )
})

test('a migration sees the rows of every practice, and row security holds again after it', async () => {
  await ask(`delete from migration where name = '8888-next.sql'`)
  await migrateWith(`create table seen as select count(*)::int as patients from patient`)
  expect(await ask('select * from seen')).toEqual([{ patients: 1 }])
  expect(await ask('select count(*)::int as patients from patient')).toEqual([{ patients: 0 }])
})

test('a PostgreSQL older than 15 is refused with a sentence', async () => {
  const older = vi.spyOn(Client.prototype, 'query').mockImplementationOnce(async () => ({
    rows: [{ number: 140_012, name: '14.12' }],
  }))
  await expect(migrate(adminUrl, url)).rejects.toThrow(
    'the database is PostgreSQL 14.12; give one of version 15 or newer',
  )
  older.mockRestore()
})

test('a database of a newer Rolecall is not touched', async () => {
  await ask(`delete from migration where name = '8888-next.sql'`)
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
