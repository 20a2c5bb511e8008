/**
 * Every operation of the contract, one after the other: each says who may ask, asks for something the catalogue knows,
 * and lets nobody near its handler who may not.
 */
import { randomBytes } from 'node:crypto'
import diagnostics from 'node:diagnostics_channel'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Operation, type OperationId, operations, type People, permissionsFor } from '@rolecall/contract'
import { accessOf, allows, holds, type KindId, planOf, practiceCatalog } from '@rolecall/core'
import type { FastifyInstance } from 'fastify'
import { afterAll, describe, expect, test } from 'vitest'
import { problem } from '../src/access/problem.ts'
import { buildApp } from '../src/http/app.ts'
import { newPractice } from '../src/policy/new-practice.ts'
import type { Handlers } from '../src/request/handler.ts'
import { appParts } from '../src/server-parts.ts'
import { newToken } from '../src/signin/token.ts'
import { Client, signedIn } from './client.ts'
import { ownPage } from './small-server.ts'
import { now, withDemo } from './with-practice.ts'

const { app, database, practiceId, snapshot } = await withDemo()
const all = Object.entries(operations) as [OperationId, Operation][]

/** What anybody may ask who is not signed in, and why. A new one is a decision, and is made here as well. */
const publicOperations: Readonly<Record<string, string>> = {
  health: 'for the program that watches this one',
  ready: 'for the program that watches this one',
  entrance: 'the page to sign in on asks what to show',
  listPeople: 'where people are made up and picked',
  pickPerson: 'where people are made up and picked',
  signIn: 'nobody is signed in before',
  closeSession: 'who is signed out already is not refused',
  unlockSession: 'a locked session is proved by its cookie and the password',
  changePassword: 'proved by its cookie and the password',
  passwordStrength: 'while one sets up or resets, nobody is signed in',
  requestPasswordReset: 'who forgot the password cannot sign in',
  resetPassword: 'proved by the link from the mail',
  acceptInvitation: 'proved by the link from the mail',
  setUp: 'proved by the link that the start prints',
}

test('what is open to anybody is on the list, and nothing else', () => {
  const open = all.filter(([, { needs }]) => needs === 'public').map(([id]) => id)
  expect(open.filter((id) => !(id in publicOperations))).toEqual([])
})

describe.each(all)('%s', (_, operation) => {
  const { method, path, needs, effect, endings, body, upload, summary } = operation

  test('says who may ask, and asks for what the catalogue knows', () => {
    if (typeof needs === 'string') {
      expect(['public', 'signed-in']).toContain(needs)
    } else if ('anyOf' in needs) {
      expect(needs.anyOf.length).toBeGreaterThan(0)
      for (const permission of needs.anyOf)
        expect(Object.keys(practiceCatalog.permissions)).toContain(permission)
    } else {
      const kind = practiceCatalog.kinds[needs.kind]
      expect(kind, needs.kind).toBeDefined()
      expect(Object.keys(kind?.acts ?? {})).toContain(needs.act)
      // One’s own account and the like need no permission.
      if (kind?.team !== 'self') expect(permissionsFor(needs).length).toBeGreaterThan(0)
    }
  })

  test('has a path, a sentence and endings that fit what it does', () => {
    expect(path).toMatch(/^\/api(\/(:[a-zA-Z]+|[a-z][a-z0-9-]*))+(\.[a-z]+)?$/)
    expect(summary).toMatch(/^[A-Z].*[^.]$/)
    if (method === 'GET') expect([effect, body, upload]).toEqual(['looks', undefined, undefined])
    expect(body !== undefined && upload === true).toBe(false)
    const named = [...path.matchAll(/:([a-zA-Z]+)/g)].map(([, name]) => name)
    expect(Object.keys(operation.params?.shape ?? {}).toSorted()).toEqual(named.toSorted())
    const statuses = Object.keys(endings).map(Number)
    expect(statuses.some((status) => status < 300)).toBe(true)
    if (needs !== 'public') for (const status of [401, 403, 503]) expect(statuses).toContain(status)
    if (operation.ifMatch) expect(statuses).toContain(412)
  })

  test.runIf(needs !== 'public')('is closed to who is not signed in, whatever they send', async () => {
    const url = path.replace(/:[a-zA-Z]+/g, 'p001')
    const none = await new Client(app).ask(method as 'GET', url)
    expect(none.statusCode).toBe(401)
    for (const token of await badTokens()) {
      const headers = { ...ownPage, cookie: `rolecall=${token}` }
      const answer = await app.inject({ method, url, headers })
      expect(answer.statusCode).toBe(401)
      expect(answer.rawPayload).toEqual(none.rawPayload)
      expect({ ...answer.headers, date: '' }).toEqual({ ...none.headers, date: '' })
    }
  })
})

/** Cookies that prove nothing: cut, prolonged, made up, of another practice, and no text at all. */
const badTokens = (() => {
  let made: Promise<readonly string[]> | undefined
  const make = async () => {
    const other = await newPractice(database, 'Another practice')
    const good = newToken(practiceId)
    return [
      ...['', 'x', '%00', good.slice(0, -1), `${good}A`, randomBytes(48).toString('base64url')],
      ...[good, newToken(other), newToken('00000000-0000-4000-8000-00000000ca11')],
      ...[`${good}; rolecall=${good}`, "' or 1=1 --", 'x'.repeat(4000)],
    ]
  }
  return () => {
    made ??= make()
    return made
  }
})()

test('no two operations answer at the same place', () => {
  const places = all.map(([, { method, path }]) => `${method} ${path.replace(/:[a-zA-Z]+/g, ':')}`)
  expect(new Set(places).size).toBe(places.length)
})

/** What answers and is no operation, and what it is. Nothing of a practice is behind any of it. */
const otherRoutes: Readonly<Record<string, string>> = {
  'GET /api/openapi.json': 'the description of the interface',
  'GET /api/docs': 'the page to read it on',
  'GET /api/docs/initialise.js': 'of that page',
  'GET /api/docs/swagger-ui.css': 'of that page',
  'GET /api/docs/swagger-ui-bundle.js': 'of that page',
  'GET /api/docs/favicon-32x32.png': 'of that page',
}

test('what the server answers is an operation, a page of the documentation or a file of the console', async () => {
  const consoleFolder = mkdtempSync(join(tmpdir(), 'console-'))
  for (const name of ['index.html', 'page.js']) writeFileSync(join(consoleFolder, name), '')
  const routes = await routesOf(() => buildApp({ ...appParts({ database }, () => {}), consoleFolder }))
  rmSync(consoleFolder, { recursive: true })
  const places: Served[] = all.map(([id, { method, path }]) => ({
    place: `${method} ${path}`,
    operation: id,
  }))
  for (const place of [...Object.keys(otherRoutes), 'GET /', 'GET /index.html', 'GET /page.js'])
    places.push({ place, operation: undefined })
  const inOrder = (one: Served, other: Served) => (one.place < other.place ? -1 : 1)
  expect(routes.toSorted(inOrder)).toEqual(places.toSorted(inOrder))
})

interface Served {
  readonly place: string
  readonly operation: string | undefined
}

/** Every route of a server as it is added, whoever adds it. `HEAD` is answered by `GET`, and is none of its own. */
async function routesOf(build: () => Promise<FastifyInstance>): Promise<readonly Served[]> {
  const routes: Served[] = []
  const listen = (message: unknown): void => {
    const { fastify } = message as { readonly fastify: FastifyInstance }
    fastify.addHook('onRoute', ({ method, url, config }) => {
      for (const one of [method].flat())
        if (one !== 'HEAD') routes.push({ place: `${one} ${url}`, operation: config?.operation })
    })
  }
  diagnostics.subscribe('fastify.initialization', listen)
  try {
    const served = await build()
    await served.ready()
    await served.close()
  } finally {
    diagnostics.unsubscribe('fastify.initialization', listen)
  }
  return routes
}

const reached: string[] = []
const spies = Object.fromEntries(
  all.map(([id]) => [
    id,
    async () => {
      reached.push(id)
      // Not done, so that nothing stays of it.
      return problem(409, 'the handler was reached')
    },
  ]),
)
/** What they send is not the question here, but whether they are let in. */
const bare = Object.fromEntries(
  all.map(([id, { method, path, summary, needs, effect, endings }]) => [
    id,
    { method, path, summary, needs, effect, endings },
  ]),
)
const gate = await buildApp({
  ...appParts({ database, picking: { practiceId, introductions: new Map() } }, () => {}),
  operations: bare,
  handlers: spies as unknown as Handlers,
})
afterAll(() => gate.close())
const at = await now(database)

interface Somebody {
  readonly member: string
  readonly actingFor: string | undefined
}

const { people } = await new Client(app).get<People>('/api/people')
const whom: readonly Somebody[] = people
  .filter(({ canSignIn }) => canSignIn)
  .flatMap(({ id: member }) => {
    const managed = new Set((snapshot.members.get(member)?.manages ?? []).map((one) => one.practitioner))
    return [undefined, ...managed].map((actingFor) => ({ member, actingFor }))
  })

test('those who ask are more than a few', () => {
  expect(whom.length).toBeGreaterThanOrEqual(14)
})

test.each(whom)('$member, acting for $actingFor, reaches no handler without what it needs', async (who) => {
  const rolecall = (await signedIn(app, who.member, who.actingFor)).cookie('rolecall')
  let refused = 0
  for (const [id, { method, path, needs }] of all) {
    if (typeof needs === 'string') continue
    reached.length = 0
    const url = path.replace(/:[a-zA-Z]+/g, 'p001')
    const answer = await gate.inject({ method, url, headers: ownPage, cookies: { rolecall } })
    const permissions = permissionsFor(needs)
    const isHeld = permissions.some((permission) => holds(snapshot, { ...who, at, permission }).allowed)
    const mayAsk =
      'anyOf' in needs || (permissions.length > 0 && !isWide(needs.kind)) ? isHeld : isOpen(who, needs)
    if (mayAsk) {
      expect([id, answer.statusCode, reached]).toEqual([id, 409, [id]])
    } else {
      refused++
      expect([id, answer.statusCode, reached]).toEqual([id, 403, []])
      expect(answer.json()).toMatchObject({ status: 403, step: expect.any(String) })
    }
  }
  // Nobody in the demo may do everything.
  expect(refused).toBeGreaterThan(0)
})

/** Whether it depends on the record, and is not settled by who asks. */
function isOpen(who: Somebody, { kind, act }: { readonly kind: KindId; readonly act: string }): boolean {
  // What belongs to the whole practice is closed to a grant in a scope.
  if (isWide(kind)) return allows(snapshot, { ...asking(who), act, record: { id: kind, kind } })
  const plan = planOf(accessOf(snapshot, { ...who, at }), kind, act)
  const settled = ['inactive', 'module-off', 'kind', 'permission', 'acting']
  return plan.reach !== 'nowhere' || !settled.includes(plan.refusal)
}

function isWide(kind: KindId): boolean {
  return practiceCatalog.kinds[kind]?.team === 'wide'
}

function asking({ member, actingFor }: Somebody) {
  return { member, at, ...(actingFor !== undefined && { actingFor }) }
}
