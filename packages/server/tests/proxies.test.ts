import { expect, test } from 'vitest'
import { readConfiguration } from '../src/configuration.ts'
import { smallServer } from './small-server.ts'

const publicUrl = new URL('https://rolecall.clinic.example')

/** What a handler sees of a request that comes from `from` with these headers. */
async function seen(trustedProxies: readonly string[], from: string, headers: Record<string, string>) {
  let address = ''
  const app = await smallServer({
    site: { publicUrl, trustedProxies },
    handlers: {
      async add(_, outside) {
        address = outside.address
        outside.cookie.set('a-token')
        return { status: 204 }
      },
    },
  })
  const response = await app.inject({
    method: 'POST',
    url: '/api/things',
    payload: { name: 'x' },
    remoteAddress: from,
    headers: { host: '127.0.0.1', 'sec-fetch-site': 'same-origin', ...headers },
  })
  return { address, status: response.statusCode, cookie: response.cookies[0]?.name }
}

const forwarded = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' }

test('nobody’s word about the client is taken by default', async () => {
  const plain = { address: '10.0.0.5', status: 204, cookie: 'rolecall' }
  expect(await seen([], '10.0.0.5', forwarded)).toEqual(plain)
  expect(await seen([], '127.0.0.1', forwarded)).toMatchObject({ address: '127.0.0.1', cookie: 'rolecall' })
  const { 'x-forwarded-for': _, ...rest } = forwarded
  const elsewhere = { ...rest, host: 'evil.example', 'x-forwarded-host': '127.0.0.1' }
  expect(await seen([], '10.0.0.5', elsewhere)).toMatchObject({ status: 421 })
})

test('the word of a listed proxy is, and of a range', async () => {
  const through = { address: '203.0.113.9', status: 204, cookie: '__Host-rolecall' }
  expect(await seen(['10.0.0.5'], '10.0.0.5', forwarded)).toEqual(through)
  expect(await seen(['10.0.0.0/24', 'fd00::/8'], '10.0.0.5', forwarded)).toEqual(through)
  expect(await seen(['fd00::/8'], 'fd12::1', forwarded)).toEqual(through)
  expect(await seen(['10.0.0.0/24'], '10.0.1.5', forwarded)).toMatchObject({ address: '10.0.1.5' })
})

test('a client that invents addresses in front of its own is still known by its own', async () => {
  const invented = { ...forwarded, 'x-forwarded-for': '127.0.0.1, 10.0.0.6, 203.0.113.9' }
  expect(await seen(['10.0.0.5'], '10.0.0.5', invented)).toMatchObject({ address: '203.0.113.9' })
  const chained = { ...forwarded, 'x-forwarded-for': '203.0.113.9, 10.0.0.7' }
  expect(await seen(['10.0.0.0/24'], '10.0.0.5', chained)).toMatchObject({ address: '203.0.113.9' })
})

test('by default it listens to this machine, is reached by nobody else and trusts nobody', () => {
  expect(readConfiguration({})).toEqual({
    host: '127.0.0.1',
    site: { publicUrl: undefined, trustedProxies: [] },
    warnings: [],
  })
})

test('behind a proxy it is reached under the address it is told', () => {
  const { host, site, warnings } = readConfiguration({
    ROLECALL_HOST: '0.0.0.0',
    ROLECALL_PUBLIC_URL: 'https://rolecall.clinic.example/',
    ROLECALL_TRUSTED_PROXIES: '10.0.0.5, 10.1.0.0/16,fd00::/8',
  })
  expect([host, site.publicUrl?.origin, site.trustedProxies, warnings]).toEqual([
    '0.0.0.0',
    'https://rolecall.clinic.example',
    ['10.0.0.5', '10.1.0.0/16', 'fd00::/8'],
    [],
  ])
})

test.each([
  [{ ROLECALL_HOST: 'clinic' }, '`ROLECALL_HOST` is `clinic`, give an address of this machine'],
  [{ ROLECALL_HOST: '0.0.0.0' }, 'say under which address they do'],
  [{ ROLECALL_HOST: '::', ROLECALL_INSECURE: '1' }, 'say under which address they do'],
  [
    { ROLECALL_HOST: '0.0.0.0', ROLECALL_PUBLIC_URL: 'http://clinic.example' },
    'others would reach this without https',
  ],
  [
    { ROLECALL_HOST: '0.0.0.0', ROLECALL_PUBLIC_URL: 'http://127.0.0.1' },
    'others would reach this without https',
  ],
  [{ ROLECALL_PUBLIC_URL: 'http://clinic.example' }, 'others would reach this without https'],
  [
    { ROLECALL_PUBLIC_URL: 'clinic.example' },
    '`ROLECALL_PUBLIC_URL` is `clinic.example`, give the address people type',
  ],
  [{ ROLECALL_PUBLIC_URL: 'ftp://clinic.example' }, 'give the address people type'],
  [{ ROLECALL_PUBLIC_URL: 'https://clinic.example/rolecall' }, 'give `https://clinic.example`'],
  [{ ROLECALL_PUBLIC_URL: 'https://me:secret@clinic.example' }, 'give `https://clinic.example`'],
  [
    { ROLECALL_TRUSTED_PROXIES: '10.0.0.5, proxy' },
    '`ROLECALL_TRUSTED_PROXIES` holds `proxy`, give addresses or ranges',
  ],
  [{ ROLECALL_TRUSTED_PROXIES: '0.0.0.0/0' }, '`0.0.0.0/0`'],
  [{ ROLECALL_TRUSTED_PROXIES: '::/0' }, '`::/0`'],
  [{ ROLECALL_TRUSTED_PROXIES: '10.0.0.0/33' }, '`10.0.0.0/33`'],
  [{ ROLECALL_TRUSTED_PROXIES: 'loopback' }, '`loopback`'],
  [{ ROLECALL_INSECURE: 'yes' }, '`ROLECALL_INSECURE` is `yes`, say `1`, or leave it away'],
])('%o keeps it from starting, with a sentence', (environment, sentence) => {
  expect(() => readConfiguration(environment)).toThrow(sentence)
})

test('who insists on doing without https is told what that means', () => {
  const environment = { ROLECALL_PUBLIC_URL: 'http://192.168.1.5:4680', ROLECALL_INSECURE: '1' }
  const { host, warnings } = readConfiguration({ ROLECALL_HOST: '192.168.1.5', ...environment })
  expect(host).toBe('192.168.1.5')
  expect(warnings[0]).toMatch(/^INSECURE: passwords and charts can be read/)
})

test('a public address without a trusted proxy is remarked on', () => {
  const { warnings } = readConfiguration({ ROLECALL_PUBLIC_URL: 'https://rolecall.clinic.example' })
  expect(warnings).toEqual([expect.stringContaining('no proxy is trusted')])
})
