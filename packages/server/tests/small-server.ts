import { type Operation, problem, stream } from '@rolecall/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll } from 'vitest'
import { z } from 'zod'
import { problem as refused } from '../src/access/problem.ts'
import { type AppParts, buildApp } from '../src/http/app.ts'
import type { Handlers } from '../src/request/handler.ts'

/** A few operations that are about HTTP and nothing else. */
export const smallContract = {
  look: {
    method: 'GET',
    path: '/api/things/:id',
    summary: 'Look at a thing',
    needs: 'public',
    effect: 'looks',
    params: z.object({ id: z.string().max(20) }),
    query: z.object({ search: z.string().default('') }),
    endings: { 200: z.object({ id: z.string(), version: z.number() }), 404: problem },
  },
  change: {
    method: 'PUT',
    path: '/api/things/:id',
    summary: 'Change a thing',
    needs: 'public',
    effect: 'changes',
    params: z.object({ id: z.string().max(20) }),
    body: z.object({ name: z.string().max(10) }),
    ifMatch: true,
    endings: { 200: z.object({ version: z.number() }), 400: problem },
  },
  add: {
    method: 'POST',
    path: '/api/things',
    summary: 'Add a thing',
    needs: 'public',
    effect: 'changes',
    body: z.object({ name: z.string().max(10) }),
    endings: { 204: null, 409: z.object({ others: z.array(z.string()) }), 429: problem },
  },
  take: {
    method: 'POST',
    path: '/api/files',
    summary: 'Take files',
    needs: 'public',
    effect: 'changes',
    upload: true,
    endings: { 200: z.object({ files: z.array(z.object({ name: z.string(), bytes: z.number() })) }) },
  },
  alive: {
    method: 'GET',
    path: '/api/alive',
    summary: 'Whether it lives',
    needs: 'public',
    effect: 'looks',
    unlimited: true,
    endings: { 204: null },
  },
  pour: {
    method: 'GET',
    path: '/api/table',
    summary: 'A table, line by line',
    needs: 'public',
    effect: 'looks',
    endings: { 200: stream('text/csv; charset=utf-8') },
  },
} as const satisfies Record<string, Operation>

type Handler = (
  input: {
    readonly params: Readonly<Record<string, string>>
    readonly query: Readonly<Record<string, unknown>>
    readonly body: Readonly<Record<string, unknown>>
    readonly version: number | undefined
    readonly files: AsyncIterable<{ readonly name: string; readonly stream: AsyncIterable<Uint8Array> }>
  },
  outside: {
    readonly address: string
    readonly cookie: { readonly token: string | undefined; set(token: string): void; clear(): void }
  },
) => Promise<unknown>

export const smallHandlers: Readonly<Record<keyof typeof smallContract, Handler>> = {
  look: async ({ params: { id } }) => ({ status: 200, body: { id, version: 7, secret: 'stays' } }),
  change: async ({ version = 0 }) => ({ status: 200, body: { version: version + 1 } }),
  async add({ body: { name } }, { address, cookie }) {
    if (name === 'twice') return { status: 409, body: { others: ['one', address] } }
    if (name === 'often') return { ...refused(429, 'too often, wait'), retryAfter: 12.2 }
    cookie.set('a-token')
    return { status: 204 }
  },
  async take({ files }) {
    const taken: { name: string; bytes: number }[] = []
    for await (const { name, stream } of files) {
      let bytes = 0
      for await (const piece of stream) bytes += piece.length
      taken.push({ name, bytes })
    }
    return { status: 200, body: { files: taken } }
  },
  alive: async () => ({ status: 204 }),
  pour: async () => ({ status: 200, body: lines() }),
}

async function* lines(): AsyncGenerator<string> {
  for (let line = 0; line < 3; line++) yield `${line},é\n`
}

/** Serve the small contract for the test file that calls this. */
export async function smallServer(
  parts: Partial<Omit<AppParts, 'handlers'>> & {
    readonly handlers?: Partial<Readonly<Record<string, Handler>>>
  } = {},
): Promise<FastifyInstance> {
  const { handlers, ...others } = parts
  const app = await buildApp({
    enter: async () => refused(401, 'you are not signed in'),
    consoleFolder: '/nowhere',
    report: () => {},
    operations: smallContract,
    ...others,
    handlers: { ...smallHandlers, ...handlers } as unknown as Handlers,
  })
  afterAll(() => app.close())
  return app
}

/** Where a browser says that a page of this server asks. */
export const ownPage = { host: '127.0.0.1', 'sec-fetch-site': 'same-origin' }
