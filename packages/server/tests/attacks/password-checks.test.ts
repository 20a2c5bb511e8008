import { afterAll, describe, expect, test } from 'vitest'
import { buildApp } from '../../src/http/app.ts'
import { appParts } from '../../src/server-parts.ts'
import { passwordChecks } from '../../src/signin/check-password.ts'
import { withTables } from '../with-tables.ts'

/** Reads as many words: nearly every sign stands for letters as well. */
const costly = 'i10/9 92 a8|//&@i8b%+(318$iabi%|  \\l@$7/5i%b&089\\lci899c240/3 5'

const { database } = await withTables()
const app = await buildApp(appParts({ database }, () => {}))
const address = await app.listen({ host: '127.0.0.1', port: 0 })
afterAll(() => app.close())

function check(password: string, words: readonly string[] = []): Promise<Response> {
  return fetch(`${address}/api/account/password/strength`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ password, words }),
  })
}

describe('attack 11: passwords that take long to check', () => {
  test('checking passwords is not the work of the thread that answers requests', async () => {
    // Time of the processor, so that a busy machine changes nothing.
    const [own, all] = [process.threadCpuUsage(), process.cpuUsage()]
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => check(`${number}${costly}`)))
    const share = sum(process.threadCpuUsage(own)) / sum(process.cpuUsage(all))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
    expect(share).toBeLessThan(0.5)
  })

  test('a password is checked as before', async () => {
    const strength = async (password: string, words?: readonly string[]) =>
      (await check(password, words)).json()
    expect(await strength('seven quiet otters paint umbrellas')).toEqual({
      accepted: true,
      sentence: 'this is a good password',
    })
    expect(await strength('p4$$w0rdp4$$w0rd')).toMatchObject({ accepted: false })
    expect(await strength('\ud800'.repeat(20), ['\ud800'.repeat(300)])).toMatchObject({ accepted: false })
  })

  test('a check that does not end is ended, its password is not accepted, and the next one is checked', async () => {
    const checkPassword = passwordChecks({ waiting: 4, ofAddress: 4, timeoutMs: 100 }, endless)
    for (const _ of ['first', 'second'])
      expect(await checkPassword('x', [], '192.0.2.1')).toEqual({
        accepted: false,
        sentence: 'it takes too long to check, choose several words that have nothing to do with each other',
      })
  })

  test('one address, or one IPv6 network, takes few places in the queue, and the queue is short', async () => {
    const checkPassword = passwordChecks({ waiting: 2, ofAddress: 2, timeoutMs: 300 }, endless)
    const ask = (from: string) => checkPassword('x', [], from)
    const first = [ask('2001:db8::1'), ask('2001:db8::2')]
    expect(await ask('2001:db8::3')).toBe('busy')
    const third = ask('192.0.2.1')
    expect(await ask('192.0.2.2')).toBe('busy')
    for (const strength of await Promise.all([...first, third]))
      expect(strength).toMatchObject({ accepted: false })
    expect(await ask('2001:db8::3')).toMatchObject({ accepted: false })
  })
})

function sum({ user, system }: NodeJS.CpuUsage): number {
  return user + system
}

const endless = new URL('endless-worker.ts', import.meta.url)
