import { once } from 'node:events'
import { connect } from 'node:net'
import type { Problem } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { type AppParts, buildApp } from '../src/http/app.ts'
import { ownPage, smallServer } from './small-server.ts'

const reports: string[] = []
const app = await smallServer({
  report: (sentence) => reports.push(sentence),
  handlers: {
    look: async ({ params: { id } }) => {
      if (id === 'bug') throw new TypeError('Maria Gonzales is no function')
      if (id === 'outage') throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
      if (id === 'forged') throw Object.assign(new Error('do not say this'), { statusCode: 418 })
      return { status: 200, body: { id, version: 7, secret: 'stays' } }
    },
  },
})

const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, more: object = {}) =>
  app.inject({ method, url, headers: ownPage, ...more })

const json = { ...ownPage, 'content-type': 'application/json' }

test.each([
  ['an input that is not as expected', 400, () => ask('POST', '/api/things', { payload: { name: 7 } })],
  ['a body that is missing', 400, () => ask('POST', '/api/things')],
  ['a body that is no JSON', 400, () => ask('POST', '/api/things', { headers: json, payload: '{"na' })],
  [
    'an empty body that says it is JSON',
    400,
    () => ask('POST', '/api/things', { headers: json, payload: '' }),
  ],
  ['a parameter that is too long', 400, () => ask('GET', `/api/things/${'x'.repeat(21)}`)],
  ['an address that is no address', 400, () => ask('GET', '/api/things/%zz')],
  ['a path of nothing', 404, () => ask('GET', '/api/nothing')],
  ['a path of nothing outside the interface', 404, () => ask('POST', '/nothing')],
  ['a method that is not offered', 405, () => ask('DELETE', '/api/things/1')],
  [
    'a body that is too large',
    413,
    () => ask('POST', '/api/things', { payload: { name: 'x'.repeat(70_000) } }),
  ],
  ['a parameter beyond all measure', 414, () => ask('GET', `/api/things/${'x'.repeat(1001)}`)],
  [
    'a body that is text',
    415,
    () =>
      ask('POST', '/api/things', {
        headers: { ...ownPage, 'content-type': 'text/plain' },
        payload: '{"name":"x"}',
      }),
  ],
  [
    'a body that is a form',
    415,
    () =>
      ask('POST', '/api/things', {
        headers: { ...ownPage, 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'name=x',
      }),
  ],
  [
    'files where none are taken',
    415,
    () =>
      ask('POST', '/api/things', {
        headers: { ...ownPage, 'content-type': 'multipart/form-data; boundary=x' },
        payload: '--x--',
      }),
  ],
  ['JSON where files are taken', 415, () => ask('POST', '/api/files', { payload: { name: 'x' } })],
  ['no files where files are taken', 415, () => ask('POST', '/api/files')],
  ['a version that is not named', 428, () => ask('PUT', '/api/things/1', { payload: { name: 'x' } })],
  [
    'a name that is not this server’s',
    421,
    () => ask('GET', '/api/things/1', { headers: { host: 'clinic.example' } }),
  ],
  ['too much in a short time', 429, () => ask('POST', '/api/things', { payload: { name: 'often' } })],
  ['a bug', 500, () => ask('GET', '/api/things/bug')],
  ['an error that names a status of its own', 500, () => ask('GET', '/api/things/forged')],
  ['an outage', 503, () => ask('GET', '/api/things/outage')],
])('%s is answered with %i and a sentence', async (_, status, asked) => {
  const response = await asked()
  expect(response.statusCode).toBe(status)
  expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  const { type, title, detail, ...rest } = response.json<Problem>()
  expect([type, rest]).toEqual(['about:blank', { status }])
  expect(title).not.toBe('')
  expect(detail).toMatch(/^[`a-z].*[^.]$/s)
  expect(response.body).not.toMatch(/Maria|do not say|\.ts:|node_modules/)
})

test('what is wrong on this side is told whoever runs the server', async () => {
  reports.length = 0
  await ask('GET', '/api/things/bug')
  await ask('GET', '/api/things/outage')
  expect(reports).toEqual([
    expect.stringMatching(/^TypeError: Maria.*http-answers\.test\.ts/s),
    'the database does not answer: connect ECONNREFUSED',
  ])
})

test('a method that is not offered comes with those that are', async () => {
  expect((await ask('DELETE', '/api/things/1')).headers.allow).toBe('GET, HEAD, PUT')
  expect((await ask('GET', '/api/files')).headers.allow).toBe('POST')
})

test('who shall come again is told when', async () => {
  expect((await ask('GET', '/api/things/outage')).headers['retry-after']).toBe('5')
  expect((await ask('POST', '/api/things', { payload: { name: 'often' } })).headers['retry-after']).toBe('13')
  expect((await ask('GET', '/api/things/bug')).headers).not.toHaveProperty('retry-after')
})

test('an ending that asks back is JSON and no problem', async () => {
  const response = await ask('POST', '/api/things', { payload: { name: 'twice' } })
  expect([response.statusCode, response.headers['content-type']]).toEqual([
    409,
    'application/json; charset=utf-8',
  ])
  expect(response.json()).toEqual({ others: ['one', '127.0.0.1'] })
})

test('a version comes as the `ETag` that `If-Match` takes', async () => {
  const read = await ask('GET', '/api/things/1')
  expect(read.headers.etag).toBe('"7"')
  const headers = { ...ownPage, 'if-match': String(read.headers.etag) }
  const changed = await ask('PUT', '/api/things/1', { headers, payload: { name: 'x' } })
  expect([changed.statusCode, changed.headers.etag, changed.json()]).toEqual([200, '"8"', { version: 8 }])
  expect((await ask('POST', '/api/things', { payload: { name: 'x' } })).headers).not.toHaveProperty('etag')
})

test('what is not in the contract does not leave', async () => {
  expect((await ask('GET', '/api/things/1')).json()).toEqual({ id: '1', version: 7 })
})

test('an answer is never kept by anybody on the way', async () => {
  for (const url of ['/api/things/1', '/api/table'])
    expect((await ask('GET', url)).headers['cache-control']).toBe('no-store')
})

test('an answer is sent piece by piece, of the type the contract names', async () => {
  const response = await ask('GET', '/api/table')
  expect([response.statusCode, response.headers['content-type'], response.body]).toEqual([
    200,
    'text/csv; charset=utf-8',
    '0,é\n1,é\n2,é\n',
  ])
})

function uploadOf(...files: readonly [name: string, text: string][]): object {
  const parts = files.map(
    ([name, text]) =>
      `--x\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/plain\r\n\r\n${text}\r\n`,
  )
  return {
    headers: { ...ownPage, 'content-type': 'multipart/form-data; boundary=x' },
    payload: `${parts.join('')}--x--\r\n`,
  }
}

test('files arrive one after the other', async () => {
  const response = await ask(
    'POST',
    '/api/files',
    uploadOf(['one.csv', 'abc'], ['two.csv', 'é'.repeat(100_000)]),
  )
  expect(response.json()).toEqual({
    files: [
      { name: 'one.csv', bytes: 3 },
      { name: 'two.csv', bytes: 200_000 },
    ],
  })
})

test('an upload that is cut short is answered with 400', async () => {
  const { headers } = uploadOf() as { headers: object }
  const payload = '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc'
  expect((await ask('POST', '/api/files', { headers, payload })).statusCode).toBe(400)
})

test('an upload nobody reads leaves the connection usable', async () => {
  const idle = await smallServer({
    handlers: {
      async take({ files }) {
        for await (const _ of files) break
        return { status: 200, body: { files: [] } }
      },
    },
  })
  const address = await idle.listen({ host: '127.0.0.1', port: 0 })
  const body = () => {
    const form = new FormData()
    form.append('file', new Blob(['x'.repeat(5_000_000)]), 'a')
    form.append('file', new Blob(['y'.repeat(5_000_000)]), 'b')
    return form
  }
  for (const _ of [1, 2, 3]) {
    const response = await fetch(`${address}/api/files`, { method: 'POST', body: body() })
    expect(await response.json()).toEqual({ files: [] })
  }
})

test('what is not HTTP is answered with a problem, and hung up on', async () => {
  const server = await smallServer()
  const address = new URL(await server.listen({ host: '127.0.0.1', port: 0 }))
  const socket = connect(Number(address.port), address.hostname)
  socket.end('HELO clinic\r\n\r\n')
  let text = ''
  socket.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  await once(socket, 'close')
  expect(text).toContain('HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\n')
  expect(text).toContain('"detail":"this is not HTTP as the server reads it"')
})

test('an operation without a handler is a bug that opens nothing', async () => {
  const parts = { handlers: {}, consoleFolder: '', report: () => {} }
  const bare = await buildApp(parts as unknown as AppParts)
  const response = await bare.inject({ url: '/api/health', headers: ownPage })
  expect(response.statusCode).toBe(500)
  await bare.close()
})
