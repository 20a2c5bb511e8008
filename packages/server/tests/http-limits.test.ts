import { setTimeout as pause } from 'node:timers/promises'
import type { Problem } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { type Limits, usualLimits } from '../src/http/limits.ts'
import { ownPage, smallServer } from './small-server.ts'

const limited = (limits: Partial<Limits>, parts: Parameters<typeof smallServer>[0] = {}) =>
  smallServer({ limits: { ...usualLimits, ...limits }, ...parts })

const look = { url: '/api/things/1', headers: ownPage }
const add = { method: 'POST', url: '/api/things', headers: ownPage, payload: { name: 'x' } } as const

test('who asks too much is told when to come again, and only they', async () => {
  const app = await limited({ requestsAMinute: 3 })
  for (const _ of [1, 2, 3]) expect((await app.inject(look)).statusCode).toBe(200)
  const refused = await app.inject(look)
  expect(refused.statusCode).toBe(429)
  expect(refused.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect(refused.json<Problem>().detail).toBe(
    'too much was asked from your address in a short time, wait a moment and try again',
  )
  expect((await app.inject({ ...look, remoteAddress: '203.0.113.9' })).statusCode).toBe(200)
  expect((await app.inject({ ...look, url: '/api/nothing' })).statusCode).toBe(429)
})

test('what nobody needs to be signed in for has a limit of its own', async () => {
  const app = await limited({ changesOfAnyoneAMinute: 2 })
  for (const status of [204, 204, 429, 429]) expect((await app.inject(add)).statusCode).toBe(status)
  expect((await app.inject(look)).statusCode).toBe(200)
})

test('an address behind a trusted proxy is counted by itself', async () => {
  const site = { publicUrl: undefined, trustedProxies: ['10.0.0.5'] }
  const app = await limited({ changesOfAnyoneAMinute: 1 }, { site })
  const from = (address: string) =>
    app.inject({
      ...add,
      remoteAddress: '10.0.0.5',
      headers: { ...ownPage, 'x-forwarded-for': address, 'x-forwarded-proto': 'http' },
    })
  expect((await from('203.0.113.1')).statusCode).toBe(204)
  expect((await from('203.0.113.1')).statusCode).toBe(429)
  expect((await from('203.0.113.2')).statusCode).toBe(204)
})

test('more at once than can be worked on is sent away at once, and comes in when there is room', async () => {
  let done = () => {}
  const slow = new Promise<void>((resolve) => {
    done = resolve
  })
  const app = await limited(
    { atOnce: 2 },
    {
      handlers: {
        async look({ params: { id } }) {
          if (id === 'slow') await slow
          return { status: 200, body: { id, version: 1 } }
        },
      },
    },
  )
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const waiting = [1, 2].map(() => fetch(`${address}/api/things/slow`))
  await pause(100)
  const refused = await fetch(`${address}/api/things/1`)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
  done()
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200])
  expect((await fetch(`${address}/api/things/1`)).status).toBe(200)
})

test('a program that is behind with its work takes nothing more on until it has caught up', async () => {
  const app = await limited({ behind: 20 })
  await app.ready()
  const busyUntil = performance.now() + 1500
  while (performance.now() < busyUntil);
  await pause(20)
  const refused = await app.inject(look)
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '5'])
  await expect.poll(async () => (await app.inject(look)).statusCode, { timeout: 30_000 }).toBe(200)
})
