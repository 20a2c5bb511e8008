/**
 * The statements a page is read by, one for each way. All of them find the rows that are allowed and lie behind the
 * place the page begins at, in the order of the list; they differ in the index they walk.
 */
import { type Condition, conditionSql } from '@rolecall/core'
import { type RawBuilder, sql } from 'kysely'
import { embed } from './embed.ts'
import { idsIn } from './facts-set.ts'
import type { Listing, Order } from './listings.ts'
import { factsBound, ownersBound, patientsNamed, type Reach } from './reach.ts'

/** The key and the id of the last row of a page. */
export type Place = readonly [key: string, id: string]

export interface Wanted {
  readonly practiceId: string
  readonly listing: Listing
  readonly order: Order
  readonly after: Place | undefined
  readonly rows: number
  readonly words: readonly string[]
}

export interface WantedInReach extends Wanted {
  readonly reach: Reach
}

/** What every page has of a row: the id, and what it is sorted by. */
export interface Listed {
  readonly id: string
  readonly key: string
}

type Piece = RawBuilder<unknown>
export type Rows = RawBuilder<Listed>

const nothing = sql``

/**
 * Along the index of the order. Where most is in reach rows are read as they come, and else the index is asked first
 * which they are. `width`: how many rows it goes at most.
 */
export function walked(
  page: WantedInReach,
  { width, share }: { width?: number | undefined; share: number },
): Rows {
  const { listing, order, reach, rows } = page
  const table = sql.ref(listing.table)
  const filter = filterOf(reach, listing, page)
  const isDense = share >= 0.3
  const columns = isDense ? [...listing.shown, ...listing.asked] : listing.asked
  const along = sql`from ${table} where ${within(page)}${behind(page)}`
  const found =
    width === undefined
      ? sql`${along} and ${filter}`
      : sql`from (select ${names([listing.id, order.key, ...columns])} ${along} order by ${by(page)}
          limit ${sql.lit(width)}) as ${table} where ${filter}`
  const end = sql`order by ${by(page)} limit ${sql.lit(rows)}`
  return isDense
    ? sql<Listed>`select ${sql.ref(listing.id)}, ${sql.ref(order.key)}::text as key, ${names(listing.shown)} ${found} ${end}`
    : detailed(page, sql`select ${names([listing.id, order.key])} ${found} ${end}`)
}

/** What every branch has first, merged. The patients whom the condition names are a branch of their own. */
export function merged(page: WantedInReach, way: 'facts' | 'owners'): Rows {
  const { listing, order, reach, rows } = page
  const end = sql`order by ${by(page)} limit ${sql.lit(rows)}`
  // The branches themselves are all there is to ask.
  const isSettled = reach.is === 'facts' && page.words.length === 0
  const filter = isSettled ? nothing : sql` and ${filterOf(reach, listing, page)}`
  const branch = (which: Piece) =>
    sql`select ${names([listing.id, order.key])} from ${sql.ref(listing.table)}
      where ${within(page)}${behind(page)} and ${which}${filter} ${end}`
  const column = sql.ref(`${listing.table}.${way === 'facts' ? listing.facts : listing.owner}`)
  const branches = sql`select branch.* from unnest(${branchesOf(reach, way)}) as one (branch_of)
    cross join lateral (${branch(sql`${column} = one.branch_of`)}) as branch`
  const patients = patientsNamed(reach)
  const either =
    patients.length === 0
      ? sql`(${branches} ${end})`
      : sql`(select * from (${branches}) as branches union
          select * from (${branch(sql`${sql.ref(listing.patient)} = any(${patients}::text[])`)}) as named ${end})`
  return detailed(page, either)
}

function branchesOf(reach: Reach, way: 'facts' | 'owners'): Piece {
  if (way === 'owners') return sql`${ownersBound(reach) ?? []}::text[]`
  const bound = factsBound(reach)
  return sql`${bound === undefined || bound === 'none' ? [] : idsIn(bound)}::bigint[]`
}

/** The words that begin as the longest of the search does. Where a name has several, a patient is found as often. */
export function worded(page: WantedInReach, tokens: Listing): Rows {
  const { rows, reach, words, practiceId } = page
  const [word = '', ...others] = words.toSorted((one, other) => other.length - one.length)
  const inTokens = { ...page, listing: tokens, words: others }
  const fit = sql`from patient_token where ${within(inTokens)} and ${begins('patient_token', word)}
    and ${filterOf(reach, tokens, inTokens)}`
  if (page.order.key === 'sort_key')
    return detailed(
      page,
      sql`select patient_id as id, sort_key ${fit}${behind(inTokens)} order by ${by(inTokens)} limit ${sql.lit(rows)}`,
    )
  return detailed(
    page,
    sql`select patient.id, ${sql.ref(page.order.key)} from (select distinct patient_id ${fit}) as fit
      join patient on patient.practice_id = ${practiceId} and patient.id = fit.patient_id
      where true${behind(page)} order by ${by(page)} limit ${sql.lit(rows)}`,
  )
}

/** Each row by the whole condition. */
export function byCondition(page: Wanted, condition: Condition): Rows {
  const { listing, order, rows } = page
  const table = listing.table
  return sql<Listed>`select ${sql.ref(`${table}.${listing.id}`)}, ${sql.ref(order.key)}::text as key,
      ${sql.join(listing.shown.map((name) => sql.ref(`${table}.${name}`)))}
    from ${sql.ref(table)} ${withFacts(page)}
    where ${within(page)}${behind(page)} and ${embed(conditionSql(condition, listing.columns))}${named(page)}
    order by ${by(page)} limit ${sql.lit(rows)}`
}

/** Whether the list goes on behind a walk. */
export function goesOn(page: Wanted, width: number): RawBuilder<object> {
  return sql`select from ${sql.ref(page.listing.table)} where ${within(page)}${behind(page)}
    order by ${by(page)} offset ${sql.lit(width)} limit 1`
}

// Counting ---------------------------------------------------------------------------------------------------------

type Counted = Omit<Wanted, 'order' | 'after' | 'rows'>

export function countedByCondition(page: Counted, condition: Condition): RawBuilder<{ count: string }> {
  const { listing } = page
  return sql<{ count: string }>`select count(*) from ${sql.ref(listing.table)} ${withFacts(page)}
    where ${within(page)} and ${embed(conditionSql(condition, listing.columns))}${named(page)}`
}

export function countedInReach(
  page: Counted & { readonly reach: Reach },
  tokens: Listing,
): RawBuilder<{ count: string }> {
  const { listing, reach, words } = page
  const [word, ...others] = words.toSorted((one, other) => other.length - one.length)
  if (word !== undefined) {
    const inTokens = { ...page, listing: tokens, words: others }
    return sql`select count(distinct patient_id) from patient_token where ${within(inTokens)}
      and ${begins('patient_token', word)} and ${filterOf(reach, tokens, inTokens)}`
  }
  const from = sql`select count(*) from ${sql.ref(listing.table)} where ${within(page)}`
  if (reach.is === 'always') return sql`${from}`
  const named = patientsNamed(reach)
  const bound = factsBound(reach)
  const owners = ownersBound(reach)
  const filter = filterOf(reach, listing, page)
  const patients = sql`${sql.ref(listing.patient)} = any(${named}::text[])`
  if (owners !== undefined && listing.owner !== undefined && named.length === 0)
    return sql`${from} and ${sql.ref(listing.owner)} = any(${owners}::text[]) and ${filter}`
  // A range of the index for each of them, as long as they are not most of it.
  if (bound !== undefined && bound !== 'none' && bound.size <= mostRanges && named.length === 0)
    return sql`${from} and ${sql.ref(listing.facts)} = any(${idsIn(bound)}::bigint[])
      ${reach.is === 'facts' ? nothing : sql`and ${filter}`}`
  if (bound === 'none' && named.length > 0) return sql`${from} and ${patients} and ${filter}`
  return sql`${from} and ${filter}`
}

const mostRanges = 5_000

// Pieces -----------------------------------------------------------------------------------------------------------

/** What is shown of the rows that were found. */
function detailed({ listing, order, practiceId }: Wanted, found: Piece): Rows {
  const table = listing.table
  const direction = order.descending ? sql` desc` : nothing
  const key = sql.ref(`found.${order.key}`)
  return sql<Listed>`select found.id, ${key}::text as key, ${sql.join(listing.shown.map((name) => sql.ref(`${table}.${name}`)))}
    from (${found}) as found
    join ${sql.ref(table)} on ${sql.ref(`${table}.practice_id`)} = ${practiceId} and ${sql.ref(`${table}.id`)} = found.id
    order by ${key}${direction}, found.id${direction}`
}

function names(columns: readonly string[]): Piece {
  return sql.join([...new Set(columns)].map((name) => sql.ref(name)))
}

function within({ practiceId, listing }: Pick<Wanted, 'practiceId' | 'listing'>): Piece {
  return sql`${sql.ref(`${listing.table}.practice_id`)} = ${practiceId}`
}

function withFacts({ listing }: Pick<Wanted, 'listing'>): Piece {
  const column = (name: string) => sql.ref(`${listing.table}.${name}`)
  return sql`join patient_facts as facts on facts.practice_id = ${column('practice_id')}
    and facts.id = ${column(listing.facts)}`
}

function by({ listing, order }: Pick<Wanted, 'listing' | 'order'>): Piece {
  const direction = order.descending ? sql` desc` : nothing
  return sql`${sql.ref(order.key)}${direction}, ${sql.ref(listing.id)}${direction}`
}

function behind({ listing, order, after }: Pick<Wanted, 'listing' | 'order' | 'after'>): Piece {
  if (after === undefined) return nothing
  const [key, id] = after
  const given = order.type === 'text' ? sql`${key}` : sql`${key}::timestamptz`
  const column = (name: string) => sql.ref(`${listing.table}.${name}`)
  return sql` and (${column(order.key)}, ${column(listing.id)})
    ${order.descending ? sql`<` : sql`>`} (${given}, ${id})`
}

function filterOf(
  reach: Reach,
  listing: Listing,
  page: Pick<Wanted, 'practiceId' | 'words' | 'listing'>,
): Piece {
  return sql`${reachSql(reach, listing)}${named(page)}`
}

function reachSql(reach: Reach, listing: Listing): Piece {
  switch (reach.is) {
    case 'always':
      return sql`true`
    case 'never':
      return sql`false`
    case 'facts':
      return sql`get_bit(${reach.set.bits}::bytea, ${sql.ref(`${listing.table}.${listing.facts}`)}) = 1`
    case 'row':
      return embed(conditionSql(reach.condition, listing.columns))
    case 'all':
    case 'any': {
      const parts = reach.of.map((part) => reachSql(part, listing))
      return sql`(${sql.join(parts, reach.is === 'all' ? sql` and ` : sql` or `)})`
    }
  }
}

/** Behind every word: what begins with a word lies between it and this. */
const last = '\u{10ffff}'

function begins(table: string, word: string): Piece {
  const token = sql.ref(`${table}.token`)
  return sql`${token} >= ${word} and ${token} < ${word + last}`
}

/** The patient has a word that begins so, for each of the words. */
function named({ practiceId, words, listing }: Pick<Wanted, 'practiceId' | 'words' | 'listing'>): Piece {
  const exists = words.map(
    (word) => sql` and exists (select from patient_token as other where other.practice_id = ${practiceId}
      and other.patient_id = ${sql.ref(`${listing.table}.${listing.patient}`)} and ${begins('other', word)})`,
  )
  return exists.length === 0 ? nothing : sql.join(exists, nothing)
}
