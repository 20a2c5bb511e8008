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

const folder = new URL('../../migrations/', import.meta.url)

/** Any number will do, as long as it is the same for all. */
const lock = 7_652_554

/** Returns the names of those that were run now. `servingUrl`: the role that may read and write, and own nothing. */
export async function migrate(adminUrl: string, servingUrl: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: adminUrl, application_name: 'rolecall migrates' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lock])
    const done = await migrationsDone(client)
    const missing = missingOf(migrationsOnDisk(), done)
    for (const migration of missing) await run(client, migration)
    if (servingUrl !== adminUrl) await openTo(await roleOf(servingUrl), client)
    return missing.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

function migrationsOnDisk(): readonly Migration[] {
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
    await client.query(text)
    await client.query('insert into migration (name, hash) values ($1, $2)', [name, hash])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`the migration \`${name}\` failed, the database is as before`, { cause: error })
  }
}

async function roleOf(url: string): Promise<string> {
  const client = new Client({ connectionString: url, application_name: 'rolecall looks' })
  await client.connect()
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
  await client.query(`revoke update, delete on ${onlyAddedTo.join(', ')} from ${name}`)
  await client.query('commit')
}

/** What was written in them stays as it was, whatever the program that serves is brought to do. */
const onlyAddedTo = ['audit_entry', 'audit_seal', 'note_addendum', 'note_signature', 'patient_facts']
