/**
 * Pages and counts of what a plan allows, read from indexes that hold what decides. One of three strategies reads a
 * page; each finds the same rows.
 */
import type { Condition, Plan } from '@rolecall/core'
import type { Transaction } from '../database/connect.ts'
import { factsBound, ownersBound, type Reach, reachOf } from './access-filter.ts'
import { factsMeeting, maxFacts } from './facts-bitmap.ts'
import type { FactsSeen } from './facts-history.ts'
import { type ListedKind, type ListedRow, type Listing, listings, type OrderOf } from './list-definitions.ts'
import {
  type Branch,
  type CountQuery,
  type Cursor,
  countMatches,
  countRows,
  mergePage,
  type PageQuery,
  scanPage,
  searchPage,
} from './list-sql.ts'
import { execute, type Statement } from './sql-fragment.ts'

/** Along the list past what is not allowed; the rows of each allowed facts set or owner, merged; or from the words. */
export type Strategy = 'scan' | 'merge' | 'search'

export interface PageOptions<K extends ListedKind> {
  readonly order: OrderOf<K>
  readonly after?: Cursor | undefined
  readonly limit: number
  /** Only records that meet this as well. */
  readonly having?: Condition | undefined
  /** Only records whose name has, for each of these, a word that begins so. */
  readonly words?: readonly string[] | undefined
  /** Instead of the chosen one, wherever it can read the page. */
  readonly strategy?: Strategy | undefined
}

export interface PageResult<K extends ListedKind> {
  readonly rows: readonly ListedRow<K>[]
  /** @returns undefined on the last page. */
  readonly next: Cursor | undefined
}

export type CountOptions = Pick<PageOptions<ListedKind>, 'having' | 'words'>

/** What a page is read with. Who asks is in the plan. */
export interface Reading {
  readonly transaction: Transaction
  readonly practiceId: string
  /** The facts in the one snapshot of this transaction. Undefined: the condition is asked of each row. */
  readonly seen: FactsSeen | undefined
}

export async function readPage<K extends ListedKind>(
  reading: Reading,
  kind: K,
  plan: Plan,
  { order: name, limit, strategy, after, ...options }: PageOptions<K>,
): Promise<PageResult<K>> {
  const listing: Listing = listings[kind]
  const order = listing.orders[name]
  if (order === undefined) throw new Error(`there is no order \`${name}\` of \`${kind}\``)
  const query = await queryOf(reading, listing, plan, options)
  if (query.reach.is === 'never') return { rows: [], next: undefined }
  // One row more tells whether another page follows.
  const page = { ...query, order, after, rows: limit + 1 }
  const found = await findRows<ListedRow<K>>(reading, page, strategy)
  const rows = found.slice(0, limit)
  const end = rows.at(-1)
  return { rows, next: found.length > limit && end !== undefined ? [end.key, end.id] : undefined }
}

/** How many there are. A page never waits for this. */
export async function readCount(
  reading: Reading,
  kind: ListedKind,
  plan: Plan,
  options: CountOptions,
): Promise<number> {
  const query = await queryOf(reading, listings[kind], plan, options)
  if (query.reach.is === 'never') return 0
  const index = query.listing.words
  const statement = index && query.words.length > 0 ? countMatches(query, index) : countRows(query)
  const [row] = await execute<{ count: string }, CountQuery>(reading.transaction, statement, query)
  return Number(row?.count)
}

async function queryOf(
  reading: Reading,
  listing: Listing,
  plan: Plan,
  { having, words = [] }: CountOptions,
): Promise<CountQuery> {
  return {
    practiceId: reading.practiceId,
    listing,
    reach: await cachedReach(reading, narrowed(plan, having)),
    words: words.toSorted((one, other) => other.length - one.length),
  }
}

const always: Condition = { is: 'always' }

function narrowed(plan: Plan, having: Condition | undefined): Condition {
  if (plan.reach === 'nowhere') return { is: 'never' }
  if (plan.reach === 'everywhere') return having ?? always
  return having === undefined ? plan.condition : { is: 'all', of: [plan.condition, having] }
}

interface CachedReach {
  readonly history: string | undefined
  readonly last: number | undefined
  readonly reach: Reach
}

/** Plans are cached with their policy, and so is what they reach as long as there are no new facts. */
const reaches = new WeakMap<Condition, CachedReach>()

async function cachedReach({ transaction, seen }: Reading, condition: Condition): Promise<Reach> {
  const known = seen !== undefined && seen.last <= maxFacts ? seen : undefined
  const before = reaches.get(condition)
  if (before !== undefined && before.last === known?.last && before.history === known?.history)
    return before.reach
  const reach =
    known === undefined
      ? rowByRow(condition)
      : await reachOf(condition, known.last, (part) => factsMeeting(transaction, known, part))
  reaches.set(condition, { history: known?.history, last: known?.last, reach })
  return reach
}

function rowByRow(condition: Condition): Reach {
  return condition.is === 'always' || condition.is === 'never'
    ? condition
    : { is: 'row-with-facts', condition }
}

// Choosing a strategy ----------------------------------------------------------------------------------------------

/** A merge reads at least one row of each branch: with more branches than this a scan is likely as quick. */
const mergeLimit = 200

/** As few branches as this are merged whatever share of all facts sets they are. */
const fewBranches = 20

/** A search sorts the words that match. With more than this the next match is never far along the list. */
const searchLimit = 10_000

/**
 * A search where few words match. Else a merge where few facts sets or owners are in reach, as a scan could pass the
 * whole list for them; else a scan.
 */
async function findRows<Row extends { readonly id: string }>(
  { transaction }: Reading,
  page: PageQuery,
  strategy: Strategy | undefined,
): Promise<readonly Row[]> {
  const run = <Found>(statement: Statement) => execute<Found, PageQuery>(transaction, statement, page)
  const index = page.words.length > 0 ? page.listing.words : undefined
  if (index !== undefined && (strategy ?? 'search') === 'search') {
    const found = await run<Row | { readonly id: null }>(searchPage(page, index, searchLimit))
    if (isComplete(found)) return found
  }
  const branch = branchOf(page)
  const isMerge = strategy === undefined ? branch?.isFew : strategy === 'merge'
  return run(isMerge && branch !== undefined ? mergePage(page, branch.by) : scanPage(page))
}

function isComplete<Row>(found: readonly (Row | { readonly id: null })[]): found is readonly Row[] {
  const [first] = found as readonly { readonly id: unknown }[]
  return first === undefined || first.id !== null
}

/** The fewer branches that hold all allowed rows. @returns undefined if neither facts nor owners bound them. */
function branchOf({
  reach,
  listing,
}: PageQuery): { readonly by: Branch; readonly isFew: boolean } | undefined {
  const owners = listing.owner === undefined ? undefined : ownersBound(reach)?.length
  const facts = factsBound(reach)
  const sets = facts === 'none' ? 0 : facts?.size
  if (owners !== undefined && owners <= (sets ?? owners)) return { by: 'owners', isFew: owners <= mergeLimit }
  if (sets === undefined) return undefined
  const all = facts === undefined || facts === 'none' ? 0 : facts.last
  return { by: 'facts', isFew: sets <= fewBranches || (sets <= mergeLimit && sets <= all / 4) }
}
