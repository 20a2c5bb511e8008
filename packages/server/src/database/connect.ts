/**
 * Connections, and transactions that work in one practice. Row security shows a transaction the rows of the practice
 * it named and no others, so a query that forgets the practice finds nothing of another one.
 */
import { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Kysely, PostgresDialect } from 'kysely'
import pLimit from 'p-limit'
import { Pool, type PoolConfig } from 'pg'
import { type Pulse, takePulse } from './heartbeat.ts'
import { guardIncarnation, type Witness } from './incarnation.ts'
import { isOnceMore } from './is-retryable.ts'
import { lookTogether } from './read-batcher.ts'
import type { Tables } from './tables.ts'
import {
  begin,
  end,
  hasFailed,
  leave,
  type Mode,
  type Prepared,
  queriesOf,
  type Row,
  release,
  type Transaction,
  takeWritten,
  watch,
} from './transaction.ts'

export type { Prepared, Transaction }

export interface Within {
  readonly practiceId: string
  readonly mode: Mode
  /**
   * Asked together with the beginning, in the same journey to the database: literals only, no parameters. Those who look
   * with a prepared one share their transaction with others who do at the same time, unless they look apart.
   */
  readonly opening?: string | Prepared
  /** Whether it may take long: whoever shared the transaction would wait for it. */
  readonly isApart?: boolean
}

/** The database, before it is known who asks. Domains never hold one: they get a door. */
export interface Database {
  /** Its address, with its password: to connect from another thread. */
  readonly url: string
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
  /** Practices whose log was written to by transactions that committed here. The sealer takes them out. */
  readonly written: Set<string>
  destroy(): Promise<void>
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const tries = 10

/**
 * How long anything waits, in milliseconds, before it is given up as an outage.
 */
const patience = {
  // For a connection, a new one or one that others use.
  connectionTimeoutMillis: 5000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 15_000,
  statement_timeout: 30_000,
  // On this side: for a connection that broke without a word. A database that went away so is noticed earlier.
  query_timeout: 35_000,
  keepAlive: true,
} satisfies PoolConfig

/** Undone by `options` in the address of a database. */
const settings = [
  // What is read lies in memory or on a disk without arms: walking along an index costs little more than reading on.
  'random_page_cost=1.1',
  // Instants are written the same whatever the database is used to.
  'timezone=UTC',
  'datestyle=ISO',
]

/**
 * How long a change may stand still, in milliseconds. A program that was stopped holds what its change has locked, such as
 * the policy of a practice, for so long at most, and others wait for it for longer (`lock_timeout`). A look holds nothing.
 */
const usualMostIdle = 3000

export interface Manner {
  /** At most so many at a time; more wait for one of them. */
  readonly connections?: number
  /** To wait for less long. Milliseconds. */
  readonly patience?: Partial<typeof patience>
  /** To let a change stand still for less long. Milliseconds. */
  readonly mostIdle?: number
  /** Where it is remembered how far the history of the database was seen. */
  readonly witness?: Witness
  /** Told what the operator of the server should know, as sentences. */
  readonly report?: (sentence: string) => void
}

export function connect(
  url: string,
  { connections = 10, patience: own = {}, mostIdle = usualMostIdle, witness, report = () => {} }: Manner = {},
): Database {
  const sockets = new Set<Socket>()
  const endAll = (why: Error) => {
    for (const socket of sockets) socket.destroy(why)
  }
  const incarnation = guardIncarnation(witness, report)
  const pulse = takePulse(
    { connectionString: url, application_name: 'rolecall listens', keepAlive: true },
    {
      // Each connection that follows is verified before it is used.
      ask: async (client) => {
        if (!(await incarnation.isSame(client)))
          endAll(new Error('Connection terminated, the database was restored'))
      },
      onSilence: endAll,
    },
  )
  const config = {
    ...patience,
    ...own,
    connectionString: url,
    application_name: 'rolecall',
    options: settings.map((one) => `-c ${one}`).join(' '),
    stream: () => socketAmong(sockets, pulse),
    verify: (client, done) => void incarnation.verify(client).then(() => done(), done),
  } satisfies PoolConfig
  const pool = openPool({ ...config, max: connections, pipeline: true })
  const written = new Set<string>()
  const parts = { pool, written }
  const together = lookTogether(pool, ({ practiceId, opening, work }) =>
    inTransaction(parts, { practiceId, mode: 'look', opening, mostIdle }, work, () => false),
  )
  // Whoever reads much waits for others who do: the other half of the connections is for everybody else.
  const apart = pLimit(Math.max(1, Math.trunc(connections / 2)))
  // Of its own: a connection of the other may have a transaction that is still to be ended.
  const anywhere = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: openPool({ ...config, max: Math.min(connections, 4) }) }),
  })
  return {
    url,
    anywhere,
    written,
    async within(where, work, undo = () => false) {
      if (!uuid.test(where.practiceId)) throw new Error(`\`${where.practiceId}\` is no id of a practice`)
      const { practiceId, mode, opening, isApart = false } = where
      const inOne = () => inTransaction(parts, { ...where, mostIdle }, work, undo)
      if (isApart) return untilItWorks(() => apart(inOne))
      return mode === 'look' && typeof opening === 'object'
        ? untilItWorks(() => together({ practiceId, opening, work }))
        : untilItWorks(inOne)
    },
    async destroy() {
      pulse.stop()
      await Promise.all([anywhere.destroy(), pool.end()])
    },
  }
}

/** Again where it met others, as often as is worth it. */
async function untilItWorks<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt()
    } catch (error) {
      if (tried === tries || !isOnceMore(error)) throw error
      // Those who met do not start over at the same time, and who always comes last waits for longer.
      await pause(Math.random() * 2 ** Math.min(tried, 7))
    }
  }
}

/** One that ends with the others when the database falls silent, and at once while it is. */
function socketAmong(sockets: Set<Socket>, pulse: Pulse): Socket {
  const socket = new Socket()
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
  pulse.watch()
  if (pulse.silence !== undefined) process.nextTick(() => socket.destroy(pulse.silence))
  return socket
}

/**
 * A connection breaks while nobody uses it, or between two queries. The next query says what is wrong, or gets another
 * connection; without anybody listening the program would end here.
 */
function openPool(config: PoolConfig): Pool {
  const pool = new Pool(config)
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    client.on('error', () => {})
    watch(client)
  })
  return pool
}

async function inTransaction<T>(
  { pool, written }: { readonly pool: Pool; readonly written: Set<string> },
  { practiceId, mode, opening, mostIdle }: Within & { readonly mostIdle: number },
  work: (transaction: Transaction, opened: readonly Row[]) => Promise<T>,
  undo: (result: T) => boolean,
): Promise<T> {
  const client = await pool.connect()
  try {
    const [opened = []] = await begin(client, {
      practiceId,
      mode,
      ...(mode === 'change' && { mostIdle }),
      openings: opening === undefined ? [] : [opening],
    })
    const result = await work(queriesOf(client), opened)
    if (mode === 'look' && !hasFailed(client)) leave(client, pool)
    else {
      const how = undo(result) ? 'rollback' : 'commit'
      await end(client, how)
      const practices = takeWritten(client)
      if (how === 'commit') for (const id of practices) written.add(id)
      client.release()
    }
    return result
  } catch (error) {
    takeWritten(client)
    await release(client, client.query('rollback'))
    throw error
  }
}
