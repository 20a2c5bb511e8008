import { join } from 'node:path'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { sealPractice } from '../src/audit/seal-practice.ts'
import { run } from '../src/commands/audit.ts'
import type { Surroundings } from '../src/commands/environment.ts'
import { openInstallation } from '../src/database/installation.ts'
import { withLog } from './audit-log.ts'

const log = await withLog()
const { adminUrl, database, folder, idsOf, newPractice, superuserUrl, url, written } = log
const green = await newPractice('Green Street')
const blue = await newPractice('Blue Street')
for (const practice of [green, blue]) {
  await written(practice, 8)
  await sealPractice({ database, folder }, practice)
}

async function verify(...args: readonly string[]) {
  const out: string[] = []
  const err: string[] = []
  const around = {
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
    open: () => openInstallation({ url, adminUrl, auditFolder: folder }),
  } as unknown as Surroundings
  return { code: await run(args, around), out, err }
}

test('a sound log of every practice ends with 0, and names the key', async () => {
  const { code, out, err } = await verify('verify')
  expect(err).toEqual([])
  expect(out).toEqual([
    'Blue Street: the log is as it was written: 8 entries in unbroken order',
    'Green Street: the log is as it was written: 8 entries in unbroken order',
    expect.stringMatching(/^by the key [0-9a-f]{64}; compare it with the one you noted down$/),
  ])
  expect(code).toBe(0)
})

test.each([
  [[], 'say what to do with the log'],
  [['check'], 'there is no `audit check`'],
  [['verify', 'now'], '`now` is too much'],
  [['verify', '--fast'], 'there is no option `--fast`'],
  [['verify', '--practice'], 'the option `--practice` needs a value'],
  [['verify', '--practice', 'Red Street'], 'there is no practice `Red Street`'],
])('%j is asked wrongly', async (args, sentence) => {
  const { code, err } = await verify(...args)
  expect(err).toEqual([expect.stringContaining(`rolecall audit: ${sentence}`)])
  expect(code).toBe(2)
})

test('a log that was tampered with ends with 1 and names the first bad entry; another practice is sound', async () => {
  const ids = await idsOf(green)
  const superuser = new Client(superuserUrl)
  await superuser.connect()
  await superuser.query(`update audit_entry set member_id = 'ben' where practice_id = $1 and id = any($2)`, [
    green,
    [ids[3], ids[5]],
  ])
  await superuser.end()
  const { code, out } = await verify('verify', '--practice', 'Green Street')
  expect(out[0]).toMatch(
    new RegExp(
      `^Green Street: the log was tampered with: entry ${ids[3]} of \\d{4}-\\S+Z was edited after it was sealed$`,
    ),
  )
  expect(code).toBe(1)
  expect(await verify('verify', '--practice', 'Blue Street')).toMatchObject({ code: 0 })
  expect(await verify('verify')).toMatchObject({ code: 1 })
})

test('without the folder it ends with 1 and says what is missing', async () => {
  const away = join(folder, 'nowhere')
  const out: string[] = []
  const around = {
    out: (line: string) => out.push(line),
    err: () => {},
    open: () => openInstallation({ url, adminUrl, auditFolder: away }),
  } as unknown as Surroundings
  expect(await run(['verify', '--practice', 'Blue Street'], around)).toBe(1)
  expect(out[0]).toContain(`the key of the log is gone from \`${away}\``)
})
