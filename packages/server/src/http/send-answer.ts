import { finished, Readable } from 'node:stream'
import { type Endings, isStream } from '@rolecall/contract'
import type { FastifyReply } from 'fastify'
import { problemType } from '../access/problem.ts'
import { onceOver } from './once-over.ts'

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
  if (isStream(ending))
    return reply.type(ending.contentType).send(piecesOf(body as AsyncIterable<Uint8Array | string>, reply))
  if (body === undefined) return reply.send()
  const version = versionOf(body)
  if (version !== undefined) reply.header('etag', `"${version}"`)
  return reply.type('application/json').send(body)
}

/** The pieces of a stream. They are read after the handler, and no longer once the answer is gone. */
function piecesOf(body: AsyncIterable<Uint8Array | string>, { log, raw, request }: FastifyReply): Readable {
  // Destroyed itself, a file is closed even where nothing was read of it.
  const pieces = body instanceof Readable ? body : Readable.from(body, { objectMode: false })
  pieces.on('error', (err) => log.error({ err }, 'an answer ended before it was whole'))
  const end = request.work?.begin()
  if (end !== undefined) finished(pieces, end)
  onceOver({ emitter: raw, events: ['close'], socket: request.raw.socket }, () => pieces.destroy())
  return pieces
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

/** What `If-Match` has to name to change this. */
function versionOf(body: unknown): number | undefined {
  const { version } = (body ?? {}) as { readonly version?: unknown }
  return typeof version === 'number' ? version : undefined
}
