/**
 * Pages and counts of what a plan allows, read from indexes that hold what decides: a page reads about as many
 * rows as it shows, however many are out of reach. There are several ways to read one; guesses choose among them, and
 * each finds the same rows.
 */
import type { Condition, Plan } from '@rolecall/core'
import type { Transaction } from '../database/connect.ts'
import { factsBound, ownersBound, patientsNamed, type Reach, reachOf } from './access-filter.ts'
import { factsMeeting, mostFacts } from './facts-bitmap.ts'
import type { FactsSeen } from './facts-history.ts'
import {
  type ListedKind,
  type ListedRow,
  type Listing,
  listings,
  type OrderOf,
  tokens,
} from './list-definitions.ts'
import {
  byCondition,
  type Counted,
  countedByCondition,
  countedInReach,
  goesOn,
  type Listed,
  merged,
  mostForms,
  type Place,
  type Wanted,
  type WantedInReach,
  walked,
  worded,
} from './list-sql.ts'
import {
  fewReached,
  lasts,
  mostPatients,
  mostWords,
  patientsOfAll,
  patientsThere,
  shareNamed,
  shareReached,
  wordsLike,
} from './selectivity.ts'
import { rowsOf, type Statement } from './statement.ts'

/**
 * Ways to read a page: along the list and past what is out of reach; what each set of facts in reach has, merged; what
 * each owner has, merged; from the words that are searched for, all or those of each set of facts in reach; or each row by
 * the whole condition.
 */
export type Way = 'walk' | 'facts' | 'owners' | 'words' | 'wordsOfFacts' | 'condition'

export interface PageAsked<K extends ListedKind> {
  readonly order: OrderOf<K>
  readonly after?: Place | undefined
  readonly limit: number
  /** Only those that meet this as well. */
  readonly having?: Condition | undefined
  /** Only patients whose name has, for each of these, a word that begins so. */
  readonly words?: readonly string[] | undefined
  /** Instead of the way that is likely the quickest, and how many rows a walk goes at most. */
  readonly way?: Way | undefined
  readonly width?: number | undefined
}

export interface PageRead<K extends ListedKind> {
  readonly rows: readonly ListedRow<K>[]
  /** Where the page behind this one begins. */
  readonly next: Place | undefined
}

export interface CountAsked {
  readonly having?: Condition | undefined
  readonly words?: readonly string[] | undefined
  /** Of words, instead of the way that is likely the quickest. */
  readonly way?: 'words' | 'wordsOfFacts' | undefined
}

/** What a page is read with. Who asks is in the plan. */
export interface Reading {
  readonly transaction: Transaction
  readonly practiceId: string
  /** The facts in the one snapshot of this transaction. Undefined: each row is asked everything. */
  readonly seen: FactsSeen | undefined
}

export async function readPage<K extends ListedKind>(
  reading: Reading,
  kind: K,
  plan: Plan,
  { order, after, limit, having, words = [], way, width }: PageAsked<K>,
): Promise<PageRead<K>> {
  const listing: Listing = listings[kind]
  const ordered = listing.orders[order]
  if (ordered === undefined) throw new Error(`there is no order \`${order}\` of \`${kind}\``)
  // One row more tells whether another page follows.
  const page = { ...reading, listing, order: ordered, after, rows: limit + 1, words: longestFirst(words) }
  const found = await listedRows(page, narrowed(plan, having), { way, width })
  const rows = found.slice(0, limit)
  const end = rows.at(-1)
  return {
    rows: rows as unknown as readonly ListedRow<K>[],
    next: found.length > limit && end !== undefined ? [end.key, end.id] : undefined,
  }
}

/** How many there are. A page never waits for this. */
export async function readCount(
  reading: Reading,
  kind: ListedKind,
  plan: Plan,
  { having, words = [], way }: CountAsked,
): Promise<number> {
  const page = { ...reading, listing: listings[kind] as Listing, words: longestFirst(words) }
  const whole = narrowed(plan, having)
  const factsLast = reading.seen?.last ?? Number.POSITIVE_INFINITY
  const reach = await reachIn(reading, whole)
  if (reach?.is === 'never') return 0
  const counting =
    reach === undefined
      ? countedByCondition(page, whole)
      : countedInReach(
          { ...page, reach, factsLast, share: await shareReached(page, page.listing, reach) },
          tokens,
          words.length > 0 ? await wordsWay({ ...page, reach }, way) : 'words',
        )
  const [row] = await rowsOf<{ count: string }, Counted>(reading.transaction, counting, page)
  return Number(row?.count)
}

/** The longest word of a search says most. */
function longestFirst(words: readonly string[]): readonly string[] {
  return words.toSorted((one, other) => other.length - one.length)
}

const always: Condition = { is: 'always' }

function narrowed(plan: Plan, having: Condition | undefined): Condition {
  if (plan.reach === 'nowhere') return { is: 'never' }
  if (plan.reach === 'everywhere') return having ?? always
  return having === undefined ? plan.condition : { is: 'all', of: [plan.condition, having] }
}

/** What is known to be in reach, without asking. */
function reachKnown({ seen }: Reading, condition: Condition): Reach | undefined {
  const before = reaches.get(condition)
  return before?.last === seen?.last && before?.history === seen?.history ? before?.reach : undefined
}

/** Undefined where it is not known how many facts there are, or they are too many. */
async function reachIn(reading: Reading, condition: Condition): Promise<Reach | undefined> {
  const { transaction, seen } = reading
  if (seen === undefined || seen.last > mostFacts) return undefined
  const before = reachKnown(reading, condition)
  if (before !== undefined) return before
  const { last, history } = seen
  const reach = await reachOf(condition, last, (part) => factsMeeting(transaction, seen, part))
  reaches.set(condition, { history, last, reach })
  return reach
}

/** Plans are kept with their policy, and so is what they reach as long as there are no new facts. */
const reaches = new WeakMap<
  Condition,
  { readonly history: string; readonly last: number; readonly reach: Reach }
>()

async function listedRows(
  page: Reading & Wanted,
  condition: Condition,
  { way, width }: Pick<PageAsked<ListedKind>, 'way' | 'width'>,
): Promise<readonly Listed[]> {
  const reach =
    way === 'condition' ? undefined : (reachKnown(page, condition) ?? (await reachIn(page, condition)))
  if (reach === undefined || way === 'condition') return run(page, byCondition(page, condition))
  if (reach.is === 'never') return []
  const inReach = { ...page, reach }
  const known = way === undefined ? mergeOf(inReach) : undefined
  if (known !== undefined) return run(page, known)
  const chosen =
    way === undefined ? await chosenFor(inReach) : { way: possible(inReach, way), share: 0, width }
  switch (chosen.way) {
    case 'words':
    case 'wordsOfFacts':
      return byWords(inReach, chosen.way)
    case 'facts':
    case 'owners': {
      const merge = merged(inReach, chosen.way, await isFew(inReach, chosen.way))
      if (way === undefined) keepMerge(inReach, merge)
      return run(page, merge)
    }
    case 'walk':
      return along(inReach, chosen)
  }
}

type InReach = Reading & WantedInReach

function run(page: Reading & Wanted, rows: Statement): Promise<readonly Listed[]> {
  return rowsOf<Listed, Wanted>(page.transaction, rows, page)
}

async function along(page: InReach, { share, width }: Chosen): Promise<readonly Listed[]> {
  const found = await run(page, walked(page, { share, width }))
  if (width === undefined || found.length >= page.rows) return found
  const further = await run(page, goesOn(page, width))
  if (further.length === 0) return found
  // What is in reach does not lie where the guess had it.
  if (page.words.length > 0 && page.order.key === 'sort_key') return byWords(page, await wordsWay(page))
  const way = cheaperMerge(page)
  const isMergeable = branchesOf(page, way) < Number.POSITIVE_INFINITY
  return run(page, isMergeable ? merged(page, way) : walked(page, { share }))
}

/** A name may have several words that begin alike, and few have: a patient found twice makes room for another. */
const spare = 10

async function byWords(page: InReach, way: 'words' | 'wordsOfFacts'): Promise<readonly Listed[]> {
  const found: Listed[] = []
  const rows = page.rows + spare
  for (let { after } = page; ; ) {
    const further = { ...page, rows, after }
    const some = await run(further, worded(further, tokens, way))
    for (const row of some) if (found.at(-1)?.id !== row.id) found.push(row)
    const end = some.at(-1)
    if (found.length >= page.rows || some.length < rows || end === undefined) return found
    after = [end.key, end.id]
  }
}

// Choosing ---------------------------------------------------------------------------------------------------------

interface Chosen {
  readonly way: Exclude<Way, 'condition'>
  /** The share of the list that is likely in reach. */
  readonly share: number
  /** How many rows a walk goes at most. Undefined: to the end of the list. */
  readonly width?: number | undefined
}

/** How many rows a walk goes at most. Few, so that texts are, and close: PostgreSQL plans for so many. */
const widths = Array.from({ length: 11 }, (_, power) => 256 * 2 ** power)

/** Some times what it should take. */
function widthFor(walking: number): number | undefined {
  return widths.find((one) => one >= 4 * walking)
}

/** With more branches than this, walking is likely as quick as merging. */
const mostBranches = 5_000

/** Microseconds, roughly, of a row of an index that is walked past, and of a branch of a merge. */
const perRow = 0.15
const perBranch = 5

async function chosenFor(page: InReach): Promise<Chosen> {
  const { reach, rows, words } = page
  if (words.length > 0) return chosenForSearch(page)
  if (reach.is === 'always') return { way: 'walk', share: 1 }
  const share = await shareReached(page, page.listing, reach)
  const branches = Math.min(branchesOf(page, 'facts'), branchesOf(page, 'owners'))
  const isMergeable = branches <= mostBranches
  const merging = branches * (perBranch + perRow * Math.min(rows, 30))
  if (isMergeable && merging < (rows / share) * perRow) return { way: cheaperMerge(page), share }
  // Without a width PostgreSQL may take the walk for one to the end of the list, and sort instead.
  return { way: 'walk', share, width: widthFor(rows / share) }
}

/** Microseconds, roughly, to ask whether a patient has a word: of most the name says that they have not. */
const perProbe = 0.5

async function chosenForSearch(page: InReach): Promise<Chosen> {
  const { reach, rows, words, listing } = page
  const ofFew = await wayOfFew(page)
  if (ofFew !== undefined) return { way: ofFew, share: 1 }
  if (page.order.key !== 'sort_key') return { way: await wordsWay(page), share: 1 }
  const inReach = await shareReached(page, listing, reach)
  // Who is in reach is called like everybody else.
  const found = inReach * (await shareNamed(page, listing, words))
  // What is searched for is everywhere: along the list enough of it comes soon.
  const walking = unevenly * (rows / found) * (perRow + perProbe * inReach)
  if (walking > mostWalking) return { way: 'words', share: 1 }
  const way = await wordsWay(page)
  const finding =
    way === 'words' ? (await likelyWords(page)) * perWord : branchesOf(page, 'facts') * perBranch
  const reading = finding + (await likelyWords(page)) * perFit * inReach
  if (reading <= walking) return { way, share: 1 }
  return { way: 'walk', share: 0, width: widthFor(rows / found) }
}

/** Families that are called alike stand together in the list, so a walk goes further than the share says. */
const unevenly = 2

/** Microseconds, roughly, of a word that begins as the search does, and more of one whose patient is in reach. */
const perWord = 0.11
const perFit = 0.1

/** Microseconds. What takes longer is rare, and so are its words. */
const mostWalking = 60_000

/** Where few sets of facts are in reach, and many words begin alike, each set is asked for its own. */
async function wordsWay(
  page: Reading & Pick<WantedInReach, 'reach' | 'listing' | 'words'>,
  asked?: 'words' | 'wordsOfFacts',
): Promise<'words' | 'wordsOfFacts'> {
  const branches = wordBranchesOf(page)
  if (branches > mostBranches) return 'words'
  return asked ?? (branches * perBranch < (await likelyWords(page)) * perWord ? 'wordsOfFacts' : 'words')
}

/** Patients whom a condition names may have any facts. */
function wordBranchesOf(page: Pick<WantedInReach, 'reach' | 'listing'>): number {
  return patientsNamed(page.reach).length > 0 ? Number.POSITIVE_INFINITY : branchesOf(page, 'facts')
}

/** How many words begin as the longest of the search does. Of many it is not counted, and at most so many. */
async function likelyWords(page: Reading & Pick<Wanted, 'listing' | 'words'>): Promise<number> {
  const like = await wordsLike(page, page.words[0] ?? '')
  if (like <= mostWords) return like
  const share = await shareNamed(page, page.listing, page.words.slice(0, 1))
  return Math.max(like, share * (await patientsOfAll(page)))
}

function possible(page: InReach, way: Exclude<Way, 'condition'>): Exclude<Way, 'condition'> {
  if (way === 'wordsOfFacts' && wordBranchesOf(page) === Number.POSITIVE_INFINITY)
    return possible(page, 'words')
  if (way === 'words' || way === 'wordsOfFacts') return page.words.length > 0 ? way : 'walk'
  return way !== 'walk' && branchesOf(page, way) === Number.POSITIVE_INFINITY ? 'walk' : way
}

function branchesOf(
  { reach, listing }: Pick<WantedInReach, 'reach' | 'listing'>,
  way: 'facts' | 'owners',
): number {
  const none = Number.POSITIVE_INFINITY
  if (way === 'owners') return listing.owner === undefined ? none : (ownersBound(reach)?.length ?? none)
  const bound = factsBound(reach)
  return bound === 'none' ? 0 : (bound?.size ?? none)
}

function cheaperMerge(page: InReach): 'facts' | 'owners' {
  return branchesOf(page, 'owners') < branchesOf(page, 'facts') ? 'owners' : 'facts'
}

/** So few patients that they may be read one by one. */
async function isFew(page: InReach, way: 'facts' | 'owners'): Promise<boolean> {
  if (way === 'owners') return branchesOf(page, way) <= 4
  if (page.listing.owner !== undefined) return false
  const bound = factsBound(page.reach)
  return (
    bound !== undefined && bound !== 'none' && bound.size <= 200 && (await fewReached(page, bound)) <= 200
  )
}

/** Microseconds, roughly, to read a patient in reach and look at their name. */
const perPatient = 3

/** How to search where few patients are in reach: by them, or by the words where few begin so. Undefined: they are not few. */
async function wayOfFew(page: InReach): Promise<'facts' | 'words' | undefined> {
  const bound = factsBound(page.reach)
  if (bound === 'none') return 'facts'
  if (bound === undefined || bound.size > 200) return undefined
  const reached = await fewReached(page, bound)
  if (!saysMuch(page)) return reached <= 1_000 ? 'facts' : undefined
  if (reached > 50) return undefined
  const patients = await patientsThere(page)
  if (patients > mostPatients) return 'facts'
  const like = patients * (await shareNamed(page, page.listing, page.words.slice(0, 1)))
  return reached * perPatient < like * perWord ? 'facts' : 'words'
}

function saysMuch({ words }: Pick<Wanted, 'words'>): boolean {
  return (words[0]?.length ?? 0) > 2
}

/**
 * Merges that were chosen, by what is in reach and the form of the page, as long as the guesses behind the choice are good:
 * to choose again takes longer than PostgreSQL sleeps lightly, and these are the shortest pages there are.
 */
const merges = new WeakMap<Reach, readonly KeptMerge[]>()

interface KeptMerge {
  readonly page: PageForm
  readonly until: number
  readonly merge: Statement
}

/** All that a merge is chosen by, and its statement made of, besides what is in reach. */
type PageForm = Pick<Wanted, 'listing' | 'order' | 'rows' | 'after' | 'words'>

function mergeOf(page: InReach): Statement | undefined {
  if (isOfItsWords(page)) return undefined
  const known = merges.get(page.reach)?.find((one) => isAlike(one.page, page))
  return known !== undefined && known.until > Date.now() ? known.merge : undefined
}

function keepMerge(inReach: InReach, merge: Statement): void {
  if (isOfItsWords(inReach)) return
  const { reach, listing, order, rows, after, words } = inReach
  const page = { listing, order, rows, after, words }
  const others = (merges.get(reach) ?? []).filter((one) => !isAlike(one.page, page))
  const kept = { page, until: Date.now() + lasts, merge }
  merges.set(reach, others.length < mostForms ? [...others, kept] : [kept])
}

/** Whether the next search of this form may be quicker another way. */
function isOfItsWords(page: PageForm): boolean {
  return page.words.length > 0 && saysMuch(page)
}

/** Compared one by one: to make a key of them and look it up took half of the time before a short page is asked for. */
function isAlike(one: PageForm, other: PageForm): boolean {
  return (
    one.listing === other.listing &&
    one.order === other.order &&
    one.rows === other.rows &&
    (one.after === undefined) === (other.after === undefined) &&
    one.words.length === other.words.length
  )
}
