import { STATUS_CODES } from 'node:http'
import type { Problem } from '@rolecall/contract'
import type { Refusal } from './door.ts'

export const problemType = 'application/problem+json'

interface Reasons {
  readonly step?: Problem['step']
  readonly mend?: string | undefined
  readonly reason?: Problem['reason']
}

/** The body of an answer that refuses. `detail` is a sentence for the person who asked. */
export function problemBody(status: number, detail: string, { step, mend, reason }: Reasons = {}): Problem {
  const title = STATUS_CODES[status] ?? 'Problem'
  return {
    type: 'about:blank',
    title,
    status,
    detail,
    ...(step !== undefined && { step }),
    ...(mend !== undefined && { mend }),
    ...(reason !== undefined && { reason }),
  }
}

/** An ending that refuses. */
export function problem<S extends number>(
  status: S,
  detail: string,
  reasons: Reasons = {},
): { status: S; body: Problem } {
  return { status, body: problemBody(status, detail, reasons) }
}

/** The ending of what the door refused. What is out of reach and what does not exist get the same bytes. */
export function refusedEnding(refusal: Refusal): { status: 403 | 404; body: Problem } {
  if (refusal.refused === 'unknown') return problem(404, 'there is nothing here under this id')
  const { refused, verdict, mend, reason } = refusal
  return problem(403, verdict, { step: refused, mend, reason })
}

/** Whether what the door gave back is a refusal. */
export function isRefusal(outcome: unknown): outcome is Refusal {
  return typeof outcome === 'object' && outcome !== null && 'refused' in outcome
}
