import { isStream, type Operation, type OperationId } from '@rolecall/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Asked, Authenticated } from '../request/handle-request.ts'
import type { AnyHandler, ClientContext } from '../request/handler.ts'
import type { AppParts } from './app.ts'
import { limitOf } from './limits.ts'
import { namedIn } from './named-in.ts'
import { type Given, readInput } from './read-input.ts'
import { type Sent, sendAnswer } from './send-answer.ts'
import { thisMachine } from './site.ts'
import { deviceCookie, sessionCookie, tokenCookie } from './token-cookie.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Which operation a route is. Undefined where it is none. */
    operation?: string
    /** Whether the body is files, which may take long to come. */
    isUpload?: boolean
    /** Whether it is answered however much else is asked. */
    isUnlimited?: boolean
  }
}

/** Serve an operation. */
export function addRoute(app: FastifyInstance, id: string, operation: Operation, parts: AppParts): void {
  app.route({
    method: operation.method,
    url: operation.path,
    schema: { response: serializersOf(operation) },
    config: {
      operation: id,
      isUpload: operation.upload === true,
      isUnlimited: operation.unlimited === true,
      ...limitOf(operation, parts.limits),
    },
    async handler(request, reply) {
      const end = request.work?.begin()
      try {
        const answer = await answerOf(id, operation, request, reply, parts)
        return sendAnswer(reply.header('cache-control', 'no-store'), answer, operation.endings)
      } finally {
        end?.()
      }
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

async function answerOf(
  id: string,
  operation: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
  { handlers, enter, site = thisMachine }: AppParts,
): Promise<Sent> {
  const { needs, effect, readsMuch } = operation
  const input = readInput(operation, request)
  const client: ClientContext = {
    cookie: tokenCookie(request, reply, site, sessionCookie),
    deviceCookie: tokenCookie(request, reply, site, deviceCookie),
    requestId: request.id,
    address: request.ip,
    device: request.headers['user-agent'] ?? '',
  }
  const handler = handlers[id as OperationId]
  if (needs === 'public')
    return 'status' in input ? input : (handler as AnyHandler<[ClientContext]>)(input, client)
  const { token } = client.cookie
  const named = 'status' in input ? [] : namedIn(input)
  const isConfirmed = !('status' in input) && saysConfirmed(input)
  const isCounted = operation.budget?.unlessConfirmed !== true || !isConfirmed
  const asked: Asked = {
    token,
    operation: id,
    needs,
    effect,
    readsMuch,
    requestId: request.id,
    named,
    isConfirmed,
    budget: isCounted ? operation.budget?.of : undefined,
  }
  // What is wrong with the input is told to those who may ask at all.
  const answer = await enter(asked, async (authenticated) =>
    'status' in input
      ? input
      : (handler as AnyHandler<[Authenticated, ClientContext]>)(input, authenticated, client),
  )
  return answer.afterwards === undefined ? answer : answer.afterwards()
}

/** Whether a request confirms what it asks for. */
function saysConfirmed({ body }: Given): boolean {
  return typeof body === 'object' && body !== null && 'confirmed' in body && body.confirmed === true
}
