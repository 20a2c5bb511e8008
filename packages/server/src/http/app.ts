/**
 * The HTTP server, built from the contract. It knows no domain: every route is an operation and its handler.
 */
import { randomUUID } from 'node:crypto'
import cookies from '@fastify/cookie'
import multipart from '@fastify/multipart'
import { operations as contract, type Operation } from '@rolecall/contract'
import Fastify, { type FastifyError, type FastifyInstance, LogController } from 'fastify'
import type { Answer, Asked, Authenticated } from '../request/handle-request.ts'
import type { Handlers } from '../request/handler.ts'
import { addDocs } from './add-docs.ts'
import { addNotFound } from './add-not-found.ts'
import { addRoute } from './add-route.ts'
import { type Arrival, holdArrival, usualArrival } from './arrival.ts'
import { refuseStrangers } from './csrf.ts'
import { addRequestLines, type Journal, loggerOf } from './journal.ts'
import { holdLimits, type Limits } from './limits.ts'
import { addSecureHeaders } from './secure-headers.ts'
import { sendError } from './send-error.ts'
import { refuseOn, sendMalformed } from './send-malformed.ts'
import { type Site, thisMachine } from './site.ts'
import { uploadLimits } from './uploaded-files.ts'

export interface AppParts {
  readonly handlers: Handlers
  /** Let a request in by its token. */
  readonly enter: (asked: Asked, work: (authenticated: Authenticated) => Promise<Answer>) => Promise<Answer>
  /** The built console; may be missing. */
  readonly consoleFolder: string
  /** What went wrong on this side, for whoever runs the server, where there is no journal. */
  readonly report: (sentence: string) => void
  /** Undefined: it is reached on this machine alone. */
  readonly site?: Site | undefined
  /** Undefined: as much is taken on as comes. */
  readonly limits?: Limits | undefined
  /** How long clients may take. Undefined: as usual. */
  readonly arrival?: Arrival | undefined
  /** Where a line for each request goes. Undefined: none is written. */
  readonly journal?: Journal | undefined
  /** What is offered, where it is not the whole contract. */
  readonly operations?: Readonly<Record<string, Operation>> | undefined
  /** Called when the server stops, once requests are answered. */
  readonly onStop?: (() => Promise<void>) | undefined
}

/** Of a body that is no upload, in bytes. */
const bodyLimit = 64 * 1024

/** How often Node looks for requests whose headers are late, in milliseconds. */
const looksForLateHeaders = 1000

export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const { site = thisMachine, limits, arrival = usualArrival, operations = contract } = parts
  const app = Fastify({
    logger: loggerOf(parts.journal),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request' }),
    bodyLimit,
    http: {
      headersTimeout: arrival.headersMs,
      connectionsCheckingInterval: Math.min(looksForLateHeaders, arrival.headersMs),
    },
    routerOptions: { maxParamLength: 1000 },
    trustProxy: site.trustedProxies.length > 0 && [...site.trustedProxies],
    // Requests that are being answered are waited for; connections that only stay open are not.
    forceCloseConnections: 'idle',
    genReqId: () => randomUUID(),
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply, parts),
    clientErrorHandler: sendMalformed,
  })
  // A form of another site may send text without asking first.
  app.removeContentTypeParser('text/plain')
  app.server.on('checkExpectation', ({ socket }) =>
    refuseOn(socket, 417, 'the only expectation that is met is `100-continue`'),
  )
  if (parts.journal !== undefined) addRequestLines(app)
  holdArrival(app, arrival)
  await addSecureHeaders(app, site)
  app.addHook('onRequest', refuseStrangers(site))
  if (limits !== undefined) await holdLimits(app, limits)
  const { onStop } = parts
  if (onStop !== undefined) app.addHook('onClose', () => onStop())
  await app.register(cookies)
  app.setErrorHandler((error: FastifyError, request, reply) => sendError(error, request, reply, parts))
  addOperations(app, operations, parts)
  await addDocs(app, operations)
  await addNotFound(app, parts.consoleFolder, Object.values(operations))
  return app
}

function addOperations(
  app: FastifyInstance,
  operations: Readonly<Record<string, Operation>>,
  parts: AppParts,
): void {
  const all = Object.entries(operations)
  for (const [id, operation] of all) if (!operation.upload) addRoute(app, id, operation, parts)
  void app.register((uploads, _, done) => {
    // An upload is files and nothing else: JSON is not understood here, nor files elsewhere.
    uploads.removeAllContentTypeParsers()
    void uploads.register(multipart, { limits: uploadLimits })
    for (const [id, operation] of all) if (operation.upload) addRoute(uploads, id, operation, parts)
    done()
  })
}
