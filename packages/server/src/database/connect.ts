/**
 * Connections, and transactions that work in one practice. Row security shows a transaction the rows of the practice
 * it named and no others, so a query that forgets the practice finds nothing of another one.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { Kysely, PostgresDialect } from 'kysely'
import { Pool, type PoolClient, type PoolConfig, type QueryResult } from 'pg'
import { isOnceMore } from './is-once-more.ts'
import { namedStatements } from './named-statements.ts'
import type { Tables } from './tables.ts'

/** What may be asked and written within a transaction. It ends where it began, and nowhere in between. */
export type Transaction = Omit<Kysely<Tables>, 'connection' | 'destroy' | 'startTransaction' | 'transaction'>

/** `look`: one snapshot, and nothing can be written. `change`: each statement sees what was committed before it. */
export type Mode = 'look' | 'change'

export interface Within {
  readonly practiceId: string
  readonly mode: Mode
  /** Asked together with the beginning, in the same journey to the database: literals only, no parameters. */
  readonly opening?: string | Prepared
}

/** A query that PostgreSQL plans once for each connection. */
export interface Prepared {
  /** With `$1` and so on where the values come. Always the same few texts: each is kept until the connection ends. */
  readonly text: string
  /** Each a literal of SQL, with its quotes: of what cannot hold one, such as a uuid. */
  readonly literals: readonly string[]
}

/** The database, before it is known who asks. Domains never hold one: they get a door. */
export interface Database {
  /** The reference tables: accounts, practices, and what proves who someone is. Rows of practices are not seen here. */
  readonly anywhere: Kysely<Tables>
  /**
   * Do something in one practice, all or nothing. A change that met another on its way is tried again, so what it does
   * outside the database may happen more than once. `undo` is asked of what came out: where it says yes, nothing stays.
   */
  within<T>(
    where: Within,
    work: (transaction: Transaction, opened: readonly Row[]) => Promise<T>,
    undo?: (result: T) => boolean,
  ): Promise<T>
  destroy(): Promise<void>
}

type Row = Readonly<Record<string, unknown>>

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const tries = 10

/**
 * How long anything waits, in milliseconds, before it is given up as an outage. What a program that hangs holds, such as
 * the policy of a practice, is free again after `idle_in_transaction_session_timeout` at the latest.
 */
const patience = {
  // For a connection, a new one or one that others use.
  connectionTimeoutMillis: 5000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 15_000,
  statement_timeout: 30_000,
  // On this side: for a database that went away without a word.
  query_timeout: 35_000,
  keepAlive: true,
} satisfies PoolConfig

export interface Manner {
  /** At most so many at a time; more wait for one of them. */
  readonly connections?: number
  /** To wait for less long. Milliseconds. */
  readonly patience?: Partial<typeof patience>
}

export function connect(url: string, { connections = 10, patience: own = {} }: Manner = {}): Database {
  const config = { ...patience, ...own, connectionString: url, application_name: 'rolecall' }
  const pool = openPool({ ...config, max: connections })
  // Of its own: a connection of the other may have a transaction that is still to be ended.
  const anywhere = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: openPool({ ...config, max: Math.min(connections, 4) }) }),
  })
  return {
    anywhere,
    async within(where, work, undo = () => false) {
      if (!uuid.test(where.practiceId)) throw new Error(`\`${where.practiceId}\` is no id of a practice`)
      for (let tried = 1; ; tried++) {
        try {
          return await inTransaction(pool, where, work, undo)
        } catch (error) {
          if (tried === tries || !isOnceMore(error)) throw error
          // Those who met do not start over at the same time, and who always comes last waits for longer.
          await pause(Math.random() * 2 ** Math.min(tried, 7))
        }
      }
    },
    async destroy() {
      await Promise.all([anywhere.destroy(), pool.end()])
    },
  }
}

/**
 * A connection breaks while nobody uses it, or between two queries. The next query says what is wrong, or gets another
 * connection; without anybody listening the program would end here.
 */
function openPool(config: PoolConfig): Pool {
  const pool = new Pool(config)
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

async function inTransaction<T>(
  pool: Pool,
  where: Within,
  work: (transaction: Transaction, opened: readonly Row[]) => Promise<T>,
  undo: (result: T) => boolean,
): Promise<T> {
  const client = await pool.connect()
  const release = (wait: Promise<unknown>) =>
    // Where even this fails the connection is of no use to anybody else.
    wait.then(
      () => client.release(),
      (trouble: Error) => client.release(trouble),
    )
  try {
    const opened = await begin(client, where)
    const result = await work(queriesOf(client), opened)
    if (where.mode === 'look' && client.getTransactionStatus() === 'T') {
      // Nothing was written, so nobody has to wait for the end of it; and whoever waits for the connection ends it along
      // with their own beginning, which saves a journey where there is much to do.
      if (pool.waitingCount === 0) void release(client.query('commit'))
      else {
        unended.add(client)
        client.release()
      }
      return result
    }
    await end(client, undo(result) ? 'rollback' : 'commit')
    client.release()
    return result
  } catch (error) {
    await release(client.query('rollback'))
    throw error
  }
}

/** Connections whose transaction only looked and is still to be ended, by whoever begins the next one on them. */
const unended = new WeakSet<PoolClient>()

const kinds = {
  look: 'begin isolation level repeatable read read only',
  change: 'begin isolation level read committed',
} satisfies Record<Mode, string>

async function begin(
  client: PoolClient,
  { practiceId, mode, opening = '' }: Within,
): Promise<readonly Row[]> {
  const end = unended.delete(client) ? 'commit; ' : ''
  const asked = typeof opening === 'string' ? opening : await prepared(client, opening)
  return lastRows(
    await client.query(`${end}${kinds[mode]}; set local rolecall.practice = '${practiceId}'; ${asked}`),
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

/** PostgreSQL answers `commit` with a rollback, and no error, where a statement before it had failed. */
async function end(client: PoolClient, how: 'commit' | 'rollback'): Promise<void> {
  const { command } = await client.query(how)
  if (command.toLowerCase() !== how)
    throw new Error('a statement of the transaction had failed, nothing of it was kept')
}

/** Several statements at once have several results. */
function lastRows(results: QueryResult | readonly QueryResult[]): readonly Row[] {
  const last = Array.isArray(results) ? results.at(-1) : results
  return last?.rows ?? []
}

const queries = new WeakMap<PoolClient, Kysely<Tables>>()

/** Kysely on one connection, made once for each. */
function queriesOf(client: PoolClient): Transaction {
  const known = queries.get(client)
  if (known !== undefined) return known
  const pinned = { ...namedStatements(client), release: () => {} }
  const pool = { connect: async () => pinned, end: async () => {}, options: {} }
  const made = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  queries.set(client, made)
  return made
}
