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

/** Asked before a practice is known, or across practices, or the practice itself. */
const referenceTables = [
  'account',
  'audit_unsealed',
  'incarnation',
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
  const keys = await keysOfPractices()
  expect(keys.length).toBeGreaterThan(60)
  for (const kind of ['unique', 'exclusion', 'foreign']) expect(keys.map((key) => key.kind)).toContain(kind)
  expect(keys.filter(isWithoutPractice)).toEqual([])
})

test('a key is looked at however it was made', async () => {
  await ask(`create table planted (practice_id uuid, id uuid, size int, primary key (practice_id, id),
      constraint planted_sizes exclude using gist (int4range(size, size, '[]') with &&),
      constraint planted_otherwise exclude using gist (practice_id with <>),
      constraint planted_crossed foreign key (practice_id, id) references planted (id, practice_id));
    create unique index planted_id on planted (id);
    create unique index planted_practice on planted (md5(practice_id::text))`)
  const found = (await keysOfPractices()).filter(isWithoutPractice).map(({ name }) => name)
  await ask('drop table planted')
  expect(found.toSorted()).toEqual([
    'planted_crossed',
    'planted_id',
    'planted_otherwise',
    'planted_practice',
    'planted_sizes',
  ])
})

interface Key {
  readonly name: string
  readonly kind: 'unique' | 'exclusion' | 'foreign'
  /** What it begins with; null: an expression. */
  readonly first: string | null
  /** Of an exclusion: how the first is compared. Of a foreign key: what the first refers to. */
  readonly beside: string | null
}

/** All keys of tables of practices: primary ones among the unique. Those to a reference table carry what that table has. */
async function keysOfPractices(): Promise<readonly Key[]> {
  const keys = await ask(`
    select indrelid::regclass::text as table, null as refers_to, indexrelid::regclass::text as name, 'unique' as kind,
           attname as first, null as beside
    from pg_index join pg_class on pg_class.oid = indrelid and relnamespace = 'public'::regnamespace
      left join pg_attribute on attrelid = indrelid and attnum = indkey[0]
    where indisunique
    union all
    select conrelid::regclass::text, null, conname, 'exclusion', attname, (conexclop[1]::regoper)::text
    from pg_constraint left join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'x' and connamespace = 'public'::regnamespace
    union all
    select conrelid::regclass::text, confrelid::regclass::text, conname, 'foreign', here.attname, there.attname
    from pg_constraint
      join pg_attribute as here on here.attrelid = conrelid and here.attnum = conkey[1]
      join pg_attribute as there on there.attrelid = confrelid and there.attnum = confkey[1]
    where contype = 'f' and connamespace = 'public'::regnamespace`)
  return keys.filter(
    ({ table, refers_to }) => !referenceTables.includes(table) && !referenceTables.includes(refers_to),
  )
}

function isWithoutPractice({ kind, first, beside }: Key): boolean {
  const expected = { unique: null, exclusion: 'pg_catalog.=', foreign: 'practice_id' }[kind]
  return first !== 'practice_id' || beside !== expected
}

/** Text that people read, in the order that people expect. */
const prose = new Set([
  ...[
    'birth_date',
    'body',
    'cancelled_because',
    'consent_text',
    'description',
    'device',
    'email',
    'family',
    'given',
  ],
  ...['job_title', 'label', 'name', 'phone', 'reason', 'recipient', 'subject', 'text', 'title'],
  ...['unlock_reason', 'words'],
])

test('ids and codes have one collation in every table', async () => {
  const columns = await columnsInAnotherCollation()
  expect(columns.filter(({ column }) => !prose.has(column))).toEqual([])
})

test('no index orders by a collation that differs between machines', async () => {
  const indexed = (await columnsInAnotherCollation()).filter(({ index }) => index !== null)
  expect(indexed).toEqual([{ table: 'migration', column: 'name', index: 'migration_pkey' }])
})

test('a column in another collation is found, indexed or not', async () => {
  await ask(
    `create table planted (member_id text, tag_ids text[], name text); create index planted_name on planted (name)`,
  )
  const found = (await columnsInAnotherCollation()).filter(({ table }) => table === 'planted')
  await ask('drop table planted')
  expect(found).toEqual([
    { table: 'planted', column: 'member_id', index: null },
    { table: 'planted', column: 'name', index: 'planted_name' },
    { table: 'planted', column: 'tag_ids', index: null },
  ])
})

function columnsInAnotherCollation() {
  return ask(`
    select relname as table, attname as column, indexrelid::regclass::text as index
    from pg_attribute
      join pg_class on pg_class.oid = attrelid and relkind = 'r' and relnamespace = 'public'::regnamespace
      join pg_collation on pg_collation.oid = attcollation
      left join pg_index on indrelid = attrelid and attnum = any (indkey::int2[])
    where attnum > 0 and not attisdropped and collname <> 'C'
    order by 1, 2, 3`)
}

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
    'former_id',
    'note_addendum',
    'note_import',
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
