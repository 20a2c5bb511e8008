import { asSentence } from './as-sentence.ts'
import { confirmationIn, Failure } from './failure.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

interface Asked {
  readonly method?: Method
  readonly body?: unknown
  /** The version that was read, where the change is refused once somebody else's came between (`If-Match`). */
  readonly version?: number
  readonly signal?: AbortSignal
}

/** After this long an answer is no longer waited for. The page says so and offers to ask again. */
const patience = 30_000

/** Ask the server. An answer without content is `undefined`; anything but a success is thrown as a `Failure`. */
export async function request(
  path: string,
  { method = 'GET', body, version, signal }: Asked = {},
): Promise<unknown> {
  const response = await reach(path, {
    method,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(version !== undefined && { 'if-match': `"${version}"` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: signal ? AbortSignal.any([signal, AbortSignal.timeout(patience)]) : AbortSignal.timeout(patience),
  })
  if (!response.ok) throw await refusal(response)
  const text = await response.text()
  return text === '' ? undefined : JSON.parse(text)
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      throw new Failure('slow', 'Rolecall took too long to answer.')
    }
    throw new Failure('unreachable', 'Rolecall cannot be reached. Please check your connection.')
  }
}

async function refusal(response: Response): Promise<Failure> {
  const { status } = response
  const body = await bodyOf(response)
  if (status === 401 && body.reason === 'locked')
    return new Failure('locked', 'Rolecall is locked, since nobody used it for a while.', status, body)
  if (status === 401)
    return new Failure('signed-out', wordsOf(body) ?? 'You are not signed in.', status, body)
  if (status >= 500) return new Failure('broken', 'Rolecall cannot answer at the moment.', status, body)
  return new Failure('refused', wordsOf(body) ?? 'Rolecall did not accept this.', status, body)
}

export type Body = Readonly<Record<string, unknown>>

async function bodyOf(response: Response): Promise<Body> {
  try {
    const body: unknown = await response.json()
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
export function wordsOf(body: Body): string | undefined {
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
