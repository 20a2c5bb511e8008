/**
 * The statements that read a page, one for each strategy, and those that count. Every strategy finds the allowed rows
 * after the cursor in the order of the list; they differ in the index they read.
 *
 * A statement names no single page: practice, cursor and words come with the query. So it is compiled once for a filter
 * and the shape of a page.
 */
import { conditionSql } from '@rolecall/core'
import {
  factsBound,
  isForMost,
  ownersBound,
  patientsNamed,
  type Reach,
  withoutOwners,
} from './access-filter.ts'
import { arrayOf, arrayOutside } from './facts-bitmap.ts'
import type { Listing, Order, Source, WordIndex } from './list-definitions.ts'
import {
  compile,
  conditionFragment,
  empty,
  fragment,
  join,
  literal,
  Placeholder,
  ref,
  refs,
  type SqlFragment,
  type Statement,
} from './sql-fragment.ts'

/** The sort key and the id of the last row of a page. */
export type Cursor = readonly [key: string, id: string]

export interface CountQuery {
  readonly practiceId: string
  readonly listing: Listing
  readonly reach: Reach
  /** The longest first: fewer words begin like it. */
  readonly words: readonly string[]
}

export interface PageQuery extends CountQuery {
  readonly order: Order
  readonly after: Cursor | undefined
  readonly rows: number
}

/** The part of a page that shapes its SQL; values come later. Words are numbered. */
interface Shape {
  readonly listing: Listing
  readonly reach: Reach
  readonly words: readonly number[]
  readonly order: Order
  readonly rows: number
  readonly hasCursor: boolean
}

/** What a merge has a branch for each of. */
export type Branch = 'facts' | 'owners'

/** With no more branches than this the columns of a page are read in the branches, and else of the merged rows. */
const inlineLimit = 10

/**
 * Along the index of the order. Where most rows are allowed they are read as they come; else the index finds the
 * allowed ones first.
 */
export function scanPage(page: PageQuery): Statement {
  return cachedPage(page, 'scan', (shape) => {
    const { listing, reach, words } = shape
    const found = fragment`from ${ref(listing.table)}
      where ${inPractice(listing)}${afterCursor(shape, listing)} and ${filterSql(reach, listing)}${nameFilter(shape, words)}
      ${endOfPage(shape)}`
    return isForMost(reach) && words.length === 0
      ? fragment`select ${columnsOf(shape)} ${found}`
      : withColumns(shape, fragment`select ${refs([listing.id, shape.order.key])} ${found}`)
  })
}

/** The first rows of every branch, merged. Patients that the condition names are a branch of their own. */
export function mergePage(page: PageQuery, by: Branch): Statement {
  return cachedPage(page, by, (shape) => {
    const { listing, order, reach, words } = shape
    const branches = branchesOf(reach, by)
    const isInline = branches.length <= inlineLimit
    const columns = refs([listing.id, order.key, ...(isInline ? listing.shown : [])])
    const rowsWhere = (
      condition: SqlFragment,
      rest: Reach,
    ) => fragment`select ${columns} from ${ref(listing.table)}
      where ${inPractice(listing)}${afterCursor(shape, listing)} and ${condition}
        and ${filterSql(rest, listing)}${nameFilter(shape, words)} ${endOfPage(shape)}`
    const column = ref(`${listing.table}.${by === 'facts' ? listing.facts : listing.owner}`)
    const settled: Reach = reach.is === 'facts' ? { is: 'always' } : reach
    const rest = by === 'owners' ? withoutOwners(reach) : settled
    const merged = fragment`select branch.* from unnest(${branches.array}) as one (branch_of)
      cross join lateral (${rowsWhere(fragment`${column} = one.branch_of`, rest)}) as branch`
    const named = patientsNamed(reach)
    const all =
      named.length === 0
        ? fragment`${merged} ${endOfPage(shape)}`
        : fragment`select * from (${merged}) as merged
            union select * from (${rowsWhere(anyOf(listing, named), reach)}) as named ${endOfPage(shape)}`
    return isInline
      ? fragment`select ${columnsOf(shape)} from (${all}) as found ${endOfPage(shape)}`
      : withColumns(shape, all)
  })
}

/** From the words that begin like the longest one of the search. If more than `limit` do: one row, without an id. */
export function searchPage(page: PageQuery, index: WordIndex, limit: number): Statement {
  return cachedPage(page, 'search', (shape) => {
    const none = refs(['id', 'key', ...shape.listing.shown].map((name) => `null as ${name}`))
    return fragment`with more as materialized (
        select from ${ref(index.table)} where ${inPractice(index)} and ${wordBegins(index, index.table, 0)}
        order by ${ref(index.word)} offset ${literal(limit)} limit 1
      )
      (${matchingPage(shape, index)}) union all select ${none} from more`
  })
}

function matchingPage(shape: Shape, index: WordIndex): SqlFragment {
  const { listing, order, reach, rows, words } = shape
  const matches = fragment`${matchesOf(index, reach, words)} and not exists (select from more)`
  if (order.key === index.name)
    return withColumns(
      shape,
      fragment`select distinct ${ref(index.id)} as ${ref(listing.id)}, ${ref(order.key)} ${matches}${afterCursor(shape, index)}
        ${endOfPage(shape)}`,
    )
  const found = `${listing.table}.`
  return fragment`select ${columnsOf(shape, found)} from (select distinct ${ref(index.id)} as id ${matches}) as match
    join ${ref(listing.table)} on ${inPractice(listing)} and ${ref(found + listing.id)} = match.id
    where true${afterCursor(shape, listing)} order by ${orderBy(order, found + listing.id, found)} limit ${literal(rows)}`
}

// Counting ---------------------------------------------------------------------------------------------------------

export function countRows(query: CountQuery): Statement {
  return cached(query, 'count', () => {
    const { listing, reach } = query
    const from = fragment`select count(*) from ${ref(listing.table)} where ${inPractice(listing)}`
    if (reach.is === 'always') return from
    // There are no facts but those that are known, so all rows less those that are not allowed are left.
    if (reach.is === 'facts' && isForMost(reach))
      return fragment`select (${from}) - (${from} and ${ref(listing.facts)} = any(${planOpaque(arrayOutside(reach.set), 'bigint[]')}::bigint[])) as count`
    return fragment`${from} and ${boundSql(reach, listing)}${filterSql(reach, listing)}`
  })
}

export function countMatches(query: CountQuery, index: WordIndex): Statement {
  return cached(
    query,
    'count matches',
    () =>
      fragment`select count(distinct ${ref(index.id)}) ${matchesOf(index, query.reach, [...query.words.keys()])}`,
  )
}

/** Ranges of an index that hold all allowed rows, where there are such. */
function boundSql(reach: Reach, listing: Listing): SqlFragment {
  const named = patientsNamed(reach)
  const facts = factsBound(reach)
  if (named.length > 0) return facts === 'none' ? fragment`${anyOf(listing, named)} and ` : empty
  const owners = ownersBound(reach)
  if (owners !== undefined && listing.owner !== undefined)
    return fragment`${ref(listing.owner)} = any(${planOpaque(owners, 'text[]')}::text[]) and `
  if (facts === undefined || facts === 'none' || isForMost(reach)) return empty
  return fragment`${ref(listing.facts)} = any(${planOpaque(arrayOf(facts), 'bigint[]')}::bigint[]) and `
}

// Statement cache --------------------------------------------------------------------------------------------------

const statements = new WeakMap<Reach, Map<string, Statement>>()

/** Few shapes are asked for, unless somebody asks for pages of every length. */
const statementCacheSize = 40

function cachedPage(page: PageQuery, how: string, make: (shape: Shape) => SqlFragment): Statement {
  const { listing, reach, order, after, rows, words } = page
  const hasCursor = after !== undefined
  const key = `${how} ${order.key} ${order.descending} ${rows} ${hasCursor}`
  return cached(page, key, () => make({ listing, reach, order, rows, hasCursor, words: [...words.keys()] }))
}

function cached({ reach, listing, words }: CountQuery, how: string, make: () => SqlFragment): Statement {
  const made = statements.get(reach) ?? new Map<string, Statement>()
  const key = `${listing.table} ${words.length} ${how}`
  const before = made.get(key)
  if (before !== undefined) return before
  if (made.size >= statementCacheSize) made.clear()
  const statement = compile(make())
  statements.set(reach, made.set(key, statement))
  return statement
}

// Fragments --------------------------------------------------------------------------------------------------------

/** The columns of a page. An instant is text to the microsecond, which reads back as the same. */
function columnsOf({ listing, order }: Shape, found = '', shown = found): SqlFragment {
  const key = ref(`${found}${order.key}${order.type === 'text' ? '' : '::text'}`)
  const columns = refs(listing.shown.map((name) => `${shown}${name}`))
  return fragment`${ref(`${found}${listing.id}`)} as id, ${key} as key, ${columns}`
}

/** The columns of rows that were found. `offset 0`: read one by one, also where the table is small. */
function withColumns(shape: Shape, found: SqlFragment): SqlFragment {
  const { listing, order } = shape
  return fragment`select ${columnsOf(shape, 'found.', 'shown.')} from (${found}) as found
    cross join lateral (
      select ${refs(listing.shown)} from ${ref(listing.table)}
      where practice_id = ${practice} and ${ref(`${listing.table}.${listing.id}`)} = found.${ref(listing.id)} offset 0
    ) as shown order by ${orderBy(order, `found.${listing.id}`, 'found.')}`
}

const practice = new Placeholder(({ practiceId }: CountQuery) => practiceId)

function inPractice({ table }: Source): SqlFragment {
  return fragment`${ref(`${table}.practice_id`)} = ${planOpaque(practice, 'uuid')}`
}

function orderBy({ key, descending }: Order, id: string, from = ''): SqlFragment {
  return ref(descending ? `${from}${key} desc, ${id} desc` : `${from}${key}, ${id}`)
}

function endOfPage({ listing, order, rows }: Shape): SqlFragment {
  return fragment`order by ${orderBy(order, listing.id)} limit ${literal(rows)}`
}

const cursorKey = new Placeholder(({ after }: PageQuery) => after?.[0])
const cursorId = new Placeholder(({ after }: PageQuery) => after?.[1])

function afterCursor({ order, hasCursor }: Shape, { table, id }: Source): SqlFragment {
  if (!hasCursor) return empty
  return fragment` and (${ref(`${table}.${order.key}`)}, ${ref(`${table}.${id}`)})
    ${ref(order.descending ? '<' : '>')} (${planOpaque(cursorKey, order.type)}, ${planOpaque(cursorId, 'text')})`
}

function anyOf(listing: Listing, patients: readonly string[]): SqlFragment {
  return fragment`${ref(`${listing.table}.${listing.patient}`)} = any(${patients}::text[])`
}

function branchesOf(reach: Reach, by: Branch): { readonly length: number; readonly array: SqlFragment } {
  if (by === 'owners') {
    const owners = ownersBound(reach) ?? []
    return { length: owners.length, array: planOpaque(owners, 'text[]') }
  }
  const facts = factsBound(reach)
  if (facts === undefined || facts === 'none') return { length: 0, array: planOpaque('{}', 'bigint[]') }
  return { length: facts.size, array: planOpaque(arrayOf(facts), 'bigint[]') }
}

/** `get_bit` is compared by `>`, of which PostgreSQL expects a third of the rows: by `=` it expects few, and sorts all. */
function filterSql(reach: Reach, source: Source): SqlFragment {
  switch (reach.is) {
    case 'always':
      return fragment`true`
    case 'never':
      return fragment`false`
    case 'facts':
      return fragment`get_bit(${reach.set.bits}::bytea, ${ref(`${source.table}.${source.facts}`)}) > 0`
    case 'row':
      return conditionFragment(conditionSql(reach.condition, source.columns))
    case 'row-with-facts':
      return fragment`exists (select from patient_facts as facts where facts.practice_id = ${practice}
        and facts.id = ${ref(`${source.table}.${source.facts}`)}
        and ${conditionFragment(conditionSql(reach.condition, source.columns))})`
    case 'all':
    case 'any': {
      const parts = reach.of.map((part) => filterSql(part, source))
      return fragment`(${join(parts, reach.is === 'all' ? ' and ' : ' or ')})`
    }
  }
}

/**
 * A value that PostgreSQL plans without knowing. The strategy is chosen here, and a plan for the value would be no
 * better; seeing it, PostgreSQL often plans anew each time, which takes longer than most pages.
 */
function planOpaque(
  value: unknown,
  type: 'uuid' | 'text' | 'timestamptz' | 'text[]' | 'bigint[]',
): SqlFragment {
  return fragment`(select ${value}::${ref(type)})`
}

/** Sorts behind every word: all that begins with a word lies between the word and this. */
const last = '\u{10ffff}'

function wordAt(number: number, format = (word: string) => word): Placeholder<CountQuery> {
  return new Placeholder(({ words }) => format(words[number] ?? ''))
}

function wordBegins(index: WordIndex, table: string, number: number): SqlFragment {
  const word = ref(`${table}.${index.word}`)
  const end = wordAt(number, (begin) => begin + last)
  return fragment`${word} >= ${planOpaque(wordAt(number), 'text')} and ${word} < ${planOpaque(end, 'text')}`
}

/**
 * Allowed rows of the index of words that begin like the first word, and whose record has the others too. In the order of
 * the index and `offset 0`, so that nothing else is read and what is not allowed never leaves the index.
 */
function matchesOf(index: WordIndex, reach: Reach, words: readonly number[]): SqlFragment {
  const { table, id, name, word } = index
  return fragment`from (
      select ${refs([id, name])} from ${ref(table)}
      where ${inPractice(index)} and ${wordBegins(index, table, 0)} and ${filterSql(reach, index)}
      order by ${refs([word, name, id])} offset 0
    ) as ${ref(table)} where true${hasWords(index, index, words.slice(1))}`
}

function nameFilter({ listing }: Shape, words: readonly number[]): SqlFragment {
  return listing.words === undefined ? empty : hasWords(listing.words, listing, words)
}

/**
 * The record has, for each of the words, one that begins so. Names are looked at first: if nothing in one that follows a
 * character other than a Latin letter or digit begins so, no word does. `offset 0`: looked up for each row, and not joined.
 */
function hasWords(index: WordIndex, source: Source, words: readonly number[]): SqlFragment {
  const name = ref(`${source.table}.${index.name}`)
  const filters = words.map((number) => {
    const pattern = wordAt(number, (word) => `(^|[^a-z0-9])${word}`)
    return fragment` and case when strpos(${name}, ${wordAt(number)}) > 0 then ${name} ~ ${pattern} end
      and exists (select from ${ref(index.table)} as other where other.practice_id = ${practice}
      and ${ref(`other.${index.id}`)} = ${ref(`${source.table}.${source.id}`)}
      and ${wordBegins(index, 'other', number)} offset 0)`
  })
  return join(filters, '')
}
