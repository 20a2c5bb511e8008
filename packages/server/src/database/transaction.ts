/**
 * Transactions on one connection: begun in one practice, and ended.
 */
import { Kysely, PostgresDialect } from 'kysely'
import type { Pool, PoolClient, QueryResult } from 'pg'
import { namedStatements } from './prepared-statements.ts'
import type { Tables } from './tables.ts'

/** What may be asked and written within a transaction. It ends where it began, and nowhere in between. */
export type Transaction = Omit<Kysely<Tables>, 'connection' | 'destroy' | 'startTransaction' | 'transaction'>

/** `look`: one snapshot, and nothing can be written. `change`: each statement sees what was committed before it. */
export type Mode = 'look' | 'change'

/** A query that PostgreSQL plans once for each connection. */
export interface Prepared {
  /** With `$1` and so on where the values come. Always the same few texts: each is kept until the connection ends. */
  readonly text: string
  /** Each a literal of SQL, with its quotes: of what cannot hold one, such as a uuid. */
  readonly literals: readonly string[]
}

export interface Begun {
  readonly practiceId: string
  readonly mode: Mode
  /** How long a change may stand still, in milliseconds: what it holds is free again then. */
  readonly mostIdle?: number
  /** Asked in the same journey to the database. */
  readonly openings: readonly (string | Prepared)[]
}

export type Row = Readonly<Record<string, unknown>>

const kinds = {
  look: 'begin isolation level repeatable read read only',
  change: 'begin isolation level read committed',
} satisfies Record<Mode, string>

/** Connections in whose transaction a statement failed. */
const failed = new WeakSet<PoolClient>()

/** Know of every failure on a connection, also of one that a program keeps to itself. */
export function watch(client: PoolClient): void {
  client.connection.on('errorMessage', () => failed.add(client))
}

/** Whether a statement of its transaction failed, after which PostgreSQL answers none. */
export function hasFailed(client: PoolClient): boolean {
  return failed.has(client)
}

/** Begin a transaction, and end the one before it that only looked. Returns the rows of each opening. */
export async function begin(
  client: PoolClient,
  { practiceId, mode, openings, mostIdle }: Begun,
): Promise<readonly (readonly Row[])[]> {
  const asked: string[] = []
  for (const opening of openings)
    asked.push(typeof opening === 'string' ? opening : await prepared(client, opening))
  failed.delete(client)
  const before = client.getTransactionStatus() === 'I' ? [] : ['commit']
  const settings = [
    `set local rolecall.practice = '${practiceId}'`,
    ...(mostIdle === undefined ? [] : [`set local idle_in_transaction_session_timeout = ${mostIdle}`]),
  ]
  const results: QueryResult | readonly QueryResult[] = await client.query(
    [...before, kinds[mode], ...settings, ...asked].join('; '),
  )
  if (!Array.isArray(results)) throw new Error('several statements at once have several results')
  return results.slice(results.length - asked.length).map(({ rows }: QueryResult) => rows)
}

/** PostgreSQL answers `commit` with a rollback, and no error, where a statement before it had failed. */
export async function end(client: PoolClient, how: 'commit' | 'rollback'): Promise<void> {
  const { command } = await client.query(how)
  if (command.toLowerCase() !== how)
    throw new Error('a statement of the transaction had failed, nothing of it was kept')
}

/**
 * Give back a connection whose transaction only looked. Nothing was written, so nobody has to wait for the end of it; and
 * whoever waits for the connection ends it along with their own beginning, which saves a journey where there is much to do.
 */
export function leave(client: PoolClient, pool: Pool): void {
  if (hasFailed(client)) void release(client, client.query('rollback'))
  else if (pool.waitingCount > 0 || client.getTransactionStatus() === 'I') client.release()
  else void release(client, client.query('commit'))
}

/** Give back a connection once its transaction has ended. Where even this fails it is of no use to anybody else. */
export function release(client: PoolClient, ended: Promise<unknown>): Promise<void> {
  return ended.then(
    () => client.release(),
    (trouble: Error) => client.release(trouble),
  )
}

const openings = new Map<string, string>()

/** The names of what each connection has prepared. */
const preparedOn = new WeakMap<PoolClient, Set<string>>()

async function prepared(client: PoolClient, { text, literals }: Prepared): Promise<string> {
  const name = openings.get(text) ?? `opening_${openings.size}`
  openings.set(text, name)
  const names = preparedOn.get(client) ?? new Set()
  preparedOn.set(client, names)
  if (!names.has(name)) {
    await client.query(`prepare ${name} as ${text}`)
    names.add(name)
  }
  return `execute ${name}(${literals.join(', ')})`
}

const queries = new WeakMap<PoolClient, Kysely<Tables>>()

/** Kysely on one connection, made once for each. */
export function queriesOf(client: PoolClient): Transaction {
  const known = queries.get(client)
  if (known !== undefined) return known
  const pinned = { ...namedStatements(client), release: () => {} }
  const pool = { connect: async () => pinned, end: async () => {}, options: {} }
  const made = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  queries.set(client, made)
  return made
}

/** Practices whose log each open transaction has written to. */
const written = new WeakMap<Transaction, Set<string>>()

/** Note that a transaction has written to the log of a practice. */
export function noteWritten(transaction: Transaction, practiceId: string): void {
  const known = written.get(transaction)
  if (known === undefined) written.set(transaction, new Set([practiceId]))
  else known.add(practiceId)
}

/** Practices whose log the transaction on this connection has written to. The next one begins with none. */
export function takeWritten(client: PoolClient): ReadonlySet<string> {
  const transaction = queriesOf(client)
  const known = written.get(transaction) ?? new Set()
  written.delete(transaction)
  return known
}
