/**
 * The repository that answers a request: the one door to the data, a handle bound to one practice, one person and one request. What a domain reads through it
 * starts from the rows that the person's plan allows, and what it changes is decided on the record as it was and as it
 * becomes. There is no other way in: a domain never gets a bare database.
 */
import {
  accessOf,
  carriedBy,
  decide,
  type Explanation,
  explain,
  failing,
  holds,
  type Instant,
  type KindId,
  type Member,
  type Plan,
  planOf,
  type RecordFacts,
  type Snapshot,
  type Step,
  toSql,
} from '@rolecall/core'
import type { AuditDetail } from '../audit/entry.ts'
import type { Transaction } from '../database/connect.ts'
import { countMoved, countReached, type Moved } from '../lists/count-records.ts'
import { embed } from '../lists/embed.ts'
import type { FactsSeen } from '../lists/facts-history.ts'
import { type FactsShown, factsShown } from '../lists/facts-shown.ts'
import type { ListedKind } from '../lists/list-definitions.ts'
import { type CountAsked, type PageAsked, type PageRead, readCount, readPage } from '../lists/list-planner.ts'
import {
  factsAmong,
  factsOrOthers,
  type RowsOf,
  type StoredKind,
  storedFacts,
  storedKinds,
} from '../lists/record-sources.ts'
import { type BusySlots, busySlots } from './busy-slots.ts'
import { type ChangedRecord, gainOf, gainRefusal, mayConfirmGain } from './gained-access.ts'
import { type Described, likelyDuplicates } from './likely-duplicate.ts'
import { favoured } from './most-permissive-record.ts'
import { isOwnRegistration } from './own-registration.ts'
import { timeZoneOf } from './time-zone-of.ts'

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
  page<K extends ListedKind>(kind: K, asked: PageAsked<K>): Promise<PageRead<K>>
  /** How many this person may view. */
  count(kind: ListedKind, asked: CountAsked): Promise<number>
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
  const { practice, snapshot, member, actingFor, at } = context
  const self = { member: member.id, ...(actingFor !== undefined && { actingFor }), at }
  const done: Done[] = []
  let requested: RequestedRecord | undefined
  let question: QuestionNoted | undefined

  const plan = (kind: KindId, act: string): Plan => planOf(accessOf(snapshot, self), kind, act)

  const reading = { transaction, practiceId: practice.id, seen: context.facts }

  const rows = <K extends StoredKind>(kind: K) =>
    storedKinds[kind].rows(transaction, practice.id) as RowsOf<K>

  const read = <K extends StoredKind>(kind: K): RowsOf<K> =>
    (rows(kind) as RowsOf<'patient'>).where(
      embed(toSql(plan(kind, 'view'), storedKinds[kind].columns)),
    ) as RowsOf<K>

  const holdsOneOf = (permissions: readonly string[]): boolean =>
    permissions.some((permission) => holds(snapshot, { ...self, permission }).allowed)

  const facts = (kind: StoredKind, id: string) =>
    storedFacts(transaction, { practiceId: practice.id, kind, id, hold: false })

  /** Of a record in reach, once nobody else can change it. What is out of reach is neither held nor waited for. */
  const heldFacts = async (kind: StoredKind, id: string): Promise<RecordFacts | undefined> => {
    const held = await storedFacts(transaction, { practiceId: practice.id, kind, id, hold: read(kind) })
    return held !== undefined && isInReach(held) ? held : undefined
  }

  const notFound = (what: RequestedRecord): Refusal => {
    requested = what
    return { refused: 'unknown' }
  }

  const isInReach = (record: RecordFacts): boolean =>
    failing(plan(record.kind as KindId, 'view'), record) === undefined

  const refusal = (act: string, what: RecordFacts | KindId): Refusal => {
    const { step, verdict, mend } = explainFor(self, act, what)
    if (step === undefined) throw new Error(`\`${act}\` was refused, and nothing explains why`)
    return { refused: step, verdict, ...(mend !== undefined && { mend }) }
  }

  const explainFor = (about: Subject, act: string, what: RecordFacts | KindId): Explanation => {
    const question = {
      member: about.member,
      ...(about.actingFor !== undefined && { actingFor: about.actingFor }),
      act,
      at,
    }
    return explain(
      snapshot,
      typeof what === 'string' ? { ...question, kind: what } : { ...question, record: what },
    )
  }

  const isAllowed = (act: string, record: RecordFacts): boolean =>
    decide(snapshot, { ...self, act, record }).allowed

  /** The state it is in now is what the act itself made of it. */
  const isAllowedAfter = (act: string, record: RecordFacts): boolean => {
    const step = failing(plan(record.kind as KindId, act), record)
    return step === undefined || step === 'state'
  }

  /** What a change of the patient's facts gives the person who makes it: refused, confirmed, or nothing. */
  const gainBy = async (change: ChangedRecord): Promise<Refusal | 'confirmed' | undefined> => {
    const [was, becomes] = [change.before.patient, change.after.patient]
    if (was == null || becomes == null) return undefined
    const gain = gainOf(context, was, becomes)
    if (gain === undefined || (await isOwnRegistration(transaction, context, was, change.after.id)))
      return undefined
    return context.isConfirmed === true && mayConfirmGain(context)
      ? 'confirmed'
      : gainRefusal(context, gain, change)
  }

  const log = (act: string, record: RecordFacts, detail: AuditDetail | undefined): void => {
    const carriers = carriedBy(plan(record.kind as KindId, act), record)
    done.push({ kind: record.kind, act, records: [record.id], carriedBy: carriers, detail })
  }

  // Whoever may view the log, and whoever manages accounts without a scope: of all that they manage, subscriptions
  // alone are out of reach of a scoped one.
  const mayReadTheLog = (['audit', 'subscription'] as const).some((kind) =>
    isAllowed('view', { id: kind, kind }),
  )

  return {
    ...context,
    done,
    get requested() {
      return requested
    },
    get question() {
      return question
    },
    read,
    page: (kind, asked) => readPage(reading, kind, plan(kind, 'view'), asked),
    async missing(table, ids) {
      if (ids.length === 0) return []
      const rows = await transaction
        .selectFrom(table)
        .select('id')
        .where('practice_id', '=', practice.id)
        .where('id', 'in', ids)
        .execute()
      return ids.filter((one) => !rows.some(({ id }) => id === one))
    },
    async knownAs(described) {
      const ids = await likelyDuplicates(transaction, practice.id, described)
      for (const id of ids) {
        const record = await facts('patient', id)
        if (record !== undefined && isInReach(record)) return record
      }
      return ids.length > 0 ? 'out-of-reach' : undefined
    },
    factsShown: (ids) => factsShown(transaction, context.facts ?? { practiceId: practice.id }, ids),
    count: (kind, asked) => readCount(reading, kind, plan(kind, 'view'), asked),
    plan,
    holdsOneOf,
    mayReadTheLog,
    explain: explainFor,
    async find(kind, id) {
      const found = await factsAmong(read(kind), kind, id)
      if (found === undefined) notFound({ kind, id, act: 'view' })
      return found
    },
    async hiddenReason({ kind, id, act, becomes = (found) => found }) {
      const found = await factsOrOthers(transaction, { practiceId: practice.id, kind, id })
      if (found === undefined) return 'unknown'
      const target = becomes(found)
      const step = failing(plan(target.kind as KindId, act), target) ?? failing(plan(kind, 'view'), found)
      return found.id === id ? step : 'unknown'
    },
    logQuestion(kind, act) {
      if (snapshot.catalog.cells.get(kind)?.has(act) === true)
        question = { kind: kind as KindId, act: 'view', detail: { act } }
    },
    dryRun: (kind, act, owner) =>
      failing(plan(kind, act), favoured(snapshot, { kind, owner, author: member.id })),
    timeZone: () => timeZoneOf(transaction, practice.id),
    busy: () => busySlots(transaction, practice.id, plan('appointment', 'view')),
    async findForTheLog(kind, id) {
      if (!mayReadTheLog) throw new Error('only those who may view the log are told about others')
      const found = await facts(kind, id)
      if (found === undefined) notFound({ kind, id, act: 'view' })
      return found
    },
    async countFor(about, kind) {
      const theirs = planOf(accessOf(snapshot, { ...about, at }), kind, 'view')
      const within = mayReadTheLog ? [] : [plan(kind, 'view')]
      const count = (plans: readonly Plan[]) => countReached(transaction, practice.id, kind, plans)
      const of = await count(within)
      const isAll = theirs.reach === 'everywhere' || within.includes(theirs)
      return {
        count: isAll ? of : await count([...within, theirs]),
        of,
        whole: mayReadTheLog ? 'practice' : 'own',
      }
    },
    async countMoved(kind, was, becomes) {
      if (!mayReadTheLog) throw new Error('only those who may view the log are told about others')
      return countMoved(transaction, practice.id, kind, was, becomes)
    },
    async change({ kind, id, act, nextState, work, detail }) {
      const before = await heldFacts(kind, id)
      if (before === undefined) return notFound({ kind, id, act })
      if (!isAllowed(act, before)) return refusal(act, before)
      const planned = { ...before, ...nextState }
      if (!isAllowedAfter(act, planned)) return refusal(act, planned)
      const result = await work(transaction, before)
      const after = await facts(kind, id)
      const becomes = after && withPatientOf(before, after)
      if (becomes !== undefined && !isAllowedAfter(act, becomes)) return refusal(act, becomes)
      const gain = after && (await gainBy({ act, before, after }))
      if (gain !== undefined && gain !== 'confirmed') return gain
      log(act, before, gain === 'confirmed' ? { ...detail, confirmed: true } : detail)
      return result
    },
    async create({ kind, id, patient, nextState, work, detail }) {
      const becomes = (about: RecordFacts | undefined) => ({
        id,
        kind,
        patient: about?.patient ?? null,
        ...nextState,
      })
      const about = patient === undefined ? undefined : await heldFacts('patient', patient)
      if (patient !== undefined && about === undefined)
        return notFound({ kind: 'patient', id: patient, act: 'create', becomes })
      const planned = nextState && becomes(about)
      if (planned !== undefined && !isAllowedAfter('create', planned)) return refusal('create', planned)
      const result = await work(transaction)
      const after = await facts(kind, id)
      if (after === undefined) throw new Error(`\`${kind}\` \`${id}\` was to be created, and is not there`)
      if (!isAllowedAfter('create', after)) return refusal('create', after)
      const gain =
        about &&
        (await gainBy({ act: 'create', before: { ...after, patient: about.patient ?? null }, after }))
      if (gain !== undefined && gain !== 'confirmed') return gain
      log('create', after, gain === 'confirmed' ? { ...detail, confirmed: true } : detail)
      return result
    },
    async perform(kind, act, { records, detail }, work) {
      const wide = plan(kind, act)
      if (wide.reach === 'nowhere') return refusal(act, kind)
      // What belongs to the whole practice lies at no location and carries no tag: a grant in a scope does not reach it.
      const whole = { id: records[0] ?? kind, kind }
      if (snapshot.catalog.kinds[kind]?.team === 'wide' && !isAllowed(act, whole)) return refusal(act, whole)
      const result = await work(transaction)
      done.push({ kind, act, records, carriedBy: wide.carrying.map(({ id }) => id), detail })
      return result
    },
  }
}

/**
 * A record as it becomes, about its patient as they were. What a change of a record does to the patient's facts neither
 * opens nor closes the change: who sees a patient only by one appointment can still cancel it.
 */
function withPatientOf(before: RecordFacts, after: RecordFacts): RecordFacts {
  const isAboutSame = after.kind !== 'patient' && after.patient?.id === before.patient?.id
  return isAboutSame ? { ...after, patient: before.patient ?? null } : after
}
