/**
 * The repository that answers a request: the one door to the data, a handle bound to one practice, one person and one request. What a domain reads through it
 * starts from the rows that the person's plan allows, and what it changes is decided on the record as it was and as it
 * becomes. There is no other way in: a domain never gets a bare database.
 */
import type { Explanation, Instant, KindId, Member, Plan, RecordFacts, Snapshot, Step } from '@rolecall/core'
import type { AuditDetail } from '../audit/entry.ts'
import type { Transaction } from '../database/connect.ts'
import type { Moved } from '../lists/count-records.ts'
import type { FactsSeen } from '../lists/facts-history.ts'
import type { FactsShown } from '../lists/facts-shown.ts'
import type { ListedKind } from '../lists/list-definitions.ts'
import type { CountOptions, PageOptions, PageResult } from '../lists/list-planner.ts'
import type { RowsOf, StoredKind } from '../lists/record-sources.ts'
import { aboutOthers } from './about-others.ts'
import type { BusySlots } from './busy-slots.ts'
import { openChanges } from './changes.ts'
import type { Described } from './likely-duplicate.ts'
import { openLog } from './log.ts'
import { openRecords } from './records.ts'
import { whoOf } from './who.ts'

export interface RequestContext {
  readonly practice: { readonly id: string; readonly name: string }
  readonly snapshot: Snapshot
  readonly member: Member
  readonly actingFor: string | undefined
  /** The database's clock, read with the session. */
  readonly at: Instant
  /** In a transaction that has one snapshot: the facts of patients in it. */
  readonly facts?: FactsSeen | undefined
  /** Whether the request says `confirmed`. */
  readonly isConfirmed?: boolean | undefined
}

/** The member a question is about, and for whom they act. */
export interface Subject {
  readonly member: string
  readonly actingFor?: string | undefined
}

/** Why something may not be done. `unknown`: there is no such record, as far as this person is told. */
export type Refusal =
  | { readonly refused: 'unknown' }
  | {
      readonly refused: Step
      readonly verdict: string
      readonly mend?: string
      /** It is done where the request confirms it. */
      readonly reason?: 'wider-access'
    }

/**
 * What a record will say of itself. Where it is given, it is decided before anything is written, on the patient as they
 * are: what is written may itself put more people in reach of them, and may fail in ways that tell something.
 */
export type NextState = Pick<RecordFacts, 'owner' | 'author' | 'state'>

/** How many records, and out of how many. */
export interface RecordCount {
  readonly count: number
  readonly of: number
  readonly whole: 'practice' | 'own'
}

export interface Change<T> {
  readonly kind: StoredKind
  readonly id: string
  readonly act: string
  readonly nextState?: NextState
  /** What to do once it is decided that it may be. What it returns is what comes out. */
  readonly work: (transaction: Transaction, before: RecordFacts) => Promise<T>
  /** For the log: what changed, never the contents of a record. */
  readonly detail?: AuditDetail
}

export interface Creation<T> {
  readonly kind: StoredKind
  readonly id: string
  /** The patient it will be about, who is held from now on. */
  readonly patient?: string
  readonly nextState?: NextState
  readonly work: (transaction: Transaction) => Promise<T>
  readonly detail?: AuditDetail
}

/**
 * What was asked for by its id and is not in reach, or not there: whoever asked is not told which. The reason is for
 * those who may view the log.
 */
export interface RequestedRecord {
  readonly kind: StoredKind
  readonly id: string
  readonly act: string
  /** What the act would have been done to, where that is not the record itself. */
  readonly becomes?: (found: RecordFacts) => RecordFacts
}

/** What a question is about. To ask is to look, whatever act it is about. */
export interface QuestionNoted {
  readonly kind: KindId
  readonly act: 'view'
  readonly detail: AuditDetail
}

/** Something that was done and is on its way into the log. */
export interface Done {
  readonly kind: string
  readonly act: string
  readonly records: readonly string[]
  readonly carriedBy: readonly string[]
  readonly detail?: AuditDetail | undefined
}

export interface Door extends RequestContext {
  /** Rows of a kind that this person may view. */
  read<K extends StoredKind>(kind: K): RowsOf<K>
  /** A page of the records that this person may view, in an order. Reads little more than it shows. */
  page<K extends ListedKind>(kind: K, options: PageOptions<K>): Promise<PageResult<K>>
  /** How many this person may view. */
  count(kind: ListedKind, options: CountOptions): Promise<number>
  /** What a list shows of the facts of patients on a page, by their number. */
  factsShown(ids: readonly string[]): Promise<(id: string) => FactsShown>
  /**
   * A patient who may be the one to be added: one in reach, or nothing but that there is one. How often a person is told
   * so is counted by `request-budget.ts`.
   */
  knownAs(described: Described): Promise<RecordFacts | 'out-of-reach' | undefined>
  /** Those of some tags or locations that the practice does not have. */
  missing(table: 'tag' | 'location', ids: readonly string[]): Promise<readonly string[]>
  /** The plan of an act, made once. */
  plan(kind: KindId, act: string): Plan
  /** Whether this person holds at least one of the permissions, in any scope. */
  holdsOneOf(permissions: readonly string[]): boolean
  /** Whether this person may view the log, and so be told about others. */
  readonly mayReadTheLog: boolean
  /** What decides: about one record, or about all of a kind. */
  explain(about: Subject, act: string, what: RecordFacts | KindId): Explanation
  /** The facts of a record in reach. */
  find(kind: StoredKind, id: string): Promise<RecordFacts | undefined>
  /** The last record requested that the caller may not see. */
  readonly requested: RequestedRecord | undefined
  /**
   * The step that refused what was requested, for the log and for no answer; `unknown`: there is no such record. What is
   * hidden and what is not there take the same work, and the same time. Undefined: it is in reach, and what was missing
   * is a part of it.
   */
  hiddenReason(requested: RequestedRecord): Promise<Step | 'unknown' | undefined>
  /** Record in the log which act a question is about. What the catalogue does not know is anybody's text and not noted. */
  logQuestion(kind: string, act: string): void
  readonly question: QuestionNoted | undefined
  /**
   * The first step that would refuse a record of this owner, were its patient theirs and met every limit and scope.
   * Undefined: for some patient it may be allowed.
   */
  dryRun(kind: KindId, act: string, owner: string): Step | undefined
  /** In which time zone the practice tells its days and hours. */
  timeZone(): Promise<string>
  /** The slots of hidden patients in calendars that this person may view: see `busySlots`. */
  busy(): BusySlots
  /** Any record, for an explanation to those who may view the log. */
  findForTheLog(kind: StoredKind, id: string): Promise<RecordFacts | undefined>
  /**
   * How many records of a kind somebody may view, of how many: of all there are for those who may view the log, and of
   * those that one reaches oneself for everybody else, who is told nothing about the others.
   */
  countFor(about: Subject, kind: StoredKind): Promise<RecordCount>
  /** How many records a change from one plan to another would bring and take, for those who may view the log. */
  countMoved(kind: StoredKind, was: Plan, becomes: Plan): Promise<Moved>
  /**
   * Change a record: it must be in reach, the act must be allowed as the record is, and again as it becomes. Where it
   * is not, the transaction is undone with whatever was written.
   */
  change<T>(change: Change<T>): Promise<T | Refusal>
  /** Add a record: it must be allowed as it becomes. */
  create<T>(creation: Creation<T>): Promise<T | Refusal>
  /**
   * Something that is no record with a table: practice-wide, or policy. Decided by its kind and act alone; whatever
   * narrows it further is for the domain to ask.
   */
  perform<T>(
    kind: KindId,
    act: string,
    about: { readonly records: readonly string[]; readonly detail?: AuditDetail },
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T | Refusal>
  /** What was done so far in this request. */
  readonly done: readonly Done[]
}

export function openDoor(transaction: Transaction, context: RequestContext): Door {
  const who = whoOf(context)
  const log = openLog(transaction, context, who)
  const records = openRecords(transaction, context, { who, log })
  return {
    ...context,
    ...records,
    ...openChanges({ transaction, context, who, log, records }),
    ...aboutOthers(transaction, context, { who, log }),
    plan: who.plan,
    holdsOneOf: who.holdsOneOf,
    mayReadTheLog: who.mayReadTheLog,
    explain: who.explain,
    dryRun: who.dryRun,
    get requested() {
      return log.requested
    },
    get question() {
      return log.question
    },
    hiddenReason: log.hiddenReason,
    logQuestion: log.logQuestion,
    done: log.done,
  }
}
