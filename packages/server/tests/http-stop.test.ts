import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { AppParts } from '../src/http/app.ts'
import { startServer } from '../src/http/start-server.ts'
import { smallContract, smallHandlers } from './small-server.ts'

/** A server whose `look` takes as long as it is told to. */
async function slowServer(milliseconds: number, patience?: number) {
  const done: string[] = []
  const parts = {
    handlers: {
      ...smallHandlers,
      async look({ params: { id } }: { params: { id: string } }) {
        await pause(milliseconds)
        done.push(id)
        return { status: 200, body: { id, version: 1 } }
      },
    },
    operations: smallContract,
    consoleFolder: '/nowhere',
    report: () => {},
  } as unknown as AppParts
  const server = await startServer(parts, { port: 0, patience })
  return { ...server, done }
}

test('what is being answered when it stops is answered, and nothing more is taken on', async () => {
  const { address, stop, done } = await slowServer(500)
  const running = fetch(`${address}/api/things/1`)
  await pause(100)
  const stopped = stop()
  await pause(50)
  await expect(fetch(`${address}/api/things/2`)).rejects.toThrow()
  const response = await running
  expect([response.status, await response.json()]).toEqual([200, { id: '1', version: 1 }])
  await stopped
  expect(done).toEqual(['1'])
})

test('what takes too long is cut off at the deadline', async () => {
  const { address, stop, done } = await slowServer(30_000, 300)
  const running = fetch(`${address}/api/things/1`).then(
    () => 'answered',
    () => 'cut off',
  )
  await pause(100)
  await stop()
  expect([await running, done]).toEqual(['cut off', []])
})

test('connections that only stay open are hung up on', async () => {
  const { address, stop } = await slowServer(0)
  const { hostname, port } = new URL(address)
  const idle = connect(Number(port), hostname)
  await once(idle, 'connect')
  expect((await fetch(`${address}/api/things/1`)).status).toBe(200)
  const hungUp = once(idle, 'close')
  await stop()
  await hungUp
})

test('a port that is taken, and an address that is not this machine’s, get a sentence', async () => {
  const { address, stop } = await slowServer(0)
  const port = Number(new URL(address).port)
  const parts = { operations: {}, handlers: {}, consoleFolder: '', report: () => {} } as unknown as AppParts
  await expect(startServer(parts, { port })).rejects.toThrow(
    `port \`${port}\` is taken or closed to this account, choose another with \`--port\``,
  )
  await expect(startServer(parts, { port: 0, host: '192.0.2.1' })).rejects.toThrow(
    'this machine has no address `192.0.2.1`, give another as `ROLECALL_HOST`',
  )
  await stop()
})
