/**
 * Writing the log. A change writes its entries in its own transaction, so that neither is without the other. The entry
 * of a read is on disk before the answer leaves; readers who wait at the same time share one transaction.
 */
import { sql } from 'kysely'
import type { Database, Transaction } from '../database/connect.ts'
import type { AuditEntry } from './entry.ts'

export interface AuditLog {
  /** Settles once the entry is on disk. Fails where it cannot be written, and so must what it is about. */
  append(entry: AuditEntry): Promise<void>
}

interface Waiting {
  readonly entry: AuditEntry
  readonly written: () => void
  readonly failed: (error: unknown) => void
}

export function auditLog(database: Database): AuditLog {
  const queues = new Map<string, Waiting[]>()

  const flush = async (practiceId: string): Promise<void> => {
    for (let batch = queues.get(practiceId); batch !== undefined; batch = queues.get(practiceId)) {
      const waiting = batch
      queues.set(practiceId, [])
      try {
        await database.within({ practiceId, mode: 'change' }, (transaction) =>
          insertEntries(
            transaction,
            waiting.map(({ entry }) => entry),
          ),
        )
        for (const { written } of waiting) written()
      } catch (error) {
        for (const { failed } of waiting) failed(error)
      }
      if (queues.get(practiceId)?.length === 0) queues.delete(practiceId)
    }
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
  if (entries.length === 0) return
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
  }))
  // One value however many there are, so that the statement is read and planned once.
  await sql`insert into audit_entry (practice_id, request_id, operation, member_id, account_id, acting_for, kind, act,
      records, outcome, step, carried_by, detail)
    select practice_id, request_id, operation, member_id, account_id, acting_for, kind, act, records, outcome, step,
      carried_by, detail
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as entry (practice_id uuid, request_id uuid,
      operation text, member_id text, account_id uuid, acting_for text, kind text, act text, records text[],
      outcome text, step text, carried_by text[], detail jsonb)`.execute(transaction)
}
