/**
 * Bring a database to the shape the program expects: the files of `migrations/` in their order, each once and in a
 * transaction of its own. Forward only. Programs that start at once wait for each other.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { StartError } from './start-error.ts'

interface Migration {
  readonly name: string
  readonly text: string
  readonly hash: string
}

const migrations = new URL('../../migrations/', import.meta.url)

/** The oldest major version of PostgreSQL that everything here was tried with. */
const oldest = 15

/** Any number will do, as long as it is the same for all. */
const lock = 7_652_554

/**
 * Returns the names of those that were run now. `servingUrl`: the role that may read and write, and own nothing.
 * `folder`: where the migrations are, as a URL that ends with a slash.
 */
export async function migrate(
  adminUrl: string,
  servingUrl: string,
  folder: URL = migrations,
): Promise<readonly string[]> {
  const client = await opened(adminUrl, 'rolecall migrates')
  try {
    await checkVersion(client)
    // Until the connection ends, however it does: a migration whose program was killed is undone before the next.
    await client.query('select pg_advisory_lock($1)', [lock])
    const done = await migrationsDone(client)
    const missing = missingOf(migrationsIn(folder), done)
    for (const migration of missing) await run(client, migration)
    await client.query(`comment on table migration is ${client.escapeLiteral(expectedShape(folder))}`)
    if (servingUrl !== adminUrl) await openTo(await roleOf(servingUrl), client)
    return missing.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

/**
 * The shape of the database that this program was made for. A database says its own in the comment on its table
 * `migration`, which the role that serves may read and not change.
 */
export function expectedShape(folder: URL = migrations): string {
  const hash = createHash('sha256')
  for (const migration of migrationsIn(folder)) hash.update(migration.hash)
  return `shape ${hash.digest('hex')}`
}

async function opened(url: string, name: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: 10_000,
  })
  // The query that is under way, or the next one, says what is wrong.
  client.on('error', () => {})
  await client.connect()
  return client
}

async function checkVersion(client: Client): Promise<void> {
  const { rows } = await client.query<{ number: number; name: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as name`,
  )
  for (const { number, name } of rows)
    if (number < oldest * 10_000)
      throw new StartError(`the database is PostgreSQL ${name}; give one of version ${oldest} or newer`)
}

function migrationsIn(folder: URL): readonly Migration[] {
  const names = readdirSync(fileURLToPath(folder)).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8')
    return { name, text, hash: createHash('sha256').update(text).digest('hex') }
  })
}

async function migrationsDone(client: Client): Promise<ReadonlyMap<string, string>> {
  await client.query(
    `create table if not exists migration (
       name text primary key, hash text not null, done_at timestamptz not null default now()
     )`,
  )
  const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from migration')
  return new Map(rows.map(({ name, hash }) => [name, hash]))
}

function missingOf(known: readonly Migration[], done: ReadonlyMap<string, string>): readonly Migration[] {
  const newer = [...done.keys()].find((name) => !known.some((migration) => migration.name === name))
  if (newer !== undefined)
    throw new StartError(`the database was made by a newer Rolecall (it has \`${newer}\`); install that one`)
  const edited = known.find(({ name, hash }) => (done.get(name) ?? hash) !== hash)
  if (edited !== undefined)
    throw new StartError(`the migration \`${edited.name}\` was edited after it ran; write a new one instead`)
  return known.filter(({ name }) => !done.has(name))
}

async function run(client: Client, { name, text, hash }: Migration): Promise<void> {
  await client.query('begin')
  try {
    await seeEveryPractice(client, text)
    await client.query('insert into migration (name, hash) values ($1, $2)', [name, hash])
    await client.query('commit')
  } catch (error) {
    // Undone by now where the connection is what broke.
    await client.query('rollback').catch(() => {})
    const why = error instanceof Error ? error.message : String(error)
    throw new StartError(`the migration \`${name}\` failed, the database is as before: ${why}`, {
      cause: error,
    })
  }
}

/**
 * Row security holds for the owner of the tables too, and a migration names no practice: it would change no row of
 * any, and say nothing. So it is lifted for the owner, and nobody else, in the transaction of the migration.
 */
async function seeEveryPractice(client: Client, migration: string): Promise<void> {
  const { rows } = await client.query<{ oid: number }>(
    `select oid from pg_class
     where relforcerowsecurity and relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`,
  )
  const held = rows.map(({ oid }) => oid)
  await alterEach(client, held, 'no force row level security')
  await client.query(migration)
  await alterEach(client, held, 'force row level security')
}

/** By number: the migration may have given a table another name, or dropped it. */
async function alterEach(client: Client, tables: readonly number[], how: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'select oid::regclass::text as name from pg_class where oid = any ($1)',
    [tables],
  )
  for (const { name } of rows) await client.query(`alter table ${name} ${how}`)
}

async function roleOf(url: string): Promise<string> {
  const client = await opened(url, 'rolecall looks')
  try {
    const { rows } = await client.query<{ role: string }>('select current_user as role')
    return rows[0]?.role ?? ''
  } finally {
    await client.end()
  }
}

async function openTo(role: string, client: Client): Promise<void> {
  const name = client.escapeIdentifier(role)
  await client.query('begin')
  await client.query(`grant usage on schema public to ${name}`)
  await client.query(`grant select, insert, update, delete on all tables in schema public to ${name}`)
  await client.query(`revoke all on migration from ${name}`)
  // A database of earlier migrations does not have them all yet.
  const { rows } = await client.query<{ table: string }>(
    'select name as table from unnest($1::text[]) as name where to_regclass(name) is not null',
    [onlyAddedTo],
  )
  await client.query(`revoke update, delete on ${rows.map(({ table }) => table).join(', ')} from ${name}`)
  await client.query('commit')
}

/** What was written in them stays as it was, whatever the program that serves is brought to do. */
const onlyAddedTo = [
  'audit_block',
  'audit_deed',
  'audit_entry',
  'audit_record',
  'audit_record_block',
  'audit_seal',
  'former_id',
  'note_addendum',
  'note_import',
  'note_signature',
  'patient_facts',
  'record_edit',
]
