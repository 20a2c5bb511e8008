/**
 * Letting a request in by its token. Session, epoch and clock are read together, in the transaction that reads the
 * data; a write holds the policy as it is until it commits; and what was done, or refused, is in the log before the
 * answer leaves.
 */
import { type Effect, type Needs, permissionsFor } from '@rolecall/contract'
import type { Instant, Member, Snapshot, Step } from '@rolecall/core'
import { type Door, openDoor } from '../access/door.ts'
import { practiceSnapshot } from '../access/practice-snapshot.ts'
import { raiseEpoch } from '../access/raise-epoch.ts'
import type { AuditEntry } from '../audit/entry.ts'
import { type AuditLog, insertEntries } from '../audit/log.ts'
import type { Database, Transaction } from '../database/connect.ts'
import { problem } from '../http/problem.ts'
import { readToken, type Token } from './token.ts'
import { whyNoSignIn } from './why-no-sign-in.ts'

/** What somebody asks for, before it is known who they are. */
export interface Asked {
  readonly token: string | undefined
  readonly operation: string
  readonly needs: Exclude<Needs, 'public'>
  readonly effect: Effect
  readonly requestId: string
  /** Ids of records in the request: for the log, where it is refused. */
  readonly named: readonly string[]
}

/** A person who is signed in, within one transaction. */
export interface Entered {
  readonly door: Door
  readonly session: Session
}

export interface Session {
  /** What names it to its holder. */
  readonly id: string
  readonly accountId: string | undefined
  /** Act for a practitioner from now on, or for nobody. Whether they may is asked before. */
  actFor(practitioner: string | null): Promise<void>
}

export interface Answer {
  readonly status: number
  readonly body?: unknown
  /** Ids of the records that were read, for the log. */
  readonly records?: readonly string[]
}

export interface Entrance {
  readonly database: Database
  readonly log: AuditLog
}

/** Let a request in, or say that its sender is signed out. */
export async function enter(
  { database, log }: Entrance,
  asked: Asked,
  work: (entered: Entered) => Promise<Answer>,
): Promise<Answer | 'signed-out'> {
  const token = asked.token === undefined ? undefined : readToken(asked.token)
  if (token === undefined) return 'signed-out'
  const { practiceId } = token
  const mode = asked.effect === 'looks' ? 'look' : 'change'
  const { answer, entries } = await database.within(
    { practiceId, mode, opening: openingOf(token, asked.effect) },
    async (transaction, [row]) => {
      const entered = await entry(transaction, token, row as unknown as SessionRow | undefined)
      if (entered === undefined) return { answer: 'signed-out' as const, entries: [] }
      const answer = whyNot(asked.needs, entered.door) ?? (await work(entered))
      const entries = entriesOf(asked, entered, answer)
      if (mode === 'change' && isDone(answer)) {
        if (asked.effect === 'changes-policy') await raiseEpoch(transaction, practiceId)
        await insertEntries(transaction, entries)
        return { answer, entries: [] }
      }
      return { answer, entries }
    },
    ({ answer }) => answer !== 'signed-out' && !isDone(answer),
  )
  await Promise.all(entries.map((one) => log.append(one)))
  return answer
}

function isDone({ status }: Answer): boolean {
  return status < 400
}

interface SessionRow {
  readonly id: string
  readonly member_id: string
  readonly account_id: string | null
  readonly acting_for: string | null
  readonly name: string
  readonly epoch: string
  readonly at: Instant
}

const lockOf = {
  looks: '',
  changes: 'for share of policy_epoch',
  'changes-policy': 'for update of policy_epoch',
}

/** Literals only, so that it travels with the beginning of the transaction: the practice is a uuid, the hash is hex. */
function openingOf({ practiceId, hash }: Token, effect: Effect): string {
  return `select session.id, session.member_id, session.account_id, session.acting_for, practice.name,
      policy_epoch.epoch, extract(epoch from clock_timestamp())::float8 * 1000 as at
    from session
    join practice on practice.id = session.practice_id
    join policy_epoch on policy_epoch.practice_id = session.practice_id
    where session.practice_id = '${practiceId}' and session.token_hash = '\\x${hash.toString('hex')}'
      and session.ends_at > now() ${lockOf[effect]}`
}

async function entry(
  transaction: Transaction,
  { practiceId, hash }: Token,
  row: SessionRow | undefined,
): Promise<Entered | undefined> {
  if (row === undefined) return undefined
  const { id, name, epoch, at, member_id, account_id, acting_for } = row
  const snapshot = await practiceSnapshot(transaction, { id: practiceId, epoch })
  const member = activeMember(snapshot, member_id, at)
  if (member === undefined) return undefined
  const practice = { id: practiceId, name }
  return {
    door: openDoor(transaction, { practice, snapshot, member, actingFor: acting_for ?? undefined, at }),
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
    },
  }
}

function activeMember(snapshot: Snapshot, id: string, at: number): Member | undefined {
  const member = snapshot.members.get(id)
  return member && whyNoSignIn(member, at) === undefined ? member : undefined
}

/** What is settled before any record is named. Which of them one reaches is for the door. */
const settled: ReadonlySet<Step> = new Set(['inactive', 'module-off', 'kind', 'permission', 'acting'])

/** Why an operation is not open to somebody at all. */
function whyNot(needs: Asked['needs'], door: Door): Answer | undefined {
  if (needs === 'signed-in') return undefined
  if ('anyOf' in needs) {
    if (door.holdsOneOf(needs.anyOf)) return undefined
    const names = permissionsFor(needs).map((one) => `\`${one}\``)
    return problem(403, `this needs ${names.join(' or ')}, ask an admin for it`, { step: 'permission' })
  }
  const plan = door.plan(needs.kind, needs.act)
  if (plan.reach !== 'nowhere' || !settled.has(plan.refusal)) return undefined
  const { step, verdict, mend } = door.explain(
    { member: door.member.id, actingFor: door.actingFor },
    needs.act,
    needs.kind,
  )
  return problem(403, verdict, { step, mend })
}

/** What the log says about a request. */
function entriesOf(
  { operation, needs, requestId, named }: Asked,
  { door, session }: Entered,
  answer: Answer,
): readonly AuditEntry[] {
  const cell = typeof needs === 'object' && 'kind' in needs ? needs : undefined
  const common = {
    practiceId: door.practice.id,
    requestId,
    operation,
    memberId: door.member.id,
    accountId: session.accountId,
    actingFor: door.actingFor,
  }
  if (!isDone(answer)) {
    const outcome = answer.status === 403 || answer.status === 404 ? 'refused' : 'failed'
    const { step } = (answer.body ?? {}) as { readonly step?: string }
    return [{ ...common, ...cell, records: named, outcome, step, carriedBy: [] }]
  }
  if (door.done.length > 0) return door.done.map((done) => ({ ...common, ...done, outcome: 'allowed' }))
  // About oneself alone.
  if (needs === 'signed-in') return []
  const carriedBy = cell === undefined ? [] : door.plan(cell.kind, cell.act).carrying.map(({ id }) => id)
  return [{ ...common, ...cell, records: answer.records ?? [], outcome: 'allowed', carriedBy }]
}
