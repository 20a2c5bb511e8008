import { STATUS_CODES } from 'node:http'
import type { Problem } from '@rolecall/contract'

export const problemType = 'application/problem+json'

/** The body of an answer that refuses. `detail` is a sentence for the person who asked. */
export function problemBody(status: number, detail: string): Problem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Problem', status, detail }
}

/** An ending that refuses. */
export function problem<S extends number>(status: S, detail: string): { status: S; body: Problem } {
  return { status, body: problemBody(status, detail) }
}
