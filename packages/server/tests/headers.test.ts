import { expect, test } from 'vitest'
import { ownPage, smallServer } from './small-server.ts'

const atHome = await smallServer()
const publicUrl = new URL('https://rolecall.clinic.example')
const atClinic = await smallServer({ site: { publicUrl, trustedProxies: [] } })
const clinicPage = { host: 'rolecall.clinic.example', 'sec-fetch-site': 'same-origin' }

test.each([
  '/api/things/1',
  '/api/nothing',
  '/',
  '/api/docs',
  '/api/docs/initialise.js',
  '/api/openapi.json',
])('%s keeps to itself whatever it answers', async (url) => {
  const { headers } = await atHome.inject({ url, headers: ownPage })
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  })
  const policy = String(headers['content-security-policy'])
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy.match(/script-src[^;]*/g)?.join()).not.toMatch(/unsafe|data:|\*|http/)
  expect(headers['permissions-policy']).toContain('camera=()')
  expect(headers).not.toHaveProperty('x-powered-by')
  expect(headers).not.toHaveProperty('server')
})

test('a name that is not this server’s learns no more than which name is', async () => {
  const response = await atClinic.inject({ url: '/api/things/1', headers: { host: '10.0.0.1' } })
  expect(response.statusCode).toBe(421)
  expect(response.json()).toMatchObject({
    detail: expect.stringContaining('`https://rolecall.clinic.example`'),
  })
  expect((await atClinic.inject({ url: '/api/things/1', headers: clinicPage })).statusCode).toBe(200)
  expect((await atClinic.inject({ url: '/api/things/1', headers: ownPage })).statusCode).toBe(200)
  expect((await atHome.inject({ url: '/api/things/1', headers: clinicPage })).statusCode).toBe(421)
})

test('https is demanded of browsers where it is served, and nowhere else', async () => {
  const over = async (headers: object) =>
    (await atClinic.inject({ url: '/api/things/1', headers: { ...headers } })).headers
  expect(await over(clinicPage)).toMatchObject({ 'strict-transport-security': 'max-age=63072000' })
  expect(await over(ownPage)).not.toHaveProperty('strict-transport-security')
})

test('over https the cookie is bound to the host, over http on this machine it has its plain name', async () => {
  const cookieOf = async (app: typeof atHome, headers: object) => {
    const request = {
      method: 'POST',
      url: '/api/things',
      headers: { ...headers },
      payload: { name: 'x' },
    } as const
    return (await app.inject(request)).headers['set-cookie']
  }
  expect(await cookieOf(atHome, ownPage)).toBe('rolecall=a-token; Path=/; HttpOnly; SameSite=Strict')
  expect(await cookieOf(atClinic, clinicPage)).toBe(
    '__Host-rolecall=a-token; Path=/; HttpOnly; Secure; SameSite=Strict',
  )
})

test('over https a cookie of the plain name, which anybody on the line can plant, is not looked at', async () => {
  const seen: unknown[] = []
  const app = await smallServer({
    site: { publicUrl, trustedProxies: [] },
    handlers: {
      async look({ params: { id } }, { cookie }) {
        seen.push(cookie.token)
        return { status: 200, body: { id, version: 1 } }
      },
    },
  })
  for (const cookie of ['rolecall=planted', '__Host-rolecall=own'])
    await app.inject({ url: '/api/things/1', headers: { ...clinicPage, cookie } })
  expect(seen).toEqual([undefined, 'own'])
})

const cookie = 'rolecall=a'
const home = 'http://127.0.0.1'

test.each([
  ['a page of this server', { 'sec-fetch-site': 'same-origin', cookie }, 204],
  ['the person, by hand', { 'sec-fetch-site': 'none', cookie }, 204],
  ['a page of another site', { 'sec-fetch-site': 'cross-site', cookie }, 403],
  ['a page of another site, without the cookie', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a page of a sister domain', { 'sec-fetch-site': 'same-site', cookie }, 403],
  ['another site that says it is this one', { 'sec-fetch-site': 'cross-site', origin: home, cookie }, 403],
  ['an older browser on this server', { origin: home, cookie }, 204],
  ['an older browser elsewhere', { origin: 'https://evil.example', cookie }, 403],
  ['an older browser on another port of this machine', { origin: `${home}:8080`, cookie }, 403],
  ['an older browser that hides where it is', { origin: 'null', cookie }, 403],
  ['a page over https for a server over http', { origin: 'https://127.0.0.1', cookie }, 403],
  ['a program with a cookie that says nothing', { cookie }, 403],
  ['a program without one', {}, 204],
])('%s asks for a change: %o is answered with %i', async (_, headers, status) => {
  let reached = false
  const app = await smallServer({
    handlers: {
      async add() {
        reached = true
        return { status: 204 }
      },
    },
  })
  const request = { method: 'POST', url: '/api/things', payload: { name: 'x' } } as const
  const response = await app.inject({ ...request, headers: { host: '127.0.0.1', ...headers } })
  expect([response.statusCode, reached]).toEqual([status, status === 204])
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('no %s of another site gets in', async (method) => {
  const headers = { host: '127.0.0.1', 'sec-fetch-site': 'cross-site' }
  for (const url of ['/api/things/1', '/api/things', '/api/files', '/api/nothing', '/'])
    expect((await atHome.inject({ method, url, headers })).statusCode).toBe(403)
})
