/**
 * Connections, and transactions that work in one practice. Row security shows a transaction the rows of the practice
 * it named and no others, so a query that forgets the practice finds nothing of another one.
 */
import { Kysely, PostgresDialect } from 'kysely'
import { Pool, type PoolClient, type QueryResult } from 'pg'
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
  readonly opening?: string
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

const tries = 5

export function connect(url: string, { connections = 20 } = {}): Database {
  const pool = new Pool({ connectionString: url, max: connections, application_name: 'rolecall' })
  // A connection that breaks while nobody uses it. The next query gets another one, or says what is wrong.
  pool.on('error', () => {})
  const anywhere = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return {
    anywhere,
    async within(where, work, undo = () => false) {
      if (!uuid.test(where.practiceId)) throw new Error(`\`${where.practiceId}\` is no id of a practice`)
      for (let tried = 1; ; tried++) {
        try {
          return await inTransaction(pool, where, work, undo)
        } catch (error) {
          if (tried === tries || !isOnceMore(error)) throw error
        }
      }
    },
    destroy: () => anywhere.destroy(),
  }
}

async function inTransaction<T>(
  pool: Pool,
  { practiceId, mode, opening = '' }: Within,
  work: (transaction: Transaction, opened: readonly Row[]) => Promise<T>,
  undo: (result: T) => boolean,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const opened = await client.query(
      `${begin[mode]}; set local rolecall.practice = '${practiceId}'; ${opening}`,
    )
    const result = await work(queriesOf(client), lastRows(opened))
    await end(client, undo(result) ? 'rollback' : 'commit')
    return result
  } catch (error) {
    // Where even this fails the connection is of no use to anybody else.
    await client.query('rollback').catch((trouble: Error) => (broken = trouble))
    throw error
  } finally {
    client.release(broken)
  }
}

/** PostgreSQL answers `commit` with a rollback, and no error, where a statement before it had failed. */
async function end(client: PoolClient, how: 'commit' | 'rollback'): Promise<void> {
  const { command } = await client.query(how)
  if (command.toLowerCase() !== how)
    throw new Error('a statement of the transaction had failed, nothing of it was kept')
}

const begin = {
  look: 'begin isolation level repeatable read read only',
  change: 'begin isolation level read committed',
} satisfies Record<Mode, string>

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
