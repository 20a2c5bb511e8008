import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { withDatabase } from '@rolecall/testbed/postgres'
import { afterAll, expect, test, vi } from 'vitest'
import { choosePractice } from '../src/access/choose-practice.ts'
import { connect } from '../src/database/connect.ts'
import { newPractice } from '../src/policy/new-practice.ts'
import { recoverOwner } from '../src/signin/recover-owner.ts'
import { answersTo, owner, ownerPassword } from './with-account.ts'
import { withFolder } from './with-folder.ts'
import { inPractice } from './with-tables.ts'

const command = fileURLToPath(new URL('../src/rolecall.ts', import.meta.url))
// Each start is a process of its own, on a machine that may do other things as well.
vi.setConfig({ testTimeout: 90_000 })

const folder = withFolder()
const { url, adminUrl } = await withDatabase()
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

function spawned(args: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess {
  const { PATH = '' } = process.env
  const env = { PATH, DATABASE_URL: url, DATABASE_ADMIN_URL: adminUrl, ...environment }
  const child = spawn(process.execPath, [command, ...args], { cwd: folder, env })
  children.push(child)
  return child
}

async function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = spawned(args, environment)
  let [out, err] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const [code] = await once(child, 'close')
  return { code, out, err }
}

/** Start it; returns once it says where it is. */
async function started(environment: Readonly<Record<string, string>> = {}) {
  const child = spawned(['start', '--port', '0'], environment)
  const lines: string[] = []
  let err = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    lines.push(line)
    const [, address] = line.match(/^Rolecall is at (\S+) /) ?? []
    if (address !== undefined)
      return {
        address,
        lines,
        err: () => err,
        async stop() {
          child.kill('SIGINT')
          await once(child, 'exit')
        },
      }
  }
  throw new Error(`it ended before it said where it is: ${err}`)
}

const tokenIn = (lines: readonly string[]) => lines.join('\n').match(/#token=([\w-]+)/)?.[1] ?? ''

const send = (address: string, method: string, path: string, body: object) =>
  fetch(`${address}${path}`, {
    method,
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify(body),
  })

test('an empty database is served with a link to set it up; a new start makes a new link', async () => {
  const first = await started()
  expect(first.lines[0]).toContain('there is no practice yet')
  expect(first.lines[1]).toMatch(/^ {2}http:\/\/127\.0\.0\.1:\d+\/set-up#token=[\w-]{43}$/)
  expect(first.err()).toContain('no mail leaves')
  const isBuilt = existsSync(new URL('../../console/dist/index.html', import.meta.url))
  expect(first.err().includes('the console is not built')).toBe(!isBuilt)
  await first.stop()
  const second = await started()
  const early = await send(second.address, 'POST', '/api/set-up', answersTo(tokenIn(first.lines)))
  expect(early.status).toBe(410)
  const done = await send(second.address, 'POST', '/api/set-up', answersTo(tokenIn(second.lines)))
  expect(done.status).toBe(204)
  expect(done.headers.get('set-cookie')).toContain('rolecall=')
  expect((await fetch(`${second.address}/api/people`)).status).toBe(404)
  await second.stop()
  const third = await started()
  expect(third.lines).toHaveLength(1)
  await third.stop()
  expect(JSON.stringify([first, second, third])).not.toContain(ownerPassword)
  expect(second.err()).not.toContain(tokenIn(second.lines))
})

test('the owner gets in again by a link from the machine, which is logged and announced', async () => {
  const recovered = await run(['owner', 'recover'])
  expect(recovered.code).toBe(0)
  expect(recovered.out).toContain(`${owner.name} <${owner.email}> chooses a new password`)
  expect(recovered.out).toContain('the console shows it to the one person who manages accounts until')
  expect(recovered.out).toContain('mail to them waits until `ROLECALL_SMTP_URL` names a mail server')
  const database = connect(url)
  const practice = await choosePractice(database, undefined)
  if (practice === undefined || practice === 'several') throw new Error('there is one practice')
  const mails = await database.anywhere.selectFrom('outbox').select(['recipient', 'body']).execute()
  expect(mails.map(({ recipient }) => recipient)).toEqual([owner.email])
  expect(mails[0]?.body).not.toContain('#token')
  const entries = await inPractice(database, practice.id, (transaction) =>
    transaction
      .selectFrom('audit_entry')
      .select(['operation', 'outcome', 'member_id'])
      .where('operation', '=', 'rolecall owner recover')
      .execute(),
  )
  expect(entries).toEqual([{ operation: 'rolecall owner recover', outcome: 'allowed', member_id: null }])
  await database.destroy()
  const server = await started()
  const token = tokenIn([recovered.out])
  const next = 'seventy silver spoons sing songs'
  expect((await send(server.address, 'PUT', '/api/password-reset', { token, password: next })).status).toBe(
    204,
  )
  const old = await send(server.address, 'POST', '/api/session', {
    email: owner.email,
    password: ownerPassword,
  })
  expect(old.status).toBe(401)
  const now = await send(server.address, 'POST', '/api/session', { email: owner.email, password: next })
  expect(now.status).toBe(204)
  await server.stop()
})

test('an owner without an account is given one with the address that is named', async () => {
  const database = connect(url)
  const blue = { id: await newPractice(database, 'Blue Street'), name: 'Blue Street' }
  const server = await started()
  expect(server.lines.join('\n')).toContain('the owner of `Blue Street` has no account')
  await server.stop()
  expect(await recoverOwner(database, blue, undefined)).toEqual({
    refused: expect.stringContaining('`--email ADDRESS`'),
  })
  expect(await recoverOwner(database, blue, 'no address')).toHaveProperty('refused')
  const { code, out } = await run([
    'owner',
    'recover',
    '--practice',
    'Blue Street',
    '--email',
    'b@gs.example',
  ])
  expect([code, out]).toEqual([0, expect.stringContaining('<b@gs.example>')])
  expect(await recoverOwner(database, blue, 'another@gs.example')).toHaveProperty('refused')
  const several = await run(['owner', 'recover'])
  expect([several.code, several.err]).toEqual([2, expect.stringContaining('several practices')])
  await database.destroy()
})

test('a slip in the environment is told in a sentence before anything is opened', async () => {
  const nowhere = 'postgres://127.0.0.1:1/x'
  const { code, err } = await run(['start'], { ROLECALL_IDLE_MINUTES: 'soon', DATABASE_URL: nowhere })
  expect(code).toBe(1)
  expect(err).toContain('`ROLECALL_IDLE_MINUTES` is `soon`, give a whole number from 1 to 1440')
})

test('`rolecall owner` that is asked wrongly says how to ask', async () => {
  for (const args of [
    ['owner'],
    ['owner', 'forget'],
    ['owner', 'recover', 'now'],
    ['owner', 'recover', '--force'],
  ]) {
    const { code, err } = await run(args)
    expect([args, code]).toEqual([args, 2])
    expect(err).toMatch(/^rolecall owner: /)
  }
})
