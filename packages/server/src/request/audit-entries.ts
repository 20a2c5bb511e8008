/**
 * What the log says about a request: what was done, or what refused it, also where the answer does not say so. That
 * something out of reach exists is told to those who may view the log, and to nobody else.
 */
import type { Snapshot, Step } from '@rolecall/core'
import type { Door, RequestedRecord } from '../access/door.ts'
import type { AuditEntry, Names } from '../audit/entry.ts'
import { namedIds } from '../audit/named-ids.ts'
import { isStored } from '../lists/record-sources.ts'
import type { Answer, Asked, Authenticated } from './handle-request.ts'

/**
 * The entries of a request, made in the transaction that answered it. Members and roles are called in them what they were
 * called before: otherwise who takes another's name would do it under that name already.
 */
export async function entriesOf(
  asked: Asked,
  authenticated: Authenticated,
  answer: Answer,
): Promise<readonly AuditEntry[]> {
  const entries = await unnamedEntriesOf(asked, authenticated, answer)
  // Who looks makes no member and no role: the practice as it was opened has all of them.
  const isNamed = asked.effect === 'looks'
  return entries.map((entry) => ({ ...entry, isNamed, names: namesIn(authenticated.door.snapshot, entry) }))
}

function namesIn({ members, roles }: Snapshot, entry: AuditEntry): Names {
  const ids = namedIds(entry)
  return {
    members: Object.fromEntries(ids.flatMap((id) => named(id, members.get(id)?.name))),
    roles: Object.fromEntries(ids.flatMap((id) => named(id, roles.get(id)?.role.label))),
  }
}

function named(id: string, name: string | undefined): readonly (readonly [string, string])[] {
  return name === undefined ? [] : [[id, name]]
}

async function unnamedEntriesOf(
  asked: Asked,
  { door, session }: Authenticated,
  answer: Answer,
): Promise<readonly AuditEntry[]> {
  const { operation, requestId, named } = asked
  const cell = cellOf(asked) ?? door.question
  const common = {
    practiceId: door.practice.id,
    requestId,
    operation,
    memberId: door.member.id,
    accountId: session.accountId,
    actingFor: door.actingFor,
    kind: cell?.kind,
    act: cell?.act,
    detail: door.question?.detail,
    records: named,
    carriedBy: [],
  }
  const refused = ({ step, because }: Reason): AuditEntry => ({
    ...common,
    outcome: 'refused',
    step,
    detail: because === undefined ? common.detail : { ...common.detail, because },
  })
  if (answer.status === 403 || answer.status === 404) return [refused(await reasonOf(asked, door, answer))]
  if (!isDone(answer)) return [{ ...common, outcome: 'failed' }]
  if (door.done.length > 0)
    return door.done.map((done) => ({
      ...common,
      ...done,
      detail: done.detail ?? common.detail,
      outcome: 'allowed',
    }))
  if (session.all.ended.length > 0)
    return [
      {
        ...common,
        kind: 'account',
        records: session.accountId === undefined ? [] : [session.accountId],
        outcome: 'allowed',
        detail: { endedSessions: session.all.ended },
      },
    ]
  // About oneself alone.
  if (asked.needs === 'signed-in' && named.length === 0) return []
  // Answered as it is for everything that is out of reach.
  if (door.requested !== undefined) return [refused(await reasonHidden(door, door.requested))]
  const carriedBy = cell === undefined ? [] : door.plan(cell.kind, cell.act).carrying.map(({ id }) => id)
  return [{ ...common, records: answer.records ?? named, outcome: 'allowed', carriedBy }]
}

export function isDone({ status }: Answer): boolean {
  return status < 400
}

/** What refused. Where that is no step, `no-such-record` says that nothing has the id, and `not-open` that a rule of its own did. */
interface Reason {
  readonly step?: Step
  readonly because?: 'no-such-record' | 'not-open'
}

async function reasonOf(asked: Asked, door: Door, { status, body }: Answer): Promise<Reason> {
  const { step } = (body ?? {}) as { readonly step?: Step }
  if (step !== undefined) return { step }
  if (status === 403) return { because: 'not-open' }
  const requested = requestedIn(asked, door)
  return requested === undefined ? {} : reasonHidden(door, requested)
}

/** A domain may read a record by its id without having the door find it. Then the request names it. */
function requestedIn(asked: Asked, { requested }: Door): RequestedRecord | undefined {
  const cell = cellOf(asked)
  if (requested !== undefined)
    return requested.kind === cell?.kind ? { ...requested, act: cell.act } : requested
  const [id] = asked.named
  if (cell === undefined || !isStored(cell.kind) || id === undefined) return undefined
  return { kind: cell.kind, id, act: cell.act }
}

async function reasonHidden(door: Door, requested: RequestedRecord): Promise<Reason> {
  const step = await door.hiddenReason(requested)
  if (step === undefined) return {}
  return step === 'unknown' ? { because: 'no-such-record' } : { step }
}

function cellOf({ needs }: Asked) {
  return typeof needs === 'object' && 'kind' in needs ? needs : undefined
}
