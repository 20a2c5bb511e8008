/**
 * The statements a page is read by, one for each way. All of them find the rows that are allowed and lie behind the
 * place the page begins at, in the order of the list; they differ in the index they walk.
 */
import { type Condition, conditionSql } from '@rolecall/core'
import { arrayOf, arrayOutside } from './facts-set.ts'
import type { Listing, Order } from './listings.ts'
import { besidesOwners, factsBound, ownersBound, patientsNamed, type Reach } from './reach.ts'
import { conditionPiece, joined, literal, nothing, type Piece, ref, refs, statement } from './statement.ts'

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

/**
 * Along the index of the order. Where most is in reach rows are read as they come, and else the index is asked first
 * which they are. `width`: how many rows it goes at most.
 */
export function walked(
  page: WantedInReach,
  { width, share }: { width?: number | undefined; share: number },
): Piece {
  const { listing, order, reach, rows } = page
  const table = ref(listing.table)
  const filter = filterOf(reach, listing, page)
  const isDense = share >= 0.3
  const name = page.words.length > 0 ? ['sort_key'] : []
  const columns = [...(isDense ? listing.shown : []), ...listing.asked, ...name]
  const along = statement`from ${table} where ${within(page)}${behind(page)}`
  const found =
    width === undefined
      ? statement`${along} and ${filter}`
      : statement`from (select ${refs([listing.id, order.key, ...columns])} ${along} order by ${by(page)}
          limit ${literal(width)}) as ${table} where ${filter}`
  const end = statement`order by ${by(page)} limit ${literal(rows)}`
  return isDense
    ? statement`select ${ref(listing.id)}, ${keyText(order, order.key)} as key, ${refs(listing.shown)} ${found} ${end}`
    : detailed(page, statement`select ${refs([listing.id, order.key])} ${found} ${end}`)
}

/**
 * What every branch has first, merged. The patients whom the condition names are a branch of their own. Where there are
 * few rows in all they are read as they come, and else what is shown is read of those that are left.
 */
export function merged(page: WantedInReach, way: 'facts' | 'owners', isFew = false): Piece {
  const { listing, order, reach, rows } = page
  const end = statement`order by ${by(page)} limit ${literal(rows)}`
  // The branches themselves are all there is to ask.
  const isSettled = reach.is === 'facts' && page.words.length === 0
  const asked = (rest: Reach) => (isSettled ? nothing : statement` and ${filterOf(rest, listing, page)}`)
  const branch = (which: Piece, rest: Reach, shown: readonly string[] = isFew ? listing.shown : []) =>
    statement`select ${refs([listing.id, order.key, ...shown])} from ${ref(listing.table)}
      where ${within(page)}${behind(page)} and ${which}${asked(rest)} ${end}`
  const column = ref(`${listing.table}.${way === 'facts' ? listing.facts : listing.owner}`)
  const branches = statement`select branch.* from ${branchesOf(reach, way)} as one (branch_of)
    cross join lateral (${branch(statement`${column} = one.branch_of`, way === 'owners' ? besidesOwners(reach) : reach)}) as branch`
  const patients = patientsNamed(reach)
  const [owner, ...others] = way === 'owners' ? (ownersBound(reach) ?? []) : []
  if (owner !== undefined && others.length === 0 && patients.length === 0)
    return statement`select ${ref(listing.id)}, ${keyText(order, order.key)} as key, ${refs(listing.shown)}
      from (${branch(statement`${column} = ${unseen(owner, 'text')}`, besidesOwners(reach), listing.shown)}) as found`
  const either =
    patients.length === 0
      ? statement`${branches} ${end}`
      : statement`select * from (${branches}) as branches union
          select * from (${branch(statement`${ref(listing.patient)} = any(${patients}::text[])`, reach)}) as named ${end}`
  if (!isFew) return detailed(page, either)
  return statement`select ${ref(listing.id)}, ${keyText(order, order.key)} as key, ${refs(listing.shown)}
    from (${either}) as found order by ${by(page)}`
}

/**
 * What the branches are of, in a form that PostgreSQL cannot count before it runs: it would plan each time anew where
 * there are fewer than it takes an array to have.
 */
function branchesOf(reach: Reach, way: 'facts' | 'owners'): Piece {
  const bound = factsBound(reach)
  if (way === 'owners')
    return statement`(select jsonb_array_elements_text(${JSON.stringify(ownersBound(reach) ?? [])}::jsonb))`
  const ids = bound === undefined || bound === 'none' ? '{}' : arrayOf(bound)
  return statement`(select string_to_table(btrim(${ids}::text, '{}'), ',')::bigint)`
}

/** The words that begin as the longest of the search does. Where a name has several, a patient is found as often. */
export function worded(page: WantedInReach, tokens: Listing): Piece {
  const { rows, reach, words, practiceId } = page
  const [word = '', ...others] = words.toSorted((one, other) => other.length - one.length)
  const inTokens = { ...page, listing: tokens, words: others }
  const fit = statement`from ${wordsLike(inTokens, word)} where ${filterOf(reach, tokens, inTokens)}`
  if (page.order.key === 'sort_key')
    return detailed(
      page,
      statement`select patient_id as id, sort_key ${fit}${behind(inTokens)} order by ${by(inTokens)} limit ${literal(rows)}`,
    )
  return detailed(
    page,
    statement`select patient.id, ${ref(page.order.key)} from (select distinct patient_id ${fit}) as fit
      join patient on patient.practice_id = ${practiceId} and patient.id = fit.patient_id
      where true${behind(page)} order by ${by(page)} limit ${literal(rows)}`,
  )
}

/** Each row by the whole condition. */
export function byCondition(page: Wanted, condition: Condition): Piece {
  const { listing, order, rows } = page
  const table = listing.table
  return statement`select ${ref(`${table}.${listing.id}`)}, ${keyText(order, order.key)} as key,
      ${refs(listing.shown.map((name) => `${table}.${name}`))}
    from ${ref(table)} ${withFacts(page)}
    where ${within(page)}${behind(page)} and ${conditionPiece(conditionSql(condition, listing.columns))}${named(page)}
    order by ${by(page)} limit ${literal(rows)}`
}

/** Whether the list goes on behind a walk. */
export function goesOn(page: Wanted, width: number): Piece {
  return statement`select from ${ref(page.listing.table)} where ${within(page)}${behind(page)}
    order by ${by(page)} offset ${literal(width)} limit 1`
}

// Counting ---------------------------------------------------------------------------------------------------------

type Counted = Omit<Wanted, 'order' | 'after' | 'rows'>

export function countedByCondition(page: Counted, condition: Condition): Piece {
  const { listing } = page
  return statement`select count(*) from ${ref(listing.table)} ${withFacts(page)}
    where ${within(page)} and ${conditionPiece(conditionSql(condition, listing.columns))}${named(page)}`
}

export function countedInReach(
  page: Counted & { readonly reach: Reach; readonly share: number; readonly factsLast: number },
  tokens: Listing,
): Piece {
  const { listing, reach, words, factsLast } = page
  const [word, ...others] = words.toSorted((one, other) => other.length - one.length)
  if (word !== undefined) {
    const inTokens = { ...page, listing: tokens, words: others }
    return statement`select count(distinct patient_id) from ${wordsLike(inTokens, word)}
      where ${filterOf(reach, tokens, inTokens)}`
  }
  const from = statement`select count(*) from ${ref(listing.table)} where ${within(page)}`
  if (reach.is === 'always') return statement`${from}`
  const named = patientsNamed(reach)
  const bound = factsBound(reach)
  const owners = ownersBound(reach)
  const filter = filterOf(reach, listing, page)
  const patients = statement`${ref(listing.patient)} = any(${named}::text[])`
  if (owners !== undefined && listing.owner !== undefined && named.length === 0) {
    const [owner, ...others] = owners
    const owned =
      others.length === 0 ? unseen(owner, 'text') : statement`any(${unseen(owners, 'text[]')}::text[])`
    return statement`${from} and ${ref(listing.owner)} = ${owned} and ${filterOf(besidesOwners(reach), listing, page)}`
  }
  // Of most patients: all, less those out of reach. There are no facts but those that were asked about, and no patient
  // without any, so nobody is counted of whom it is not known.
  if (
    reach.is === 'facts' &&
    page.share >= 0.7 &&
    reach.set.last >= factsLast &&
    listing.patient === listing.id
  )
    return statement`select (${from}) - (${from}
      and ${ref(listing.facts)} = any(${unseen(arrayOutside(reach.set), 'bigint[]')}::bigint[])) as count`
  // A range of the index for each of them, as long as they are not most of it.
  if (bound !== undefined && bound !== 'none' && page.share < 0.7 && named.length === 0)
    return statement`${from} and ${ref(listing.facts)} = any(${unseen(arrayOf(bound), 'bigint[]')}::bigint[])
      ${reach.is === 'facts' ? nothing : statement`and ${filter}`}`
  if (bound === 'none' && named.length > 0) return statement`${from} and ${patients} and ${filter}`
  return statement`${from} and ${filter}`
}

// Pieces -----------------------------------------------------------------------------------------------------------

/** What is shown of the rows that were found. `offset 0`: read one by one, also where the table is small. */
function detailed({ listing, order, practiceId }: Wanted, found: Piece): Piece {
  const table = listing.table
  const direction = order.descending ? statement` desc` : nothing
  const key = `found.${order.key}`
  const shown = refs(listing.shown.map((name) => `shown.${name}`))
  return statement`select found.id, ${keyText(order, key)} as key, ${shown} from (${found}) as found
    cross join lateral (
      select ${refs(listing.shown)} from ${ref(table)} where practice_id = ${practiceId} and id = found.id offset 0
    ) as shown order by ${ref(key)}${direction}, found.id${direction}`
}

/** An instant as PostgreSQL writes it, to the microsecond: what it reads again as the same. */
function keyText({ type }: Order, column: string): Piece {
  return type === 'text' ? ref(column) : statement`${ref(column)}::text`
}

function within({ practiceId, listing }: Pick<Wanted, 'practiceId' | 'listing'>): Piece {
  return statement`${ref(`${listing.table}.practice_id`)} = ${unseen(practiceId, 'uuid')}`
}

function withFacts({ listing }: Pick<Wanted, 'listing'>): Piece {
  const column = (name: string) => ref(`${listing.table}.${name}`)
  return statement`join patient_facts as facts on facts.practice_id = ${column('practice_id')}
    and facts.id = ${column(listing.facts)}`
}

function by({ listing, order }: Pick<Wanted, 'listing' | 'order'>): Piece {
  const direction = order.descending ? statement` desc` : nothing
  return statement`${ref(order.key)}${direction}, ${ref(listing.id)}${direction}`
}

function behind({ listing, order, after }: Pick<Wanted, 'listing' | 'order' | 'after'>): Piece {
  if (after === undefined) return nothing
  const [key, id] = after
  const column = (name: string) => ref(`${listing.table}.${name}`)
  return statement` and (${column(order.key)}, ${column(listing.id)})
    ${order.descending ? statement`<` : statement`>`} (${unseen(key, order.type)}, ${unseen(id, 'text')})`
}

function filterOf(
  reach: Reach,
  listing: Listing,
  page: Pick<Wanted, 'practiceId' | 'words' | 'listing'>,
): Piece {
  return statement`${reachSql(reach, listing)}${named(page)}`
}

function reachSql(reach: Reach, listing: Listing): Piece {
  switch (reach.is) {
    case 'always':
      return statement`true`
    case 'never':
      return statement`false`
    case 'facts':
      return statement`get_bit(${reach.set.bits}::bytea, ${ref(`${listing.table}.${listing.facts}`)}) = 1`
    case 'row':
      return conditionPiece(conditionSql(reach.condition, listing.columns))
    case 'all':
    case 'any': {
      const parts = reach.of.map((part) => reachSql(part, listing))
      return statement`(${joined(parts, reach.is === 'all' ? ' and ' : ' or ')})`
    }
  }
}

/**
 * A value that PostgreSQL plans without knowing. The way is chosen here, and a plan for the value alone would find no
 * better one; seeing it, PostgreSQL often plans anew each time, which takes longer than most pages.
 */
function unseen(value: unknown, type: 'uuid' | 'text' | 'timestamptz' | 'text[]' | 'bigint[]'): Piece {
  return statement`(select ${value}::${ref(type)})`
}

/** Behind every word: what begins with a word lies between it and this. */
const last = '\u{10ffff}'

function begins(table: string, word: string): Piece {
  const token = ref(`${table}.token`)
  return statement`${token} >= ${unseen(word, 'text')} and ${token} < ${unseen(word + last, 'text')}`
}

/** The words that begin so. In the order of their index and `offset 0`, so that nothing but the index is read. */
function wordsLike(inTokens: Pick<Wanted, 'practiceId' | 'listing'>, word: string): Piece {
  return statement`(select patient_id, sort_key, facts_id from patient_token where ${within(inTokens)}
    and ${begins('patient_token', word)} order by token, sort_key, patient_id offset 0) as patient_token`
}

/**
 * The patient has a word that begins so, for each of the words. Names are looked at first: where nothing in one that comes
 * behind what is no Latin letter or digit begins so, no word does. `offset 0`: asked of each row, and not joined.
 */
function named({ practiceId, words, listing }: Pick<Wanted, 'practiceId' | 'words' | 'listing'>): Piece {
  const name = ref(`${listing.table}.sort_key`)
  const exists = words.map(
    (
      word,
    ) => statement` and case when strpos(${name}, ${word}) > 0 then ${name} ~ ${`(^|[^a-z0-9])${word}`} end
      and exists (select from patient_token as other where other.practice_id = ${practiceId}
      and other.patient_id = ${ref(`${listing.table}.${listing.patient}`)} and ${begins('other', word)} offset 0)`,
  )
  return joined(exists, '')
}
