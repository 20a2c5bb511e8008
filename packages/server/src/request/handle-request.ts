/**
 * Letting a request in by its token. Session, epoch and clock are read together, in the transaction that reads the
 * data; a write holds the policy as it is until it commits; and what was done, or refused, is in the log before the
 * answer leaves.
 */
import type { BudgetId, Effect, Needs } from '@rolecall/contract'
import type { Instant, Member, Snapshot } from '@rolecall/core'
import { type Door, openDoor } from '../access/door.ts'
import { practiceSnapshot } from '../access/practice-snapshot.ts'
import { problem } from '../access/problem.ts'
import { raiseEpoch } from '../access/raise-epoch.ts'
import { whyNotAsk } from '../access/require-permission.ts'
import { whyNoSignIn } from '../access/sign-in-block.ts'
import { type AuditLog, insertEntries } from '../audit/log.ts'
import type { Database, Prepared, Transaction } from '../database/connect.ts'
import { type FactsSeen, factsSeen } from '../lists/facts-history.ts'
import { type SessionTimes, touchAfter, usualTimes } from '../signin/session-times.ts'
import { readToken, type Token } from '../signin/token.ts'
import { entriesOf, isDone } from './audit-entries.ts'
import { keepAwake, type OwnSessions, ownSessions } from './own-sessions.ts'
import { withinBudget } from './request-budget.ts'

/** What somebody asks for, before it is known who they are. */
export interface Asked {
  readonly token: string | undefined
  readonly operation: string
  readonly needs: Exclude<Needs, 'public'>
  readonly effect: Effect
  readonly readsMuch?: true | undefined
  readonly requestId: string
  /** Ids of records in the request: for the log, where the answer shows none. */
  readonly named: readonly string[]
  /** Whether the request says `confirmed`. */
  readonly isConfirmed?: boolean
  /** What the request is counted against. */
  readonly budget?: BudgetId | undefined
}

/** A person who is signed in, within one transaction. */
export interface Authenticated {
  readonly door: Door
  readonly session: Session
}

export interface Session {
  /** What names it to its holder. */
  readonly id: string
  readonly accountId: string | undefined
  /** Act for a practitioner from now on, or for nobody. Whether they may is asked before. */
  actFor(practitioner: string | null): Promise<void>
  /** Wherever the same person is signed in to the same practice, here included. */
  readonly all: OwnSessions
}

export interface Answer {
  readonly status: number
  readonly body?: unknown
  /** Ids of the records that were read, for the log. */
  readonly records?: readonly string[]
  /** It tells what a change would do. Nothing of it is kept. */
  readonly isDry?: boolean
  /** What takes longer than a transaction may: done once it has ended well. Its answer is the one that is sent. */
  readonly afterwards?: () => Promise<Answer>
}

export interface Entrance {
  readonly database: Database
  readonly log: AuditLog
  /** Undefined: as usual. */
  readonly times?: SessionTimes | undefined
  /** Where people are picked. Elsewhere a session that proved nothing opens nothing. */
  readonly picking?: unknown
}

/** Let a request in, or say that its sender is signed out, or has to prove again who they are. */
export async function enter(
  entrance: Entrance,
  asked: Asked,
  work: (authenticated: Authenticated) => Promise<Answer>,
): Promise<Answer> {
  const token = asked.token === undefined ? undefined : readToken(asked.token)
  if (token === undefined) return signedOut()
  const { budget: of, named: records } = asked
  if (of === undefined) return enterBy(token, entrance, asked, work)
  return withinBudget(entrance.database, { of, token, records }, (beyond) =>
    enterBy(token, entrance, asked, beyond === undefined ? work : async () => beyond),
  )
}

async function enterBy(
  token: Token,
  { database, log, times = usualTimes, picking }: Entrance,
  asked: Asked,
  work: (authenticated: Authenticated) => Promise<Answer>,
): Promise<Answer> {
  const { practiceId } = token
  const mode = asked.effect === 'looks' ? 'look' : 'change'
  let isStale = false
  const { answer, entries } = await database.within(
    { practiceId, mode, opening: openingOf(token, asked.effect, times), isApart: asked.readsMuch === true },
    async (transaction, [found]) => {
      const row = found as unknown as SessionRow | undefined
      const isPicked = row?.account_id === null
      if (row === undefined || (isPicked && picking === undefined))
        return { answer: signedOut(), entries: [] }
      if (row.is_locked) return { answer: locked(), entries: [] }
      const authenticated = await entry(transaction, token, row, asked.isConfirmed)
      if (authenticated === undefined) return { answer: signedOut(), entries: [] }
      isStale = row.is_stale
      const answer = whyNotAsk(asked.needs, authenticated.door) ?? (await work(authenticated))
      const entries = await entriesOf(asked, authenticated, answer)
      if (mode === 'change' && isKept(answer)) {
        if (asked.effect === 'changes-policy') await raiseEpoch(transaction, practiceId)
        await insertEntries(transaction, entries)
        return { answer, entries: [] }
      }
      return { answer, entries }
    },
    ({ answer }) => !isKept(answer),
  )
  await Promise.all([
    ...entries.map((one) => log.append(one)),
    // Where it cannot be written the session locks earlier, which is no reason to take the answer back.
    ...(isStale ? [keepAwake(database, token, times).catch(() => {})] : []),
  ])
  return answer
}

function signedOut(): Answer {
  return problem(401, 'you are not signed in, sign in first', { reason: 'signed-out' })
}

function locked(): Answer {
  return problem(401, 'nobody was here for a while, prove by your password who you are', { reason: 'locked' })
}

function isKept(answer: Answer): boolean {
  return isDone(answer) && answer.isDry !== true
}

interface SessionRow {
  readonly id: string
  readonly member_id: string
  readonly account_id: string | null
  readonly acting_for: string | null
  readonly name: string
  readonly policy_stamp: string
  readonly at: Instant
  /** Nobody asked anything for too long. */
  readonly is_locked: boolean
  /** When it was last seen is to be written down again. */
  readonly is_stale: boolean
  /** The last facts of patients, where all of them are of one snapshot. */
  readonly facts_last?: string | null
  readonly facts_stamp?: string | null
}

const lockOf = {
  looks: '',
  changes: 'for share of policy_epoch',
  'changes-policy': 'for update of policy_epoch',
}

/**
 * Literals, so that it travels with the beginning of the transaction: the practice is a uuid, the hash is hex. A session
 * that was picked has no password to prove again, and never locks.
 */
function openingOf({ practiceId, hash }: Token, effect: Effect, times: SessionTimes): Prepared {
  return { text: openingText(effect, times), literals: [`'${practiceId}'`, `'\\x${hash.toString('hex')}'`] }
}

function openingText(effect: Effect, times: SessionTimes): string {
  const looks = effect === 'looks'
  return `select session.id, session.member_id, session.account_id, session.acting_for, practice.name,
      policy_epoch.stamp as policy_stamp, extract(epoch from clock_timestamp())::float8 * 1000 as at,
      session.account_id is not null and session.last_seen_at < now() - interval '${times.idle} s' as is_locked,
      session.last_seen_at < now() - interval '${touchAfter(times)} s' as is_stale${looks ? ', newest.id as facts_last, newest.stamp as facts_stamp' : ''}
    from session
    join incarnation on incarnation.id = session.incarnation
    join practice on practice.id = session.practice_id
    join policy_epoch on policy_epoch.practice_id = session.practice_id ${looks ? newestFacts : ''}
    where session.practice_id = $1 and session.token_hash = $2
      and session.ends_at > now() ${lockOf[effect]}`
}

/** Only in one snapshot are these all the facts that there are to the end. */
const newestFacts = `
    left join patient_facts_count as counted on counted.practice_id = session.practice_id
    left join patient_facts as newest on newest.practice_id = session.practice_id and newest.id = counted.last`

async function entry(
  transaction: Transaction,
  { practiceId, hash }: Token,
  row: SessionRow,
  isConfirmed: boolean | undefined,
): Promise<Authenticated | undefined> {
  const { id, name, policy_stamp, at, member_id, account_id, acting_for } = row
  const snapshot = await practiceSnapshot(transaction, { id: practiceId, stamp: policy_stamp })
  const member = activeMember(snapshot, member_id, at)
  if (member === undefined) return undefined
  const practice = { id: practiceId, name }
  return {
    door: openDoor(transaction, {
      practice,
      snapshot,
      member,
      actingFor: acting_for ?? undefined,
      at,
      facts: await factsOf(transaction, practiceId, row),
      isConfirmed,
    }),
    session: {
      id,
      accountId: account_id ?? undefined,
      async actFor(practitioner) {
        await transaction
          .updateTable('session')
          .set({ acting_for: practitioner })
          .where('practice_id', '=', practiceId)
          .where('token_hash', '=', hash)
          .execute()
      },
      all: ownSessions(transaction, { id, practiceId, memberId: member_id, accountId: account_id }),
    },
  }
}

function factsOf(
  transaction: Transaction,
  practiceId: string,
  { facts_last, facts_stamp }: SessionRow,
): Promise<FactsSeen> | undefined {
  if (facts_last === undefined) return undefined
  return factsSeen(transaction, practiceId, {
    last: Number(facts_last ?? 0),
    stamp: facts_stamp ?? undefined,
  })
}

function activeMember(snapshot: Snapshot, id: string, at: number): Member | undefined {
  const member = snapshot.members.get(id)
  return member && whyNoSignIn(member, at) === undefined ? member : undefined
}
