/**
 * Guesses by which a way to read is chosen. They may be old and wrong: what is found does not depend on them.
 */
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { type Glimpse, isLikely, type Reach } from './access-filter.ts'
import { arrayOf, type FactsSet } from './facts-bitmap.ts'
import type { Listing } from './list-definitions.ts'

interface Where {
  readonly transaction: Transaction
  readonly practiceId: string
}

/** For how long a guess is good, in milliseconds. */
export const lasts = 60_000

/** Of rows that were glimpsed, and of numbers, how many are kept. */
const mostGlimpses = 500
const mostNumbers = 10_000

interface Kept<T> {
  readonly until: number
  readonly value: T
}

const glimpses = new Map<string, Kept<readonly Glimpse[]>>()

/** The share of a list that is in reach, by rows from all over it. Never nothing. */
export async function shareReached(where: Where, listing: Listing, reach: Reach): Promise<number> {
  const rows = await glimpsesOf(where, listing)
  const before = shares.get(reach)
  if (before?.rows === rows) return before.share
  const share = shareOf(rows, reach)
  shares.set(reach, { rows, share })
  return share
}

const shares = new WeakMap<Reach, { readonly rows: readonly Glimpse[]; readonly share: number }>()

function shareOf(rows: readonly Glimpse[], reach: Reach): number {
  const likely = rows.reduce((count, row) => (isLikely(reach, row) ? count + 1 : count), 0)
  return Math.max(likely, 0.5) / Math.max(rows.length, 1)
}

/** The share of the list of patients that has, for each of the words, one that begins so. Never nothing. */
export async function shareNamed(where: Where, listing: Listing, words: readonly string[]): Promise<number> {
  const rows = await glimpsesOf(where, listing)
  const known = sharesNamed.get(rows) ?? new Map<string, number>()
  const search = words.join(' ')
  const before = known.get(search)
  if (before !== undefined) return before
  const named = rows.filter(({ name }) => words.every((word) => name?.includes(` ${word}`)))
  const share = Math.max(named.length, 0.5) / Math.max(rows.length, 1)
  if (known.size >= mostSearches) known.clear()
  sharesNamed.set(rows, known.set(search, share))
  return share
}

const sharesNamed = new WeakMap<readonly Glimpse[], Map<string, number>>()

const mostSearches = 200

/** How many words there are that begin so, counted no further than to one more than `mostWords`. */
export function wordsLike({ transaction, practiceId }: Where, word: string): Promise<number> {
  return guessed(wordCounts, `${practiceId} ${word}`, async () => {
    const { rows } = await sql<{ count: string }>`select count(*) from (
        select from patient_token where practice_id = ${practiceId} and token >= ${word}
          and token < ${`${word}\u{10ffff}`} order by token limit ${sql.lit(mostWords + 1)}
      ) as few`.execute(transaction)
    return Number(rows[0]?.count ?? 0)
  })
}

export const mostWords = 30_000

const wordCounts = new Map<string, Kept<number>>()

/** How many patients a practice has, counted no further than to one more than `mostPatients`. */
export function patientsThere({ transaction, practiceId }: Where): Promise<number> {
  return guessed(patientCounts, practiceId, async () => {
    const { rows } = await sql<{ count: string }>`select count(*) from (
        select from patient where practice_id = ${practiceId} limit ${sql.lit(mostPatients + 1)}
      ) as few`.execute(transaction)
    return Number(rows[0]?.count ?? 0)
  })
}

export const mostPatients = 10_000

const patientCounts = new Map<string, Kept<number>>()

/** About how many patients all practices of this database have, as PostgreSQL counted them when it looked last. */
export function patientsOfAll({ transaction, practiceId }: Where): Promise<number> {
  return guessed(countsOfAll, practiceId, async () => {
    const { rows } = await sql<{ count: number }>`select reltuples::float8 as count from pg_class
      where oid = 'patient'::regclass`.execute(transaction)
    return Math.max(rows[0]?.count ?? 0, 0)
  })
}

const countsOfAll = new Map<string, Kept<number>>()

function glimpsesOf({ transaction, practiceId }: Where, listing: Listing): Promise<readonly Glimpse[]> {
  return guessed(
    glimpses,
    `${practiceId} ${listing.table}`,
    async () => {
      const { rows } = await listing.glimpses(practiceId).execute(transaction)
      return rows.map(({ facts_id, owner, signed, name }) => ({
        factsId: Number(facts_id),
        owner,
        signed: signed ?? false,
        name: ` ${name ?? ''}`,
      }))
    },
    mostGlimpses,
  )
}

/** What was asked before, as long as it is good, and else asked now. */
async function guessed<T>(
  known: Map<string, Kept<T>>,
  key: string,
  ask: () => Promise<T>,
  most = mostNumbers,
): Promise<T> {
  const before = known.get(key)
  if (before !== undefined && before.until > Date.now()) return before.value
  const value = await ask()
  known.delete(key)
  known.set(key, { until: Date.now() + lasts, value })
  const [oldest] = known.keys()
  if (known.size > most && oldest !== undefined) known.delete(oldest)
  return value
}

const counts = new WeakMap<FactsSet, Kept<number>>()

const counted = 1_001

/** How many patients have facts of a set, counted no further than 1001. */
export async function fewReached({ transaction, practiceId }: Where, set: FactsSet): Promise<number> {
  const before = counts.get(set)
  if (before !== undefined && before.until > Date.now()) return before.value
  const { rows } = await sql<{ count: string }>`select count(*) from (
      select from patient where practice_id = ${practiceId} and facts_id = any(${arrayOf(set)}::bigint[])
      limit ${sql.lit(counted)}
    ) as few`.execute(transaction)
  const value = Number(rows[0]?.count ?? counted)
  counts.set(set, { until: Date.now() + lasts, value })
  return value
}
