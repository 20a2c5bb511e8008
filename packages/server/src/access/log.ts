/** What a request leaves for the log: what was done, what was requested and not shown, and what a question was about. */
import { carriedBy, failing, type KindId, type RecordFacts } from '@rolecall/core'
import type { AuditDetail } from '../audit/entry.ts'
import type { Transaction } from '../database/connect.ts'
import { factsOrOthers } from '../lists/record-sources.ts'
import type { Done, Door, QuestionNoted, Refusal, RequestContext, RequestedRecord } from './door.ts'
import type { Who } from './who.ts'

export interface RequestLog
  extends Pick<Door, 'requested' | 'hiddenReason' | 'logQuestion' | 'question' | 'done'> {
  /** Keep what was requested and not shown. */
  notFound(what: RequestedRecord): Refusal
  logDone(done: Done): void
  /** An act on a record, with the grants that carried it. */
  logAct(act: string, record: RecordFacts, detail: AuditDetail | undefined): void
}

export function openLog(
  transaction: Transaction,
  { practice, snapshot }: RequestContext,
  { plan }: Who,
): RequestLog {
  const done: Done[] = []
  let requested: RequestedRecord | undefined
  let question: QuestionNoted | undefined
  return {
    done,
    get requested() {
      return requested
    },
    get question() {
      return question
    },
    notFound(what) {
      requested = what
      return { refused: 'unknown' }
    },
    logQuestion(kind, act) {
      if (snapshot.catalog.cells.get(kind)?.has(act) === true)
        question = { kind: kind as KindId, act: 'view', detail: { act } }
    },
    logDone: (one) => {
      done.push(one)
    },
    logAct(act, record, detail) {
      const carriers = carriedBy(plan(record.kind as KindId, act), record)
      done.push({ kind: record.kind, act, records: [record.id], carriedBy: carriers, detail })
    },
    async hiddenReason({ kind, id, act, becomes = (found) => found }) {
      const found = await factsOrOthers(transaction, { practiceId: practice.id, kind, id })
      if (found === undefined) return 'unknown'
      const target = becomes(found)
      const step = failing(plan(target.kind as KindId, act), target) ?? failing(plan(kind, 'view'), found)
      return found.id === id ? step : 'unknown'
    },
  }
}
