/** What a domain gives back, as the answer of its handler. */

import type { Refusal } from './door.ts'
import { isStale, type Stale, staleEnding } from './edit-history.ts'
import { isRefusal, refusedEnding } from './problem.ts'

/** Of a record that was read. Undefined: it is out of reach or not there. */
export function foundEnding<T>(body: T | undefined, id: string) {
  return body === undefined ? refusedEnding({ refused: 'unknown' }) : okEnding(body, id)
}

/** Of a record that was saved over the version that was read. */
export function savedEnding<T>(saved: T | Refusal | Stale, id: string) {
  if (isRefusal(saved)) return refusedEnding(saved)
  return isStale(saved) ? staleEnding(saved) : okEnding(saved, id)
}

export function createdEnding<T extends { readonly id: string }>(created: T | Refusal) {
  return isRefusal(created)
    ? refusedEnding(created)
    : ({ status: 201, body: created, records: [created.id] } as const)
}

function okEnding<T>(body: T, id: string) {
  return { status: 200, body, records: [id] } as const
}
