/**
 * The incarnation of the database: a stretch of its history in which nothing was undone. A restore, or a failover to a
 * standby that lags, brings back what was ended meanwhile, such as sessions and links. Each new connection therefore
 * checks whether the database is still the one of the last connection, and no older; if not, it begins a new
 * incarnation before anything else is asked of it.
 */

import pLimit from 'p-limit'
import type { ClientBase } from 'pg'

/** How far the history of a database was seen. */
export interface Seen {
  readonly identity: string
  /** How many bytes of its log are on disk: it never gets less, unless something was undone. */
  readonly position: bigint
}

/** Remembers outside the database how far its history was seen. */
export interface Witness {
  /** @returns undefined if nothing was remembered. `moved`: the files of the database are not those of last time. */
  read(): Seen | 'moved' | undefined
  write(seen: Seen): void
}

export interface IncarnationGuard {
  /** Begin a new incarnation if the database behind this connection is another one or an older state. */
  verify(client: ClientBase): Promise<void>
  /** Whether the database is still the one that was verified, and no older. */
  isSame(client: ClientBase): Promise<boolean>
}

interface State {
  readonly id: string
  readonly recorded: string
  readonly identity: string
  readonly position: bigint
}

const restored =
  'the database was restored or moved: all sessions and all links that were sent before are void, so everybody signs in again'

export function guardIncarnation(
  witness: Witness | undefined,
  report: (sentence: string) => void,
): IncarnationGuard {
  let seen = witness?.read()
  // One connection at a time: the others find the incarnation that the first one began.
  const oneByOne = pLimit(1)

  const keep = ({ identity, position }: Seen) => {
    seen = { identity, position }
    witness?.write(seen)
  }

  /** What was seen is taken before the question is sent: a later answer cannot be older than that. */
  const compare = async (client: ClientBase) => {
    const before = seen
    const state = await stateOf(client)
    const isSame = state === undefined || !isUndone(state, before)
    if (state !== undefined && isSame && isFurther(state, seen)) keep(state)
    return { state, isSame }
  }

  const renew = async (client: ClientBase, state: State) => {
    if (await beginIncarnation(client, state.id)) report(restored)
    keep(state)
  }

  return {
    verify: (client) =>
      oneByOne(async () => {
        const { state, isSame } = await compare(client)
        if (state !== undefined && !isSame) await renew(client, state)
      }),
    isSame: (client) => oneByOne(async () => (await compare(client)).isSame),
  }
}

function isUndone(state: State, before: Seen | 'moved' | undefined): boolean {
  if (state.recorded !== state.identity || before === 'moved') return true
  return before?.identity === state.identity && state.position < before.position
}

function isFurther(state: State, seen: Seen | 'moved' | undefined): boolean {
  return typeof seen !== 'object' || seen.identity !== state.identity || state.position > seen.position
}

/** @returns undefined if the tables were not made yet. */
async function stateOf(client: ClientBase): Promise<State | undefined> {
  const { rows } = await client
    .query<{ id: string; recorded: string; identity: string; position: string | null }>(
      `select id, identity as recorded, database_identity() as identity,
        case when not pg_is_in_recovery() then (pg_current_wal_flush_lsn() - '0/0')::text end as position from incarnation`,
    )
    .catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === undefinedTable) return { rows: [] }
      throw error
    })
  const [row] = rows
  if (row === undefined) return undefined
  if (row.position === null) throw new Standby('the database is a standby, nothing can be written there')
  return { ...row, position: BigInt(row.position) }
}

const undefinedTable = '42P01'

/** An outage: it may be promoted, and is verified then. */
class Standby extends Error {
  readonly code = '57P03'
}

/**
 * End all sessions and void all links. `id`: of the incarnation to be ended, or of whichever it is.
 *
 * @returns whether it was begun here: another program may have been faster.
 */
export async function beginIncarnation(client: ClientBase, id?: string): Promise<boolean> {
  const { rows } = await client.query(
    `with begun as (
      update incarnation set id = gen_random_uuid(), identity = database_identity(), begun_at = clock_timestamp()
      where id = coalesce($1, id) returning id
    ), resets as (delete from password_reset where exists (select from begun)
    ), setups as (delete from setup_link where exists (select from begun)
    ) select from begun`,
    [id ?? null],
  )
  return rows.length > 0
}
