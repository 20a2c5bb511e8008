import type { AuditEntry } from '@rolecall/contract'
import type { Snapshot, Step } from '@rolecall/core'
import { isRefusal, problem, refusedEnding } from '../access/problem.ts'
import { placeOf, placeText } from '../audit/cursor.ts'
import { listEntries } from '../audit/list-entries.ts'
import type { Filter, ListedEntry } from '../audit/read-entries.ts'
import { timeOf } from '../audit/tamper-finding.ts'
import type { Authenticated } from '../request/handle-request.ts'
import type { HandlersOf } from '../request/handler.ts'
import { memberNames, wordsOf } from './entry-words.ts'
import type { Verifications } from './verifications.ts'

export function auditHandlers(
  verifying: Verifications,
): HandlersOf<'listAudit' | 'verifyAudit' | 'auditVerification'> {
  return {
    async listAudit({ query: { after, limit, ...filter } }, { door }) {
      const place = after === undefined ? undefined : placeOf(after)
      if (after !== undefined && place === undefined)
        return problem(400, '`after` is no place in the log, give the `next` of a page')
      const about = { records: filter.record === undefined ? [] : [filter.record], detail: detailOf(filter) }
      const read = await door.perform('audit', 'view', about, (transaction) =>
        // One more is read to know whether another page follows.
        listEntries(transaction, door.practice.id, { filter, after: place, limit: limit + 1 }),
      )
      if (isRefusal(read))
        return refusedEnding(read) as { status: 403; body: ReturnType<typeof refusedEnding>['body'] }
      const page = read.slice(0, limit)
      const last = page.at(-1)
      const entries = page.map((entry) => shown(entry, door.snapshot))
      const next = read.length > limit && last !== undefined ? placeText(last) : null
      return { status: 200, body: { entries, next }, records: [] }
    },
    async verifyAudit(_, { door }: Authenticated) {
      const body = await verifying.start(door.practice.id)
      return { status: body.state === 'running' ? 202 : 200, body, records: [] }
    },
    async auditVerification(_, { door }) {
      return { status: 200, body: verifying.stateOf(door.practice.id), records: [] }
    },
  }
}

/** What was looked for. */
function detailOf(filter: Filter): Readonly<Record<string, string>> {
  const given = Object.entries(filter).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return Object.fromEntries(given)
}

function shown(entry: ListedEntry, snapshot: Snapshot): AuditEntry {
  const { id, at, operation, kind, act, records, outcome, detail } = entry
  const name = memberNames(entry, snapshot)
  const named = (one: string | null) => (one === null ? null : { id: one, name: name(one) })
  return {
    id,
    at: timeOf(at),
    member: named(entry.member_id),
    actingFor: named(entry.acting_for),
    operation,
    kind,
    act,
    records: [...records],
    outcome,
    step: entry.step as Step | null,
    carriedBy: [...entry.carried_by],
    detail: detail === null ? null : { ...detail },
    namesOfThen: entry.names !== null,
    words: wordsOf(entry, snapshot),
  }
}
