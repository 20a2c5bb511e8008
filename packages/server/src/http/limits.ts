/**
 * How much is taken on. Below it everybody is served; above it one is told to come again, and when, instead of everybody
 * waiting for everybody.
 */
import rateLimit from '@fastify/rate-limit'
import type { Operation } from '@rolecall/contract'
import type { FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { problem } from '../access/problem.ts'
import { places } from '../signin/capacity.ts'
import { networkOf } from '../signin/throttle.ts'
import { hasBody } from './arrival.ts'
import { measureLag } from './event-loop-lag.ts'
import { onceOver } from './once-over.ts'
import { sendAnswer } from './send-answer.ts'
import { trackWork } from './work.ts'

export interface Limits {
  /** What one address may ask in a minute. A whole practice may share one. */
  readonly requestsAMinute: number
  /** How often one address may do, in a minute, each of the things nobody needs to be signed in for, such as signing in. */
  readonly changesOfAnyoneAMinute: number
  /** The same for what is sent and changes nothing, such as a password to be judged while it is typed. */
  readonly questionsOfAnyoneAMinute: number
  /** How many requests are worked on at once, and how many of them from one address. */
  readonly atOnce: number
  readonly atOnceOfAddress: number
  /** How many bodies may be on their way at once, and how many of them from one address. They take no place yet. */
  readonly arriving: number
  readonly arrivingOfAddress: number
  /** How many milliseconds the program may be behind with its work. */
  readonly behind: number
}

export const usualLimits: Limits = {
  requestsAMinute: 12_000,
  changesOfAnyoneAMinute: 60,
  questionsOfAnyoneAMinute: 240,
  atOnce: 1000,
  atOnceOfAddress: 250,
  arriving: 2000,
  arrivingOfAddress: 100,
  behind: 2000,
}

const minute = 60_000

/**
 * Hold the limits on every route that is added from now on. An address is all of a network that one subscriber has, as
 * far as it is IPv6.
 */
export async function holdLimits(app: FastifyInstance, limits: Limits): Promise<void> {
  holdPressure(app, limits)
  await app.register(rateLimit, {
    max: limits.requestsAMinute,
    timeWindow: minute,
    keyGenerator: ({ ip }) => networkOf(ip),
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
    errorResponseBuilder: (_, { statusCode }) => Object.assign(new Error('too many'), { statusCode }),
  })
  holdPlaces(app, limits)
}

function holdPressure(app: FastifyInstance, { behind }: Limits): void {
  const lag = measureLag()
  app.addHook('onClose', (_, done) => {
    lag.stop()
    done()
  })
  app.addHook('onRequest', (request, reply, done) => {
    if (lag.ms() <= behind || isUnlimited(request)) done()
    else void sendAnswer(reply, tooMuch)
  })
}

/**
 * A request takes a place of those that are worked on once its body is there, so that a body that never comes takes
 * none. It keeps the place until nothing is done for it any more, even if its client hangs up at once.
 */
function holdPlaces(app: FastifyInstance, limits: Limits): void {
  const arriving = places(limits.arriving, limits.arrivingOfAddress)
  const working = places(limits.atOnce, limits.atOnceOfAddress)
  app.addHook('onRequest', (request, reply, done) => {
    if (!hasBody(request)) return done()
    const free = arriving.take(networkOf(request.ip))
    if (free === undefined) return refuse(reply)
    onceOver({ emitter: request.raw, events: ['end', 'close'], socket: request.raw.socket }, free)
    done()
  })
  app.addHook('preValidation', (request, reply, done) => {
    if (isUnlimited(request)) return done()
    const { socket } = request.raw
    // Nothing is begun for a client that has gone.
    const free = socket.destroyed ? undefined : working.take(networkOf(request.ip))
    if (free === undefined) return refuse(reply)
    request.work = trackWork(free)
    onceOver({ emitter: reply.raw, events: ['close'], socket }, request.work.begin())
    done()
  })
}

/** Refuse and hang up: what else comes on the connection is not waited for. */
function refuse(reply: FastifyReply): void {
  void sendAnswer(reply.header('connection', 'close'), tooMuch)
}

function isUnlimited({ routeOptions: { config } }: FastifyRequest): boolean {
  return config.isUnlimited === true
}

const tooMuch = problem(503, 'more is asked of the server than it can do at the moment, try again')

/** What the route of an operation holds instead of what all do. */
export function limitOf(
  { method, needs, effect, unlimited }: Operation,
  limits: Limits | undefined,
): Pick<FastifyContextConfig, 'rateLimit'> {
  if (unlimited) return { rateLimit: false }
  if (limits === undefined || needs !== 'public' || method === 'GET') return {}
  const { changesOfAnyoneAMinute, questionsOfAnyoneAMinute } = limits
  const max = effect === 'looks' ? questionsOfAnyoneAMinute : changesOfAnyoneAMinute
  return { rateLimit: { max, timeWindow: minute } }
}
