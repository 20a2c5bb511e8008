import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { withFolder } from './with-folder.ts'

const command = fileURLToPath(new URL('../src/rolecall.ts', import.meta.url))
const folder = withFolder()

const clinic = {
  ROLECALL_HOST: '0.0.0.0',
  ROLECALL_PUBLIC_URL: 'https://rolecall.clinic.example',
  ROLECALL_TRUSTED_PROXIES: '127.0.0.1',
}

function run(args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  const { DATABASE_URL: _, DATABASE_ADMIN_URL: __, ...usual } = process.env
  const child = spawn(process.execPath, [command, ...args], {
    cwd: folder,
    env: { ...usual, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGTERM'))
  return child
}

/** What it wrote until it said where it is, and the rest as it comes. */
async function served(child: ChildProcess): Promise<{ readonly at: string; readonly err: () => string }> {
  let err = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  if (child.stdout)
    for await (const line of createInterface({ input: child.stdout })) {
      const [, at] = line.match(/^Rolecall is at (\S+) /) ?? []
      if (at !== undefined) return { at, err: () => err }
    }
  throw new Error(err)
}

/** Ask under another name than that of the address. */
function status(address: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  return new Promise((answered, failed) => {
    const asked = request(`${address}/api/health`, { headers }, (response) => {
      response.resume()
      answered(response.statusCode)
    })
    asked.on('error', failed).end()
  })
}

async function ended(child: ChildProcess): Promise<unknown> {
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  return (await exit)[0]
}

test('the demo is for this machine alone, whatever the environment says', async () => {
  const child = run(['demo', '--port', '0'], clinic)
  const { at } = await served(child)
  expect(at).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(await status(at, {})).toBe(200)
  expect(await status(at, { host: 'rolecall.clinic.example' })).toBe(421)
  expect(await ended(child)).toBe(0)
})

/** Behind a proxy it says its public name, and not where it listens. */
async function freePort(): Promise<string> {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  await new Promise((closed) => listener.close(closed))
  return `${port}`
}

test('behind a proxy it answers under its public name, writes lines without addresses, and stops at SIGTERM', async () => {
  const port = await freePort()
  const child = run(['start', '--data', 'clinic', '--port', port], clinic)
  const { at, err } = await served(child)
  expect(at).toBe('https://rolecall.clinic.example')
  const near = `http://127.0.0.1:${port}`
  const forwarded = { 'x-forwarded-for': '203.0.113.77', 'x-forwarded-proto': 'https' }
  expect(await status(near, { host: 'rolecall.clinic.example', ...forwarded })).toBe(200)
  expect(await status(near, { host: 'elsewhere.example' })).toBe(421)
  expect(await ended(child)).toBe(0)
  const lines = err()
    .split('\n')
    .filter((line) => line.startsWith('{'))
  const requests = lines.map((line) => JSON.parse(line)).filter(({ route }) => route !== undefined)
  expect(requests).toMatchObject([
    { operation: 'health', status: 200 },
    { operation: 'health', status: 421 },
  ])
  expect(err()).not.toMatch(/203\.0\.113|elsewhere/)
})

test.each([
  [{ ROLECALL_HOST: '0.0.0.0' }, 'say under which address they do'],
  [{ ...clinic, ROLECALL_PUBLIC_URL: 'http://rolecall.clinic.example' }, 'without https'],
  [{ ...clinic, ROLECALL_TRUSTED_PROXIES: 'everybody' }, '`everybody`'],
])('%o ends at once with a sentence', async (environment, sentence) => {
  const child = run(['start', '--data', 'refused'], environment)
  let err = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const [code] = await once(child, 'close')
  expect(code).toBe(1)
  expect(err).toMatch(/^rolecall: [^\n]+[^.]\n$/)
  expect(err).toContain(sentence)
})
