/**
 * Which history of facts a transaction sees. Facts are only added, so what was found out about those up to a number
 * stays right, as long as the database keeps its history. After a restore, or a failover to a standby that lags, the
 * same numbers are given again, to other facts. So each row of facts has a random stamp, and a history goes on only
 * where the last row that was seen is there with the same stamp: then all rows before it are the same too.
 */
import type { Transaction } from '../database/connect.ts'

/** The facts of a practice as one transaction sees them: their numbers are 1 to `last`. */
export interface FactsSeen {
  readonly practiceId: string
  readonly last: number
  /** What is kept of facts is kept under this. No other history, and no other practice, has the same. */
  readonly history: string
}

/** The last facts that a transaction sees. Without any the number is 0. */
export interface LastFacts {
  readonly last: number
  readonly stamp: string | undefined
}

interface History {
  readonly name: string
  /** The last facts that were seen, and those before them: a transaction that began earlier ends there. */
  readonly seen: LastFacts[]
}

/** One for each practice, the one asked for least recently first. What is kept under a forgotten one goes by itself. */
const histories = new Map<string, History>()

const mostHistories = 20_000

/** How many of the last facts of a history are remembered. */
const mostSeen = 16

let named = 0

/** Find the history that the facts seen by a transaction belong to, or begin one. */
export async function factsSeen(
  transaction: Transaction,
  practiceId: string,
  facts: LastFacts,
): Promise<FactsSeen> {
  const history = (await historyWith(transaction, practiceId, facts)) ?? newHistory(practiceId, facts)
  return { practiceId, last: facts.last, history: history.name }
}

async function historyWith(
  transaction: Transaction,
  practiceId: string,
  facts: LastFacts,
): Promise<History | undefined> {
  for (;;) {
    const history = histories.get(practiceId)
    const newest = history?.seen.at(-1)
    if (history === undefined || newest === undefined) return undefined
    if (history.seen.some((one) => one.last === facts.last && one.stamp === facts.stamp)) return history
    if (facts.last <= newest.last || !(await isThere(transaction, practiceId, newest))) return undefined
    // Somebody else may have found out more meanwhile: then their facts are what has to be there.
    if (history.seen.at(-1) !== newest) continue
    history.seen.push(facts)
    if (history.seen.length > mostSeen) history.seen.shift()
    return history
  }
}

async function isThere(
  transaction: Transaction,
  practiceId: string,
  { last, stamp }: LastFacts,
): Promise<boolean> {
  if (stamp === undefined) return true
  const found = await transaction
    .selectFrom('patient_facts')
    .select('id')
    .where('practice_id', '=', practiceId)
    .where('id', '=', String(last))
    .where('stamp', '=', stamp)
    .executeTakeFirst()
  return found !== undefined
}

function newHistory(practiceId: string, facts: LastFacts): History {
  const history = { name: `facts ${++named}`, seen: [facts] }
  histories.delete(practiceId)
  histories.set(practiceId, history)
  const [oldest] = histories.keys()
  if (histories.size > mostHistories && oldest !== undefined) histories.delete(oldest)
  return history
}
