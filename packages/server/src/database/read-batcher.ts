/**
 * Those who look at the same practice at the same time share a transaction. One journey begins it and asks all their
 * openings, and their questions follow each other without a wait in between. All see one snapshot, taken after the last
 * of them came: nobody is shown what was before a change that was answered. Where a question fails, PostgreSQL ends the
 * transaction for all of them, and each who still needs it looks again alone.
 */
import { DatabaseError, type Pool, type PoolClient } from 'pg'
import {
  begin,
  hasFailed,
  leave,
  type Prepared,
  queriesOf,
  type Row,
  release,
  type Transaction,
} from './transaction.ts'

export interface Look<T> {
  readonly practiceId: string
  readonly opening: Prepared
  readonly work: (transaction: Transaction, opened: readonly Row[]) => Promise<T>
}

interface Waiting {
  readonly opening: Prepared
  /** Never fails. */
  look(client: PoolClient, opened: readonly Row[], isAlone: boolean): Promise<void>
  failed(error: unknown): void
}

interface Together {
  readonly practiceId: string
  readonly looks: readonly Waiting[]
}

/** How many share a transaction at most. */
const mostTogether = 32

/** How many transactions look at a time, of those that are quick: fewer of them have more in common. */
const atOnce = 2

/** Milliseconds after which a transaction holds up nobody: another may begin beside it. */
const quick = 20

/** `alone`: in a transaction of one's own. */
export function lookTogether(
  pool: Pool,
  alone: <T>(look: Look<T>) => Promise<T>,
): <T>(look: Look<T>) => Promise<T> {
  const queues = new Map<string, Waiting[]>()
  let underWay = 0
  let isDue = false

  /** Those who come in this turn of the loop go together. */
  const beginSoon = (): void => {
    if (isDue || underWay >= atOnce || queues.size === 0) return
    isDue = true
    setImmediate(() => {
      isDue = false
      for (let free = Math.min(atOnce - underWay, queues.size); free > 0; free--) void lookOn()
    })
  }

  /** The practice that waits longest; it comes again behind the others. */
  const next = (): Together | undefined => {
    const [first] = queues
    if (first === undefined) return undefined
    const [practiceId, queue] = first
    const looks = queue.splice(0, mostTogether)
    queues.delete(practiceId)
    if (queue.length > 0) queues.set(practiceId, queue)
    return { practiceId, looks }
  }

  /** One transaction behind the other on one connection, until others wait for it. */
  const lookOn = async (): Promise<void> => {
    underWay++
    let isQuick = true
    const giveWay = () => {
      if (isQuick) underWay--
      isQuick = false
      beginSoon()
    }
    let client: PoolClient
    try {
      client = await pool.connect()
    } catch (error) {
      for (const one of next()?.looks ?? []) one.failed(error)
      return giveWay()
    }
    try {
      const goesOn = () => isQuick && pool.waitingCount === 0 && !hasFailed(client)
      for (let those = next(); those !== undefined; those = goesOn() ? next() : undefined) {
        const slow = setTimeout(giveWay, quick)
        await lookAt(client, those).finally(() => clearTimeout(slow))
      }
      leave(client, pool)
    } catch {
      // Those who waited know.
      await release(client, client.query('rollback'))
    }
    giveWay()
  }

  return ({ practiceId, opening, work }) =>
    new Promise((resolve, reject) => {
      // Nobody waits for it who holds the connection of all: where there is no other, it would never come.
      const again = (): void => void alone({ practiceId, opening, work }).then(resolve, reject)
      const waiting: Waiting = {
        opening,
        look: (client, opened, isAlone) =>
          work(queriesOf(client), opened).then(
            // Some failure may have gone unnoticed, whoever's it was.
            (result) => (hasFailed(client) ? again() : resolve(result)),
            (error: unknown) => (isAlone || !(error instanceof DatabaseError) ? reject(error) : again()),
          ),
        failed: reject,
      }
      const queue = queues.get(practiceId)
      if (queue === undefined) queues.set(practiceId, [waiting])
      else queue.push(waiting)
      beginSoon()
    })
}

async function lookAt(client: PoolClient, { practiceId, looks }: Together): Promise<void> {
  const openings = looks.map(({ opening }) => opening)
  try {
    const opened = await begin(client, { practiceId, mode: 'look', openings })
    sendAsOne(client)
    await Promise.all(looks.map((one, index) => one.look(client, opened[index] ?? [], looks.length === 1)))
  } catch (error) {
    for (const one of looks) one.failed(error)
    throw error
  }
}

/** What is asked in this turn of the loop leaves at once: a write to a socket costs more than most questions. */
function sendAsOne({ connection: { stream } }: PoolClient): void {
  stream.cork()
  setImmediate(() => stream.uncork())
}
