/**
 * The HTTP server, built from the contract. It knows no domain: every route is an operation and its handler.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { Readable } from 'node:stream'
import cookies from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import files from '@fastify/static'
import { isStream, type Operation, type OperationId, operations, type UploadedFile } from '@rolecall/contract'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { z } from 'zod'
import type { Answer, Asked, Entered } from '../signin/enter.ts'
import type { AnyHandler, Handlers, Outside, TokenCookie } from './handlers.ts'
import { isOutage } from './is-outage.ts'
import { problem, problemBody, problemType } from './problem.ts'
import { uploadedFiles, uploadLimits } from './uploaded-files.ts'

export interface AppParts {
  readonly handlers: Handlers
  /** Let a request in by its token. */
  readonly enter: (
    asked: Asked,
    work: (entered: Entered) => Promise<Answer>,
  ) => Promise<Answer | 'signed-out'>
  /** The built console; may be missing. */
  readonly consoleFolder: string
  /** What went wrong on this side, for whoever runs the server. */
  readonly report: (sentence: string) => void
}

const cookieName = 'rolecall'
const deviceCookieName = 'rolecall-device'
/** As long as browsers keep one, in seconds. */
const deviceCookieAge = 400 * 24 * 60 * 60

export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    bodyLimit: 64 * 1024,
    forceCloseConnections: true,
    genReqId: () => randomUUID(),
  })
  app.addHook('onRequest', refuseOtherHosts)
  await app.register(helmet, {
    hsts: false,
    contentSecurityPolicy: { useDefaults: false, directives: contentPolicy },
  })
  await app.register(cookies)
  app.setErrorHandler((error: FastifyError, _, reply) => onError(error, reply, parts))
  const all: [string, Operation][] = Object.entries(operations)
  for (const [id, operation] of all)
    if (operation.upload === undefined) addRoute(app, id as OperationId, operation, parts)
  void app.register((uploads, _, done) => {
    // An upload is files and nothing else: JSON is not understood here, nor files elsewhere.
    uploads.removeAllContentTypeParsers()
    void uploads.register(multipart, { limits: uploadLimits })
    for (const [id, operation] of all)
      if (operation.upload) addRoute(uploads, id as OperationId, operation, parts)
    done()
  })
  await serveConsole(app, parts.consoleFolder)
  return app
}

/** Mantine writes its styles into the page as it draws it; scripts come from here alone. */
const contentPolicy = {
  'default-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'", 'data:'],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
}

/** A page elsewhere may point a name of its own at this machine; it does not get in under that name. */
function refuseOtherHosts(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (['127.0.0.1', 'localhost', '[::1]'].includes(request.hostname)) done()
  else
    void send(
      reply,
      problem(421, `this server does not answer for \`${request.hostname}\`, use \`127.0.0.1\``),
    )
}

function addRoute(app: FastifyInstance, id: OperationId, operation: Operation, parts: AppParts): void {
  app.route({
    method: operation.method,
    url: operation.path,
    schema: { response: serializersOf(operation) },
    async handler(request, reply) {
      const input = inputOf(operation, request)
      const answer = 'status' in input ? input : await answerOf(id, operation, input, request, reply, parts)
      return send(reply.header('cache-control', 'no-store'), answer, operation)
    },
  })
}

/** JSON Schema of every ending, from which Fastify makes a serialiser: what is not in the contract does not leave. */
function serializersOf({ endings }: Operation): Record<number, unknown> {
  return Object.fromEntries(
    Object.entries(endings).flatMap(([status, schema]) =>
      schema === null || isStream(schema)
        ? []
        : [[status, z.toJSONSchema(schema, { target: 'draft-7', io: 'output' })]],
    ),
  )
}

interface Given {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly version: number | undefined
  readonly files: AsyncIterable<UploadedFile> | undefined
}

function inputOf(operation: Operation, request: FastifyRequest): Given | Answer {
  const params = operation.params?.safeParse(request.params)
  const query = operation.query?.safeParse(request.query)
  const body = operation.body?.safeParse(request.body)
  const error = params?.error ?? query?.error ?? body?.error
  if (error) return problem(400, sentenceOf(error))
  if (operation.upload && !request.isMultipart())
    return problem(415, 'there are no files here, send them as `multipart/form-data`')
  const files = operation.upload && uploadedFiles(request)
  const given = { params: params?.data, query: query?.data, body: body?.data, files }
  if (operation.ifMatch === undefined) return { ...given, version: undefined }
  const version = versionOf(request.headers['if-match'])
  return version === undefined
    ? problem(428, 'say which version you change: put the `version` that you read into `If-Match`')
    : { ...given, version }
}

function versionOf(header: string | undefined): number | undefined {
  const [, digits] = header?.match(/^"?(\d{1,9})"?$/) ?? []
  return digits === undefined ? undefined : Number(digits)
}

function sentenceOf({ issues: [issue] }: z.ZodError): string {
  const field = issue?.path.join('.')
  return field
    ? `\`${field}\` is not as expected: ${issue?.message}`
    : 'the request has no body as expected, send JSON'
}

async function answerOf(
  id: OperationId,
  { needs, effect }: Operation,
  input: Given,
  request: FastifyRequest,
  reply: FastifyReply,
  { handlers, enter }: AppParts,
): Promise<Answer> {
  const outside: Outside = {
    cookie: cookieOf(request, reply, cookieName),
    deviceCookie: cookieOf(request, reply, deviceCookieName, deviceCookieAge),
    requestId: request.id,
    address: request.ip,
    device: request.headers['user-agent'] ?? '',
  }
  if (needs === 'public') return (handlers[id] as AnyHandler<[Outside]>)(input, outside)
  const { token } = outside.cookie
  const named = Object.values((input.params ?? {}) as Readonly<Record<string, string>>)
  const asked: Asked = { token, operation: id, needs, effect, requestId: request.id, named }
  const answer = await enter(asked, (entered) =>
    (handlers[id] as AnyHandler<[Entered, Outside]>)(input, entered, outside),
  )
  return answer === 'signed-out' ? problem(401, 'you are not signed in, sign in first') : answer
}

function cookieOf(request: FastifyRequest, reply: FastifyReply, name: string, maxAge?: number): TokenCookie {
  const options = {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
    ...(maxAge !== undefined && { maxAge }),
  } as const
  return {
    token: request.cookies[name],
    set: (token) => void reply.setCookie(name, token, options),
    clear: () => void reply.clearCookie(name, options),
  }
}

function send(reply: FastifyReply, { status, body }: Answer, operation?: Operation): FastifyReply {
  const ending = operation?.endings[status]
  if (isStream(ending)) {
    const pieces = Readable.from(body as AsyncIterable<Uint8Array | string>, { objectMode: false })
    return reply.code(status).type(ending.contentType).send(pieces)
  }
  if (status >= 400) return reply.code(status).type(problemType).send(body)
  return body === undefined
    ? reply.code(status).send()
    : reply.code(status).type('application/json').send(body)
}

function onError(error: FastifyError, reply: FastifyReply, { report }: AppParts): FastifyReply {
  if (isOutage(error)) {
    report(`the database does not answer: ${error.message}`)
    return send(reply, problem(503, 'the database does not answer at the moment, try again'))
  }
  const status = error.statusCode ?? 500
  if (status < 500) return send(reply, problem(status, error.message.toLowerCase()))
  report(error.stack ?? error.message)
  return send(reply, problem(500, 'something went wrong here, it was written to the server’s output'))
}

async function serveConsole(app: FastifyInstance, folder: string): Promise<void> {
  const isBuilt = existsSync(`${folder}/index.html`)
  if (isBuilt) await app.register(files, { root: folder, wildcard: false })
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && !request.url.startsWith('/api/')
    if (wantsPage && isBuilt) return reply.header('cache-control', 'no-cache').sendFile('index.html')
    const detail = wantsPage
      ? 'the console is not built, run `npm run build` and start again'
      : `there is no \`${request.method} ${request.url.split('?')[0]}\``
    return reply.code(404).type(problemType).send(problemBody(404, detail))
  })
}
