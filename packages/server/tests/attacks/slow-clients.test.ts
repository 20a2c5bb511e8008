import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { type Arrival, usualArrival } from '../../src/http/arrival.ts'
import { type Limits, usualLimits } from '../../src/http/limits.ts'
import { smallServer } from '../small-server.ts'

const sockets: Socket[] = []
afterAll(() => {
  for (const socket of sockets) socket.destroy()
})

type Parts = Parameters<typeof smallServer>[0]

async function serve(limits: Partial<Limits>, arrival: Partial<Arrival> = {}, parts: Parts = {}) {
  const app = await smallServer({
    limits: { ...usualLimits, ...limits },
    arrival: { ...usualArrival, ...arrival },
    ...parts,
  })
  return new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
}

/** Send bytes, and say what comes until the server hangs up. */
function send(url: URL, text: string): { readonly socket: Socket; readonly answer: Promise<string> } {
  const socket = connect(Number(url.port), url.hostname)
  sockets.push(socket)
  socket.on('error', () => {})
  let heard = ''
  socket.on('data', (piece) => {
    heard += piece
  })
  socket.write(text)
  return { socket, answer: once(socket, 'close').then(() => heard) }
}

const head = (line: string, ...headers: string[]) =>
  [line, 'host: 127.0.0.1', ...headers, '', ''].join('\r\n')

const withoutItsBody = head(
  'POST /api/things HTTP/1.1',
  'content-type: application/json',
  'content-length: 12',
)

function upload(...more: string[]): string {
  const kind = 'content-type: multipart/form-data; boundary=x'
  return head('POST /api/files HTTP/1.1', kind, 'transfer-encoding: chunked', ...more)
}

const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`
const firstPart = '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n'

describe('attack 12: bodies that never arrive', () => {
  test('a body that does not arrive takes no place from others, and is answered with 408', async () => {
    const url = await serve({ atOnce: 1, atOnceOfAddress: 1 }, { bodyMs: 1000 })
    const waiting = Array.from({ length: 20 }, () => send(url, withoutItsBody))
    await Promise.all(waiting.map(({ socket }) => once(socket, 'ready')))
    expect((await fetch(new URL('/api/things/1', url))).status).toBe(200)
    for (const { answer } of waiting) expect(await answer).toMatch(/^HTTP\/1\.1 408 .*took too long/s)
  })

  test('bodies on their way are few for one address, and the rest of what it asks is answered', async () => {
    const url = await serve({ arrivingOfAddress: 2 })
    const first = send(url, withoutItsBody)
    const second = send(url, withoutItsBody)
    // The third is refused once the two are there: until then it is answered, and so it is sent again.
    await expect.poll(() => send(url, withBody).answer).toMatch(/^HTTP\/1\.1 503 /)
    expect((await fetch(new URL('/api/things/1', url))).status).toBe(200)
    first.socket.write('{"name":"x"}')
    second.socket.destroy()
    await expect.poll(() => send(url, withBody).answer).toMatch(/^HTTP\/1\.1 204 /)
  })

  test('a request that is answered before its body comes gives its place back when the connection closes', async () => {
    const url = await serve({ arriving: 2 })
    for (let sent = 0; sent < 4; sent++) {
      const { socket } = send(url, head('GET /api/things/1 HTTP/1.1', 'content-length: 12'))
      await once(socket, 'data')
      socket.destroy()
    }
    await expect.poll(() => send(url, withBody).answer).toMatch(/^HTTP\/1\.1 204 /)
  })

  test('requests that wait for another one on a connection give their places back once it is closed and they are worked on no more', async () => {
    const { look, finish, running } = slowWork()
    const url = await serve({ atOnce: 5 }, {}, { handlers: { look } })
    const { socket } = send(url, head('GET /api/things/1 HTTP/1.1').repeat(5))
    await expect.poll(running).toBe(5)
    socket.destroy()
    finish()
    await expect.poll(() => send(url, withBody).answer).toMatch(/^HTTP\/1\.1 204 /)
  })

  test('an expectation that cannot be met is refused, and the connection is closed', async () => {
    const url = await serve({})
    const { answer } = send(
      url,
      withoutItsBody.replace('content-length', 'expect: payment\r\ncontent-length'),
    )
    expect(await answer).toMatch(/^HTTP\/1\.1 417 .*`100-continue`/s)
  })

  test('one address takes some of the places, and what tells how the server is takes none', async () => {
    let finish = () => {}
    const finished = new Promise<void>((resolve) => {
      finish = resolve
    })
    let begun = 0
    const url = await serve(
      { atOnceOfAddress: 2, requestsAMinute: 40 },
      {},
      {
        site: { publicUrl: undefined, trustedProxies: ['127.0.0.1'] },
        handlers: {
          async look({ params: { id } }) {
            begun++
            if (id === 'slow') await finished
            return { status: 200, body: { id, version: 1 } }
          },
        },
      },
    )
    const ask = async (path: string, from: string) =>
      (await fetch(new URL(path, url), { headers: { 'x-forwarded-for': from } })).status
    const slow = [ask('/api/things/slow', '2001:db8::1'), ask('/api/things/slow', '2001:db8::2')]
    await expect.poll(() => begun).toBe(2)
    expect(await ask('/api/things/1', '2001:db8::3')).toBe(503)
    expect(await ask('/api/things/1', '192.0.2.1')).toBe(200)
    // More than it may ask in a minute.
    for (let asked = 0; asked < 50; asked++) expect(await ask('/api/alive', '2001:db8::3')).toBe(204)
    finish()
    expect(await Promise.all(slow)).toEqual([200, 200])
    await expect.poll(() => ask('/api/things/1', '2001:db8::3')).toBe(200)
  })

  test('headers that do not come are answered with 408, also where nothing comes at all', async () => {
    const url = await serve({}, { headersMs: 300 })
    const slow = [send(url, 'GET /api/things/1 HTTP/1.1\r\nhost: 127.0.0.1\r\n'), send(url, '')]
    for (const { answer } of slow) expect(await answer).toMatch(/^HTTP\/1\.1 408 /)
  })

  test('an upload goes on as long as some of it comes, and is cut off when nothing does', async () => {
    const url = await serve({}, { uploadStretchMs: 400, uploadStretchBytes: 1, bodyMs: 10 })
    const { socket, answer } = send(url, upload('connection: close'))
    socket.write(chunk(firstPart))
    // Four times as long as the stretch.
    for (let piece = 0; piece < 20; piece++) {
      await new Promise((resolve) => setTimeout(resolve, 80))
      socket.write(chunk('some more '))
    }
    socket.write(`${chunk('\r\n--x--\r\n')}0\r\n\r\n`)
    expect(await answer).toMatch(/^HTTP\/1\.1 200 .*"bytes":200/s)
    const stalled = send(url, upload())
    stalled.socket.write(chunk(firstPart))
    expect(await stalled.answer).toMatch(/^HTTP\/1\.1 408 .*took too long/s)
  })

  test('an upload is not cut off while the server itself is slow to read it', async () => {
    const url = await serve(
      {},
      { uploadStretchMs: 200, uploadStretchBytes: 1 },
      {
        handlers: {
          async take({ files }) {
            const taken = []
            for await (const { name, stream } of files) {
              let bytes = 0
              for await (const piece of stream) {
                if (bytes === 0) await new Promise((resolve) => setTimeout(resolve, 1500))
                bytes += piece.length
              }
              taken.push({ name, bytes })
            }
            return { status: 200, body: { files: taken } }
          },
        },
      },
    )
    const form = new FormData()
    form.append('file', new Blob(['x'.repeat(20_000_000)]), 'large.csv')
    const { status, body } = await fetch(new URL('/api/files', url), { method: 'POST', body: form }).then(
      async (response) => ({ status: response.status, body: await response.text() }),
    )
    expect([status, body]).toEqual([200, '{"files":[{"name":"large.csv","bytes":20000000}]}'])
  })
})

const aThing = head('GET /api/things/1 HTTP/1.1')
const aTable = head('GET /api/table HTTP/1.1')

describe('attack 12: answers that are read slowly or never', () => {
  const quick = { answerStretchMs: 300 }

  test('an answer that is not read takes its place for a short time only', async () => {
    const { pour, isOver } = poured(endless())
    const url = await serve({ atOnce: 1 }, quick, { handlers: { pour } })
    const { socket } = send(url, aTable)
    socket.pause()
    await expect.poll(isOver).toBe(true)
    await expect.poll(async () => (await fetch(new URL('/api/things/1', url))).status).toBe(200)
  })

  test('an export that is read steadily, and slower than the least rate, is cut off', async () => {
    const { pour, isOver } = poured(endless())
    const least = { ...quick, answerStretchBytes: 2 ** 30 }
    const url = await serve({ atOnce: 1 }, least, { handlers: { pour } })
    const reader = readSlowly(url, aTable)
    await expect.poll(isOver, { timeout: 10_000 }).toBe(true)
    const before = reader.bytes()
    await expect.poll(reader.bytes).toBeGreaterThan(before)
    await expect.poll(async () => (await fetch(new URL('/api/things/1', url))).status).toBe(200)
  })

  test('one large answer that is read steadily, and slower than the least rate, is cut off', async () => {
    const least = { ...quick, answerStretchBytes: 2 ** 30 }
    const url = await serve({}, least, { handlers: { look: lookAtLarge } })
    const reader = readSlowly(url, aThing)
    await reader.closed
    expect(reader.bytes()).toBeGreaterThan(0)
    expect(reader.bytes()).toBeLessThan(largeId.length)
  })

  test('one large answer that is read slowly, but faster than the least rate, arrives as a whole', async () => {
    const least = { answerStretchMs: 500, answerStretchBytes: 1 }
    const url = await serve({}, least, { handlers: { look: lookAtLarge } })
    const reader = readSlowly(url, aThing)
    await expect.poll(reader.bytes, { timeout: 20_000 }).toBeGreaterThan(largeId.length)
  })

  test('an export that the server itself is slow to write is not cut off', async () => {
    const { pour } = poured(halting())
    const least = { answerStretchMs: 50, answerStretchBytes: 2 ** 30 }
    const url = await serve({}, least, { handlers: { pour } })
    expect(await (await fetch(new URL('/api/table', url))).text()).toBe('x'.repeat(5))
  })
})

describe('attack 12: clients that hang up', () => {
  test('what is worked on for clients that hung up is never more than there are places', async () => {
    const { look, finish, running } = slowWork()
    const url = await serve({ atOnce: 2 }, {}, { handlers: { look } })
    await hangUpOften(url, aThing, running)
    expect(running()).toBe(2)
    finish()
    await expect.poll(() => send(url, withBody).answer).toMatch(/^HTTP\/1\.1 204 /)
  })

  test('what is still read for a streamed answer keeps its place, and ends with the answer', async () => {
    const finish = Promise.withResolvers<void>()
    let running = 0
    async function* table() {
      running++
      try {
        yield 'x'
        await finish.promise
        yield* endless()
      } finally {
        running--
      }
    }
    const pour = async () => ({ status: 200, body: table() })
    const url = await serve({ atOnce: 2 }, {}, { handlers: { pour } })
    await hangUpOften(url, aTable, () => running)
    expect(running).toBe(2)
    finish.resolve()
    await expect.poll(() => running).toBe(0)
    await expect.poll(() => send(url, withBody).answer).toMatch(/^HTTP\/1\.1 204 /)
  })

  test('streams that wait for another one on a connection end when it closes', async () => {
    const { pour, isOver } = poured(endless())
    const { look, finish, running } = slowWork()
    const reports: string[] = []
    const report = (sentence: string) => void reports.push(sentence)
    const url = await serve({ atOnce: 2 }, {}, { report, handlers: { look, pour } })
    const { socket } = send(url, aThing + aTable)
    await expect.poll(running).toBe(1)
    socket.destroy()
    await expect.poll(isOver).toBe(true)
    finish()
    await expect.poll(() => send(url, withBody).answer).toMatch(/^HTTP\/1\.1 204 /)
    expect(reports).toEqual([])
  })

  test('nothing more of a stream is read once only its headers were asked for and sent', async () => {
    const body = Readable.from(endless())
    const reports: string[] = []
    const report = (sentence: string) => void reports.push(sentence)
    const pour = async () => ({ status: 200, body })
    const url = await serve({ atOnce: 1 }, {}, { report, handlers: { pour } })
    expect((await fetch(new URL('/api/table', url), { method: 'HEAD' })).status).toBe(200)
    await expect.poll(() => body.closed).toBe(true)
    await expect.poll(() => send(url, withBody).answer).toMatch(/^HTTP\/1\.1 204 /)
    expect(reports).toEqual([])
  })

  test('an upload that ends before it is whole gives its place back', async () => {
    const url = await serve({ atOnce: 1 })
    const { socket } = send(url, upload() + chunk(firstPart))
    await expect.poll(() => send(url, withBody).answer).toMatch(/^HTTP\/1\.1 503 /)
    socket.destroy()
    await expect.poll(() => send(url, withBody).answer).toMatch(/^HTTP\/1\.1 204 /)
  })
})

const withBody = `${withoutItsBody.replace('content-length', 'connection: close\r\ncontent-length')}{"name":"x"}`

async function* endless(): AsyncGenerator<string> {
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve))
    yield 'x'.repeat(65_536)
  }
}

/** A table, and whether what writes it has ended. */
function poured(pieces: AsyncGenerator<string>) {
  let isOver = false
  async function* table() {
    try {
      yield* pieces
    } finally {
      isOver = true
    }
  }
  return { pour: async () => ({ status: 200, body: table() }), isOver: () => isOver }
}

async function* halting(): AsyncGenerator<string> {
  for (let piece = 0; piece < 5; piece++) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    yield 'x'
  }
}

const largeId = 'x'.repeat(40_000_000)
const lookAtLarge = async () => ({ status: 200, body: { id: largeId, version: 1 } })

/** A handler that goes on until it is told to finish. */
function slowWork() {
  const finish = Promise.withResolvers<void>()
  let running = 0
  return {
    async look() {
      running++
      await finish.promise
      running--
      return { status: 200, body: { id: '1', version: 1 } }
    },
    finish: finish.resolve,
    running: () => running,
  }
}

/** Read a little every few milliseconds, and no more. */
function readSlowly(url: URL, text: string) {
  const socket = connect(Number(url.port), url.hostname)
  sockets.push(socket)
  socket.on('error', () => {})
  socket.pause()
  socket.write(text)
  let bytes = 0
  const timer = setInterval(() => {
    bytes += socket.read()?.length ?? 0
  }, 5)
  socket.once('close', () => clearInterval(timer))
  return { bytes: () => bytes, closed: once(socket, 'close') }
}

/** Ask on many connections, and hang up on each as soon as the work has begun, or anything was answered. */
async function hangUpOften(url: URL, text: string, running: () => number): Promise<void> {
  for (let sent = 0; sent < 10; sent++) {
    const before = running()
    const { socket } = send(url, text)
    await expect.poll(() => running() > before || socket.bytesRead > 0).toBe(true)
    socket.destroy()
  }
}
