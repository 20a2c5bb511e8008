/** Who tries the demo reads its mail where they started it. Where a practice works nobody does. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { withDatabase } from '@rolecall/testbed/postgres'
import { expect, onTestFinished, test, vi } from 'vitest'
import { answersTo, owner } from './with-account.ts'
import { withFolder } from './with-folder.ts'

const command = fileURLToPath(new URL('../src/rolecall.ts', import.meta.url))
const folder = withFolder()
vi.setConfig({ testTimeout: 90_000 })

/** Start it, and keep all that it writes. */
async function started(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const { DATABASE_URL: _, DATABASE_ADMIN_URL: __, ...usual } = process.env
  const child: ChildProcess = spawn(process.execPath, [command, ...args, '--port', '0'], {
    cwd: folder,
    env: { ...usual, ...environment },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let written = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      written += text
    })
  const waitFor = (pattern: RegExp) =>
    vi.waitFor(
      () => {
        const [, found] = written.match(pattern) ?? []
        if (found === undefined) throw new Error(`\`${pattern}\` is not in ${written}`)
        return found
      },
      { timeout: 60_000, interval: 50 },
    )
  const address = await waitFor(/^Rolecall is at (\S+) /m)
  return {
    written: () => written,
    waitFor,
    async ask(method: string, path: string, body: object | undefined, cookie = '') {
      const headers = { origin: address, cookie, ...(body && { 'content-type': 'application/json' }) }
      const answer = await fetch(`${address}${path}`, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      })
      const cookies = answer.headers.getSetCookie().map((one) => one.split(';')[0])
      return { status: answer.status, cookie: cookies.join('; '), text: await answer.text() }
    },
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

test('an invitation made in the demo can be followed: its mail is written where the demo was started', async () => {
  const demo = await started(['demo'])
  const chen = await demo.ask('POST', '/api/session/picked', { member: 'chen' })
  expect(chen.status).toBe(204)
  const body = { email: 'new@river.example' }
  const invited = await demo.ask('POST', '/api/members/tanaka/invite', body, chen.cookie)
  expect([invited.status, invited.text]).toEqual([202, expect.stringContaining('new@river.example')])
  const token = await demo.waitFor(/^ {2}http:\/\/127\.0\.0\.1:\d+\/accept#token=([\w-]+)$/m)
  expect(demo.written()).toContain('To: new@river.example')
  const accepted = await demo.ask('PUT', '/api/invitation', {
    token,
    name: 'Kenji Tanaka',
    password: 'four patient geese repair clocks',
  })
  expect(accepted.status).toBe(204)
  const me = await demo.ask('GET', '/api/me', undefined, accepted.cookie)
  expect([me.status, me.text]).toEqual([200, expect.stringContaining('"tanaka"')])
  await demo.stop()
})

test('where a practice works no mail is written anywhere, whether or not there is a mail server', async () => {
  const { url, adminUrl } = await withDatabase()
  const database = { DATABASE_URL: url, DATABASE_ADMIN_URL: adminUrl }
  const mail = {
    ROLECALL_SMTP_URL: 'smtp://127.0.0.1:1',
    ROLECALL_MAIL_FROM: 'no-reply@gs.example',
    ROLECALL_PUBLIC_URL: 'https://rolecall.example',
  }
  const first = await started(['start'], database)
  const token = await first.waitFor(/set-up#token=([\w-]+)/)
  expect((await first.ask('POST', '/api/set-up', answersTo(token))).status).toBe(204)
  expect((await first.ask('POST', '/api/password-reset', { email: owner.email })).status).toBe(202)
  // Longer than whoever delivers mail waits between two looks.
  await setTimeout(2500)
  await first.stop()
  // Now it tries to leave.
  const second = await started(['start'], { ...database, ...mail })
  await second.waitFor(/(a mail could not be sent)/)
  await second.stop()
  for (const { written } of [first, second]) {
    expect(written()).not.toContain(owner.email)
    expect(written()).not.toContain('reset#token')
    expect(written()).not.toContain('Reset your password')
  }
})
