/**
 * How long a client may take to send a request and to read its answer. A body is small and comes soon; an upload may
 * take hours, as long as some of it keeps coming, and so may an answer, as long as some of it is read. A client that
 * sends nothing is answered with 408 and cut off; one that reads nothing is cut off.
 */
import { Socket } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { leastRate, looksAStretch } from './least-rate.ts'
import { onceOver } from './once-over.ts'
import { refuseOn } from './send-malformed.ts'
import { destroySlowReaders } from './slow-readers.ts'

export interface Arrival {
  /** Until the headers of a request are there, in milliseconds from its beginning, or from the connection. */
  readonly headersMs: number
  /** Until a body that is no upload is there as a whole, in milliseconds. */
  readonly bodyMs: number
  /** In every stretch of so many milliseconds … */
  readonly uploadStretchMs: number
  /** … so many bytes of an upload must come. */
  readonly uploadStretchBytes: number
  /** In every stretch of so many milliseconds in which something of an answer waits to be read … */
  readonly answerStretchMs: number
  /** … so many bytes of it must leave. */
  readonly answerStretchBytes: number
}

export const usualArrival: Arrival = {
  headersMs: 15_000,
  bodyMs: 10_000,
  uploadStretchMs: 30_000,
  uploadStretchBytes: 32 * 1024,
  answerStretchMs: 60_000,
  answerStretchBytes: 32 * 1024,
}

/** Hold clients to it on every route that is added from now on. */
export function holdArrival(app: FastifyInstance, arrival: Arrival): void {
  app.addHook('onRequest', (request, _, done) => {
    if (hasBody(request) && request.raw.socket instanceof Socket) watchBody(request, arrival)
    done()
  })
  destroySlowReaders(app, arrival)
}

/** Whether a body belongs to a request, there or not. */
export function hasBody({ headers }: FastifyRequest): boolean {
  const length = headers['content-length']
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
}

function watchBody(request: FastifyRequest, arrival: Arrival): void {
  const isUpload = request.routeOptions.config.isUpload === true
  const stop = isUpload ? watchUpload(request, arrival) : watchSmallBody(request, arrival)
  onceOver({ emitter: request.raw, events: ['end', 'close'], socket: request.raw.socket }, stop)
}

function watchSmallBody(request: FastifyRequest, { bodyMs }: Arrival): () => void {
  const timer = setTimeout(() => hangUp(request), bodyMs)
  return () => clearTimeout(timer)
}

function watchUpload(request: FastifyRequest, { uploadStretchMs, uploadStretchBytes }: Arrival): () => void {
  const { raw } = request
  const isTooSlow = leastRate(uploadStretchBytes)
  const timer = setInterval(() => {
    // While something has come and was not read yet, this server is behind, and not the client.
    if (isTooSlow(raw.socket.bytesRead, raw.readableLength === 0)) hangUp(request)
  }, uploadStretchMs / looksAStretch)
  return () => clearInterval(timer)
}

function hangUp({ raw }: FastifyRequest): void {
  refuseOn(raw.socket, 408, 'the body took too long to arrive, try again')
}
