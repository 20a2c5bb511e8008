/**
 * How much is taken on. Below it everybody is served; above it one is told to come again, and when, instead of everybody
 * waiting for everybody.
 */
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import type { Operation } from '@rolecall/contract'
import type { FastifyContextConfig, FastifyInstance } from 'fastify'
import { problem } from './problem.ts'
import { sendAnswer } from './send-answer.ts'

export interface Limits {
  /** What one address may ask in a minute. A whole practice may share one. */
  readonly requestsAMinute: number
  /** How often one address may do, in a minute, each of the things nobody needs to be signed in for, such as signing in. */
  readonly changesOfAnyoneAMinute: number
  /** The same for what is sent and changes nothing, such as a password to be judged while it is typed. */
  readonly questionsOfAnyoneAMinute: number
  /** How many requests are worked on at once. */
  readonly atOnce: number
  /** How many milliseconds the program may be behind with its work. */
  readonly behind: number
}

export const usualLimits: Limits = {
  requestsAMinute: 12_000,
  changesOfAnyoneAMinute: 60,
  questionsOfAnyoneAMinute: 240,
  atOnce: 1000,
  behind: 2000,
}

const minute = 60_000

/** Hold the limits on every route that is added from now on. */
export async function holdLimits(app: FastifyInstance, limits: Limits): Promise<void> {
  await app.register(rateLimit, {
    max: limits.requestsAMinute,
    timeWindow: minute,
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
    errorResponseBuilder: (_, { statusCode }) => Object.assign(new Error('too many'), { statusCode }),
  })
  await app.register(underPressure, {
    maxEventLoopDelay: limits.behind,
    pressureHandler: (_, reply) => void sendAnswer(reply, tooMuch),
  })
  let now = 0
  app.addHook('onRequest', (_, reply, done) => {
    if (now >= limits.atOnce) {
      void sendAnswer(reply, tooMuch)
      return
    }
    now++
    reply.raw.once('close', () => now--)
    done()
  })
}

const tooMuch = problem(503, 'more is asked of the server than it can do at the moment, try again')

/** What the route of an operation holds instead of what all do. */
export function limitOf(
  { method, needs, effect }: Operation,
  limits: Limits | undefined,
): Pick<FastifyContextConfig, 'rateLimit'> {
  if (limits === undefined || needs !== 'public' || method === 'GET') return {}
  const { changesOfAnyoneAMinute, questionsOfAnyoneAMinute } = limits
  const max = effect === 'looks' ? questionsOfAnyoneAMinute : changesOfAnyoneAMinute
  return { rateLimit: { max, timeWindow: minute } }
}
