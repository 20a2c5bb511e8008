/**
 * The statements a page is read by, one for each way. All of them find the rows that are allowed and lie behind the
 * place the page begins at, in the order of the list; they differ in the index they walk.
 *
 * A statement says nothing of one page alone: practice, place and words come with the asking. So it is put together
 * once for what is in reach and for the form of the page.
 */
import { type Condition, conditionSql } from '@rolecall/core'
import { besidesOwners, factsBound, ownersBound, patientsNamed, type Reach } from './access-filter.ts'
import { arrayOf, arrayOutside } from './facts-bitmap.ts'
import type { Listing, Order } from './list-definitions.ts'
import {
  conditionPiece,
  joined,
  Later,
  literal,
  nothing,
  type Piece,
  ref,
  refs,
  type Statement,
  statement,
  whole,
} from './statement.ts'

/** The key and the id of the last row of a page. */
export type Place = readonly [key: string, id: string]

export interface Wanted {
  readonly practiceId: string
  readonly listing: Listing
  readonly order: Order
  readonly after: Place | undefined
  readonly rows: number
  /** The longest first: fewer begin like it. */
  readonly words: readonly string[]
}

export interface WantedInReach extends Wanted {
  readonly reach: Reach
}

/** What of a count is in its statement. Words are numbered: which they are comes with the asking. */
interface CountForm {
  readonly listing: Listing
  readonly words: readonly number[]
}

/** What of a page is. */
interface Form extends CountForm {
  readonly order: Order
  readonly rows: number
  /** Whether there is a place to begin behind. */
  readonly isBehind: boolean
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
): Statement {
  const isDense = share >= 0.3
  return keptPage(page.reach, page, `walk ${width} ${isDense}`, (form) => {
    const { listing, order, rows } = form
    const table = ref(listing.table)
    const filter = filterOf(page.reach, form)
    const name = form.words.length > 0 ? ['sort_key'] : []
    const columns = [...(isDense ? listing.shown : []), ...listing.asked, ...name]
    const along = statement`from ${table} where ${within(listing)}${behind(form)}`
    const found =
      width === undefined
        ? statement`${along} and ${filter}`
        : statement`from (select ${refs([listing.id, order.key, ...columns])} ${along} order by ${by(form)}
          limit ${literal(width)}) as ${table} where ${filter}`
    const end = statement`order by ${by(form)} limit ${literal(rows)}`
    return isDense
      ? statement`select ${ref(listing.id)}, ${keyText(order, order.key)} as key, ${refs(listing.shown)} ${found} ${end}`
      : detailed(form, statement`select ${refs([listing.id, order.key])} ${found} ${end}`)
  })
}

/**
 * What every branch has first, merged. The patients whom the condition names are a branch of their own. Where there are
 * few rows in all they are read as they come, and else what is shown is read of those that are left.
 */
export function merged({ reach, ...page }: WantedInReach, way: 'facts' | 'owners', isFew = false): Statement {
  return keptPage(reach, page, `${way} ${isFew}`, (form) => branchesMerged(form, reach, way, isFew))
}

function branchesMerged(form: Form, reach: Reach, way: 'facts' | 'owners', isFew: boolean): Piece {
  const { listing, order, rows } = form
  const end = statement`order by ${by(form)} limit ${literal(rows)}`
  // The branches themselves are all there is to ask.
  const isSettled = reach.is === 'facts' && form.words.length === 0
  const asked = (rest: Reach) => (isSettled ? nothing : statement` and ${filterOf(rest, form)}`)
  const branch = (which: Piece, rest: Reach, shown: readonly string[] = isFew ? listing.shown : []) =>
    statement`select ${refs([listing.id, order.key, ...shown])} from ${ref(listing.table)}
      where ${within(listing)}${behind(form)} and ${which}${asked(rest)} ${end}`
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
  if (!isFew) return detailed(form, either)
  return statement`select ${ref(listing.id)}, ${keyText(order, order.key)} as key, ${refs(listing.shown)}
    from (${either}) as found order by ${by(form)}`
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

/**
 * The words that begin as the longest of the search does: all of them, or those that each set of facts in reach has. Where
 * a name has several, a patient is found as often.
 */
export function worded(page: WantedInReach, tokens: Listing, way: 'words' | 'wordsOfFacts'): Statement {
  return keptPage(page.reach, page, way, (form) => {
    const { order, rows } = form
    const inTokens = { ...form, listing: tokens, words: form.words.slice(1) }
    const fit = statement`from ${wordsInReach(page.reach, tokens, way)} where true${named(inTokens)}`
    if (order.key === 'sort_key')
      return detailed(
        form,
        statement`select patient_id as id, sort_key ${fit}${behind(inTokens)} order by ${by(inTokens)} limit ${literal(rows)}`,
      )
    return detailed(
      form,
      statement`select patient.id, ${ref(order.key)} from (select distinct patient_id ${fit}) as fit
        join patient on patient.practice_id = ${practice} and patient.id = fit.patient_id
        where true${behind(form)} order by ${by(form)} limit ${literal(rows)}`,
    )
  })
}

/** Each row by the whole condition. */
export function byCondition(page: Wanted, condition: Condition): Statement {
  return keptPage(condition, page, 'condition', (form) => {
    const { listing, order, rows } = form
    const table = listing.table
    return statement`select ${ref(`${table}.${listing.id}`)}, ${keyText(order, order.key)} as key,
        ${refs(listing.shown.map((name) => `${table}.${name}`))}
      from ${ref(table)} ${withFacts(listing)}
      where ${within(listing)}${behind(form)} and ${conditionPiece(conditionSql(condition, listing.columns))}${named(form)}
      order by ${by(form)} limit ${literal(rows)}`
  })
}

/** Whether the list goes on behind a walk. */
export function goesOn(page: WantedInReach, width: number): Statement {
  return keptPage(page.reach, page, `goes on ${width}`, (form) => {
    const { listing } = form
    return statement`select from ${ref(listing.table)} where ${within(listing)}${behind(form)}
      order by ${by(form)} offset ${literal(width)} limit 1`
  })
}

// Counting ---------------------------------------------------------------------------------------------------------

export type Counted = Pick<Wanted, 'practiceId' | 'listing' | 'words'>

export function countedByCondition(page: Counted, condition: Condition): Statement {
  return keptCount(condition, page, '', ({ listing, words }) => {
    const meets = conditionPiece(conditionSql(condition, listing.columns))
    return statement`select count(*) from ${ref(listing.table)} ${withFacts(listing)}
      where ${within(listing)} and ${meets}${named({ listing, words })}`
  })
}

export function countedInReach(
  page: Counted & { readonly reach: Reach; readonly share: number; readonly factsLast: number },
  tokens: Listing,
  way: 'words' | 'wordsOfFacts',
): Statement {
  const { reach } = page
  const isMost = page.share >= 0.7
  // There are no facts but those that were asked about, and no patient without any: nobody of whom it is not known.
  const isKnownOfAll = reach.is === 'facts' && reach.set.last >= page.factsLast
  return keptCount(reach, page, `${isMost} ${isKnownOfAll} ${way}`, ({ listing, words }) =>
    words.length > 0
      ? statement`select count(distinct patient_id) from ${wordsInReach(reach, tokens, way)}
          where true${named({ listing: tokens, words: words.slice(1) })}`
      : counted({ listing, reach, isMost, isKnownOfAll }),
  )
}

function counted({
  listing,
  reach,
  isMost,
  isKnownOfAll,
}: {
  readonly listing: Listing
  readonly reach: Reach
  readonly isMost: boolean
  readonly isKnownOfAll: boolean
}): Piece {
  const from = statement`select count(*) from ${ref(listing.table)} where ${within(listing)}`
  if (reach.is === 'always') return from
  const named = patientsNamed(reach)
  const bound = factsBound(reach)
  const owners = ownersBound(reach)
  const filter = reachSql(reach, listing)
  const patients = statement`${ref(listing.patient)} = any(${named}::text[])`
  if (owners !== undefined && listing.owner !== undefined && named.length === 0) {
    const [owner, ...others] = owners
    const owned =
      others.length === 0 ? unseen(owner, 'text') : statement`any(${unseen(owners, 'text[]')}::text[])`
    return statement`${from} and ${ref(listing.owner)} = ${owned} and ${reachSql(besidesOwners(reach), listing)}`
  }
  // Of most patients: all, less those out of reach.
  if (reach.is === 'facts' && isMost && isKnownOfAll && listing.patient === listing.id)
    return statement`select (${from}) - (${from}
      and ${ref(listing.facts)} = any(${unseen(arrayOutside(reach.set), 'bigint[]')}::bigint[])) as count`
  // A range of the index for each of them, as long as they are not most of it.
  if (bound !== undefined && bound !== 'none' && !isMost && named.length === 0)
    return statement`${from} and ${ref(listing.facts)} = any(${unseen(arrayOf(bound), 'bigint[]')}::bigint[])
      ${reach.is === 'facts' ? nothing : statement`and ${filter}`}`
  if (bound === 'none' && named.length > 0) return statement`${from} and ${patients} and ${filter}`
  return statement`${from} and ${filter}`
}

// Keeping ----------------------------------------------------------------------------------------------------------

const statements = new WeakMap<Reach | Condition, Map<string, Statement>>()

/** Few forms are asked for, unless somebody asks for pages of every length. */
export const mostForms = 40

/** A statement for all pages of one form, put together for the first of them. */
function keptPage(
  of: Reach | Condition,
  { listing, order, after, rows, words }: Wanted,
  how: string,
  make: (form: Form) => Piece,
): Statement {
  const isBehind = after !== undefined
  const key = `${how} ${listing.table} ${order.key} ${order.descending} ${rows} ${isBehind} ${words.length}`
  return kept(of, key, () => make({ listing, order, rows, isBehind, words: [...words.keys()] }))
}

function keptCount(
  of: Reach | Condition,
  { listing, words }: Counted,
  how: string,
  make: (form: CountForm) => Piece,
): Statement {
  const key = `count ${how} ${listing.table} ${words.length}`
  return kept(of, key, () => make({ listing, words: [...words.keys()] }))
}

function kept(of: Reach | Condition, key: string, make: () => Piece): Statement {
  const made = statements.get(of) ?? new Map<string, Statement>()
  const before = made.get(key)
  if (before !== undefined) return before
  if (made.size >= mostForms) made.clear()
  const put = whole(make())
  statements.set(of, made.set(key, put))
  return put
}

// Pieces -----------------------------------------------------------------------------------------------------------

/** What is shown of the rows that were found. `offset 0`: read one by one, also where the table is small. */
function detailed({ listing, order }: Form, found: Piece): Piece {
  const table = listing.table
  const direction = order.descending ? statement` desc` : nothing
  const key = `found.${order.key}`
  const shown = refs(listing.shown.map((name) => `shown.${name}`))
  return statement`select found.id, ${keyText(order, key)} as key, ${shown} from (${found}) as found
    cross join lateral (
      select ${refs(listing.shown)} from ${ref(table)} where practice_id = ${practice} and id = found.id offset 0
    ) as shown order by ${ref(key)}${direction}, found.id${direction}`
}

/** An instant as PostgreSQL writes it, to the microsecond: what it reads again as the same. */
function keyText({ type }: Order, column: string): Piece {
  return type === 'text' ? ref(column) : statement`${ref(column)}::text`
}

const practice = new Later(({ practiceId }: Counted) => practiceId)

function within({ table }: Listing): Piece {
  return statement`${ref(`${table}.practice_id`)} = ${unseen(practice, 'uuid')}`
}

function withFacts(listing: Listing): Piece {
  const column = (name: string) => ref(`${listing.table}.${name}`)
  return statement`join patient_facts as facts on facts.practice_id = ${column('practice_id')}
    and facts.id = ${column(listing.facts)}`
}

function by({ listing, order }: Pick<Form, 'listing' | 'order'>): Piece {
  const direction = order.descending ? statement` desc` : nothing
  return statement`${ref(order.key)}${direction}, ${ref(listing.id)}${direction}`
}

const placeKey = new Later(({ after }: Wanted) => after?.[0])
const placeId = new Later(({ after }: Wanted) => after?.[1])

function behind({ listing, order, isBehind }: Form): Piece {
  if (!isBehind) return nothing
  const column = (name: string) => ref(`${listing.table}.${name}`)
  return statement` and (${column(order.key)}, ${column(listing.id)})
    ${order.descending ? statement`<` : statement`>`} (${unseen(placeKey, order.type)}, ${unseen(placeId, 'text')})`
}

function filterOf(reach: Reach, form: CountForm): Piece {
  return statement`${reachSql(reach, form.listing)}${named(form)}`
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

function wordOf(number: number, form = (word: string) => word): Later<Counted> {
  return new Later(({ words }) => form(words[number] ?? ''))
}

function begins(table: string, number: number): Piece {
  const token = ref(`${table}.token`)
  const end = wordOf(number, (word) => word + last)
  return statement`${token} >= ${unseen(wordOf(number), 'text')} and ${token} < ${unseen(end, 'text')}`
}

/**
 * The words of patients in reach that begin as the first does. In the order of their index and `offset 0`, so that nothing
 * else is read. Most are out of reach: they are left out before the row goes up from the index.
 */
function wordsInReach(reach: Reach, tokens: Listing, way: 'words' | 'wordsOfFacts'): Piece {
  const words = statement`select patient_id, sort_key from patient_token where ${within(tokens)} and ${begins('patient_token', 0)}`
  const inOrder = statement`order by token, sort_key, patient_id offset 0`
  if (way === 'words') return statement`(${words} and ${reachSql(reach, tokens)} ${inOrder}) as patient_token`
  const rest = reach.is === 'facts' ? nothing : statement` and ${reachSql(reach, tokens)}`
  return statement`(select branch.* from ${branchesOf(reach, 'facts')} as one (branch_of)
    cross join lateral (${words} and facts_id = one.branch_of${rest} ${inOrder}) as branch) as patient_token`
}

/**
 * The patient has a word that begins so, for each of the words. Names are looked at first: where nothing in one that comes
 * behind what is no Latin letter or digit begins so, no word does. `offset 0`: asked of each row, and not joined.
 */
function named({ words, listing }: CountForm): Piece {
  const name = ref(`${listing.table}.sort_key`)
  const exists = words.map((number) => {
    const begin = wordOf(number, (word) => `(^|[^a-z0-9])${word}`)
    return statement` and case when strpos(${name}, ${wordOf(number)}) > 0 then ${name} ~ ${begin} end
      and exists (select from patient_token as other where other.practice_id = ${practice}
      and other.patient_id = ${ref(`${listing.table}.${listing.patient}`)} and ${begins('other', number)} offset 0)`
  })
  return joined(exists, '')
}
