/**
 * Budgets of attempts. An attempt is taken from them before it is made, so that many at once get no more than one after
 * another, and given back when it turns out to be right. What a budget is of is kept as a hash.
 */
import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { sql } from 'kysely'
import type { Database } from '../database/connect.ts'

export interface Budget {
  /** What the attempts have in common: `['sign-in', 'from', '192.0.2.7']`. */
  readonly of: readonly string[]
  readonly most: number
  readonly minutes: number
}

export type Taken =
  | { readonly spent: true; readonly minutesLeft: number; readonly isFirst: boolean }
  | { readonly spent: false; giveBack(): Promise<void> }

/**
 * Take one attempt from each, the narrow ones first: what a narrow one stops does not use up a wide one, which others
 * draw on as well.
 */
export function takeAttempt(database: Database, budgets: readonly Budget[]): Promise<Taken> {
  return takeAttempts(database, budgets, 1)
}

/** Take several at once: all of them, or none that is of use. */
export async function takeAttempts(
  database: Database,
  budgets: readonly Budget[],
  attempts: number,
): Promise<Taken> {
  const keys: Buffer[] = []
  for (const budget of budgets) {
    const key = keyOf(budget)
    const { failures, minutes } = await count(database, key, budget, attempts)
    if (failures > budget.most)
      return {
        spent: true,
        minutesLeft: Math.max(1, Math.ceil(minutes)),
        isFirst: failures - attempts <= budget.most,
      }
    keys.push(key)
  }
  return {
    spent: false,
    async giveBack() {
      await database.anywhere
        .updateTable('throttle')
        .set({ failures: sql<number>`greatest(failures - ${attempts}::int, 0)` })
        .where('key', 'in', keys)
        .execute()
    },
  }
}

interface Count {
  readonly failures: number
  readonly minutes: number
}

async function count(database: Database, key: Buffer, { minutes }: Budget, attempts: number): Promise<Count> {
  const { rows } = await sql<Count>`
    insert into throttle as known (key, failures, ends_at)
    values (${key}, ${attempts}::int, now() + make_interval(mins => ${minutes}::int))
    on conflict (key) do update set
      failures = case when known.ends_at <= now() then excluded.failures
        else least(known.failures::bigint + excluded.failures, 1000000000)::int end,
      ends_at = case when known.ends_at <= now() then excluded.ends_at else known.ends_at end
    returning failures, extract(epoch from ends_at - now())::float8 / 60 as minutes`.execute(
    database.anywhere,
  )
  const [counted] = rows
  if (counted === undefined) throw new Error('an attempt was not counted')
  return counted
}

/** What is over counts for nothing and can go. */
export async function forgetOldAttempts({ anywhere }: Database): Promise<void> {
  await anywhere.deleteFrom('throttle').where('ends_at', '<=', sql<Date>`now()`).execute()
}

function keyOf({ of }: Budget): Buffer {
  return createHash('sha256').update(JSON.stringify(of)).digest()
}

/** What one subscriber has: an IPv4 address, or the network of an IPv6 address. */
export function networkOf(address: string): string {
  const [, embedded] = address.match(/^::ffff:(\d+\.\d+\.\d+\.\d+)$/i) ?? []
  if (embedded !== undefined) return embedded
  if (!isIPv6(address)) return address
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? []
  const [front, back] = [groups(head), groups(tail)]
  const zeros = address.includes('::') ? Math.max(0, 8 - front.length - back.length) : 0
  return [...front, ...Array.from({ length: zeros }, () => '0'), ...back].slice(0, 4).join(':')
}

function groups(text: string): readonly string[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16).toString(16))
}
