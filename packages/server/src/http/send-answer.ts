import { Readable } from 'node:stream'
import { type Endings, isStream } from '@rolecall/contract'
import type { FastifyReply } from 'fastify'
import { problemType } from './problem.ts'

/** An answer as a handler gives it. */
export interface Sent {
  readonly status: number
  readonly body?: unknown
  /** After how many seconds it is worth asking again. */
  readonly retryAfter?: number
}

/** Seconds, where nobody knows better: an outage ends by itself, and soon. */
const usualWait: Readonly<Record<number, number>> = { 429: 60, 503: 5 }

export function sendAnswer(reply: FastifyReply, answer: Sent, endings?: Endings): FastifyReply {
  const { status, body } = answer
  reply.code(status)
  if (status >= 400)
    return withWait(reply, answer)
      .type(isProblem(body) ? problemType : 'application/json')
      .send(body)
  const ending = endings?.[status]
  if (isStream(ending)) {
    const pieces = Readable.from(body as AsyncIterable<Uint8Array | string>, { objectMode: false })
    pieces.on('error', (err) => reply.log.error({ err }, 'an answer ended before it was whole'))
    return reply.type(ending.contentType).send(pieces)
  }
  if (body === undefined) return reply.send()
  const version = versionOf(body)
  if (version !== undefined) reply.header('etag', `"${version}"`)
  return reply.type('application/json').send(body)
}

/** An ending that did not do it may also be a question back, such as in which practice. */
function isProblem(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'title' in body && 'detail' in body
}

function withWait(reply: FastifyReply, { status, retryAfter }: Sent): FastifyReply {
  const seconds = retryAfter ?? usualWait[status]
  // Who counts the requests knows better, and has said so already.
  if (seconds === undefined || reply.hasHeader('retry-after')) return reply
  return reply.header('retry-after', Math.max(1, Math.ceil(seconds)))
}

/** What `If-Match` has to name to change this: the version of a record, or the revision of what is not one. */
function versionOf(body: unknown): number | undefined {
  const { version, revision } = (body ?? {}) as { readonly version?: unknown; readonly revision?: unknown }
  return [version, revision].find((one) => typeof one === 'number')
}
