/** Sends a request and turns what goes wrong into a `Failure`. Knows no route. */
import type { Refusal } from '@rolecall/contract'
import { asSentence } from './as-sentence.ts'
import { confirmationIn, Failure } from './failure.ts'

interface RequestOptions {
  readonly method?: string
  readonly body?: unknown
  /** The version that was read, sent as `If-Match`. */
  readonly version?: number | undefined
  readonly signal?: AbortSignal | undefined
}

const timeoutMs = 30_000

/** @returns undefined if the answer has no content; anything but a success is thrown as a `Failure`. */
export async function request(
  url: string,
  { method = 'GET', body, version, signal }: RequestOptions = {},
): Promise<unknown> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const response = await send(url, {
    method,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(version !== undefined && { 'if-match': `"${version}"` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  })
  const text = await response.text()
  if (!response.ok) throw failureOf(response.status, text)
  return text === '' ? undefined : JSON.parse(text)
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      throw new Failure('slow', 'Rolecall took too long to answer.')
    }
    throw unreachable()
  }
}

export function unreachable(): Failure {
  return new Failure('unreachable', 'Rolecall cannot be reached. Please check your connection.')
}

/** What an answer that is no success says. */
export function failureOf(status: number, text: string): Failure {
  const body = refusalIn(text)
  if (status === 401 && body.reason === 'locked')
    return new Failure('locked', 'Rolecall is locked, since nobody used it for a while.', status, body)
  if (status === 401)
    return new Failure('signed-out', wordsOf(body) ?? 'You are not signed in.', status, body)
  if (status >= 500) return new Failure('broken', 'Rolecall cannot answer at the moment.', status, body)
  return new Failure('refused', wordsOf(body) ?? 'Rolecall did not accept this.', status, body)
}

/** The body of a refusal. Empty where something between browser and server answered with other than JSON. */
function refusalIn(text: string): Refusal {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? { ...body } : {}
  } catch {
    return {}
  }
}

/**
 * The sentences of a problem-details body (RFC 9457): what is wrong, and what to do. Where a confirmation helps, a button
 * says what to do.
 *
 * @returns undefined if the body has no words.
 */
export function wordsOf(body: Refusal): string | undefined {
  const words = [body.detail, body.title].find(isWords)
  if (words === undefined) return undefined
  return [words, confirmationIn(body) === undefined ? body.mend : undefined]
    .filter(isWords)
    .map(asSentence)
    .join(' ')
}

function isWords(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
