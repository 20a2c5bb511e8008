/**
 * Writing the log. A change writes its entries in its own transaction, so that neither is without the other. The entry
 * of a read is on disk before the answer leaves; readers who wait at the same time share one transaction.
 */
import { sql } from 'kysely'
import type { Database, Transaction } from '../database/connect.ts'
import { isOnceMore } from '../database/is-retryable.ts'
import { noteWritten } from '../database/transaction.ts'
import type { AuditEntry } from './entry.ts'
import { LogUnavailable } from './log-unavailable.ts'
import { namedIds } from './named-ids.ts'

export interface AuditLog {
  /** Settles once the entry is on disk. Fails where it cannot be written, and so must what it is about. */
  append(entry: AuditEntry): Promise<void>
}

interface Waiting {
  readonly entry: AuditEntry
  readonly written: () => void
  readonly failed: (error: unknown) => void
}

/** How many entries a transaction takes at most. Those behind them wait for the next. */
const mostTogether = 500

export function auditLog(database: Database): AuditLog {
  const queues = new Map<string, Waiting[]>()

  const write = (practiceId: string, entries: readonly AuditEntry[]): Promise<void> =>
    database.within({ practiceId, mode: 'change' }, (transaction) => insertEntries(transaction, entries))

  const flush = async (practiceId: string): Promise<void> => {
    const queue = queues.get(practiceId) ?? []
    while (queue.length > 0) {
      await writeTogether(practiceId, queue.splice(0, mostTogether))
    }
    queues.delete(practiceId)
  }

  const writeTogether = async (practiceId: string, together: readonly Waiting[]): Promise<void> => {
    try {
      await write(
        practiceId,
        together.map(({ entry }) => entry),
      )
      for (const { written } of together) written()
    } catch (error) {
      if (together.length > 1 && isAboutAnEntry(error)) await writeApart(practiceId, together)
      else for (const { failed } of together) failed(unavailable(error))
    }
  }

  /** One that cannot be written fails alone, and takes nobody along who happened to wait beside it. */
  const writeApart = async (practiceId: string, together: readonly Waiting[]): Promise<void> => {
    for (const { entry, written, failed } of together)
      await write(practiceId, [entry]).then(written, (error: unknown) => failed(unavailable(error)))
  }

  return {
    append(entry) {
      return new Promise((written, failed) => {
        const queue = queues.get(entry.practiceId)
        if (queue !== undefined) {
          queue.push({ entry, written, failed })
          return
        }
        queues.set(entry.practiceId, [{ entry, written, failed }])
        // Those who come in this turn of the loop share the first transaction.
        setImmediate(() => void flush(entry.practiceId))
      })
    },
  }
}

/** Write entries within the transaction that does what they say. All are of its practice. */
export async function insertEntries(transaction: Transaction, entries: readonly AuditEntry[]): Promise<void> {
  const [first] = entries
  if (first === undefined) return
  try {
    await insert(transaction, first.practiceId, entries)
    noteWritten(transaction, first.practiceId)
  } catch (error) {
    // The transaction may be tried again as a whole.
    throw isOnceMore(error) ? error : unavailable(error)
  }
}

async function insert(
  transaction: Transaction,
  practiceId: string,
  entries: readonly AuditEntry[],
): Promise<void> {
  const rows = entries.map((entry) => ({
    practice_id: entry.practiceId,
    request_id: entry.requestId,
    operation: entry.operation,
    member_id: entry.memberId ?? null,
    account_id: entry.accountId ?? null,
    acting_for: entry.actingFor ?? null,
    kind: entry.kind ?? null,
    act: entry.act ?? null,
    records: entry.records,
    outcome: entry.outcome,
    step: entry.step ?? null,
    carried_by: entry.carriedBy,
    detail: entry.detail ?? null,
    names: entry.names ?? { members: {}, roles: {} },
    unnamed: unnamedIds(entry),
  }))
  const names = rows.some(({ unnamed }) => unnamed.length > 0) ? namesFound(practiceId) : sql`entry.names`
  // One value however many there are, so that the statement is read and planned once.
  await sql`with written as (insert into audit_entry (cluster, practice_id, request_id, operation, member_id, account_id, acting_for,
      kind, act, records, outcome, step, carried_by, detail, names)
    select (select database_cluster()), practice_id, request_id, operation, member_id, account_id, acting_for,
      kind, act, records, outcome, step, carried_by, detail, ${names}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as entry (practice_id uuid, request_id uuid,
      operation text, member_id text, account_id uuid, acting_for text, kind text, act text, records text[],
      outcome text, step text, carried_by text[], detail jsonb, names jsonb, unnamed text[])
      returning id)
    insert into audit_unsealed (practice_id, entry_id) select ${practiceId}::uuid, max(id) from written`.execute(
    transaction,
  )
}

/** Names that are known, and those of members and roles that have the other ids. */
function namesFound(practiceId: string) {
  return sql`jsonb_build_object(
    'members', entry.names -> 'members' || coalesce((select jsonb_object_agg(member.id, member.name) from member
      where member.practice_id = ${practiceId}::uuid and member.id = any(entry.unnamed) and member.name is not null), '{}'),
    'roles', entry.names -> 'roles' || coalesce((select jsonb_object_agg(role.id, role.label) from role
      where role.practice_id = ${practiceId}::uuid and role.id = any(entry.unnamed)), '{}'))`
}

function unnamedIds(entry: AuditEntry): readonly string[] {
  if (entry.isNamed === true) return []
  const { members, roles } = entry.names ?? { members: {}, roles: {} }
  return namedIds(entry).filter((id) => !Object.hasOwn(members, id) && !Object.hasOwn(roles, id))
}

function unavailable(error: unknown): LogUnavailable {
  return error instanceof LogUnavailable ? error : new LogUnavailable(error)
}

/** PostgreSQL's class for values that it cannot keep, such as half of a character. */
function isAboutAnEntry(error: unknown): boolean {
  const cause = error instanceof LogUnavailable ? error.cause : error
  return cause instanceof Error && 'code' in cause && String(cause.code).startsWith('22')
}
