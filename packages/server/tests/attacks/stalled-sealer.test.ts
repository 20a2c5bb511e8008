import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { introductions } from '../../demo/people.ts'
import { addHeads, lastHead, readHeads, sizeOfHeads } from '../../src/audit/heads.ts'
import { sealPractice } from '../../src/audit/seal-practice.ts'
import { startSealer } from '../../src/audit/sealer.ts'
import { lastSeal } from '../../src/audit/stored-seals.ts'
import { preparedDemo } from '../../src/commands/demo.ts'
import { connect } from '../../src/database/connect.ts'
import { buildApp } from '../../src/http/app.ts'
import { appParts } from '../../src/server-parts.ts'
import { withLog } from '../audit-log.ts'
import { type Client, signedIn } from '../client.ts'
import { withFolder } from '../with-folder.ts'

const { asSuperuser, database, folder, newPractice, url, verify, written } = await withLog()
const practiceId = await preparedDemo(database, withFolder())

/** A server of its own, and a person who is signed in to it. */
async function node(patience = {}) {
  const own = connect(url, { patience })
  const reports: string[] = []
  const report = (line: string) => void reports.push(line)
  const picking = { practiceId, introductions }
  const app = await buildApp(appParts({ database: own, auditFolder: folder, picking }, report))
  afterAll(async () => {
    await app.close()
    await own.destroy()
  })
  return { database: own, app, report, reports, person: await signedIn(app, 'mara') }
}

function headNumbers(practice: string): readonly number[] {
  const lines = readFileSync(join(folder, 'heads', `${practice}.ndjson`), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => JSON.parse(line).number)
}

async function sealCount(): Promise<number> {
  const [row] = await asSuperuser('select count(*)::int as seals from audit_seal where practice_id = $1', [
    practiceId,
  ])
  return row?.seals
}

describe('attack 17: a sealer that stands still', () => {
  test('a sealer that stalls before it writes heads breaks nothing while another node seals', async () => {
    const stalled = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const a = await node({ idle_in_transaction_session_timeout: 300 })
    const b = await node()
    let isFirst = true
    const writeHeads: typeof addHeads = async (...heads) => {
      if (isFirst) {
        isFirst = false
        stalled.resolve()
        await goOn.promise
      }
      await addHeads(...heads)
    }
    const sealerA = startSealer({ database: a.database, folder, report: a.report, every: 20, writeHeads })
    const read = async (person: Client) =>
      expect((await person.ask('GET', '/api/patients?limit=1')).statusCode).toBe(200)
    await read(a.person)
    await stalled.promise
    const before = await sealCount()
    // The connection of the stalled node loses the lock. From then on the other node seals.
    const sealerB = startSealer({ database: b.database, folder, report: b.report, every: 20 })
    await expect
      .poll(async () => {
        await read(b.person)
        return sealCount()
      })
      .toBeGreaterThan(before + 2)
    goOn.resolve()
    await read(a.person)
    await read(b.person)
    await Promise.all([sealerA.stop(), sealerB.stop()])
    await sealPractice({ database, folder }, practiceId)
    expect(await verify(practiceId)).toMatchObject({ state: 'sound', waiting: 0 })
    const all = Array.from({ length: await sealCount() }, (_, place) => place + 1)
    expect(headNumbers(practiceId)).toEqual(all)
    expect(b.reports).toEqual([])
  })

  test('heads that come late or at the same time are written once and in order', async () => {
    const practice = await newPractice()
    await written(practice, 12, 2)
    const other = withFolder()
    const heads = await headsIn(practice)
    await addHeads(other, practice, heads.slice(0, 4))
    await addHeads(other, practice, heads.slice(1, 3))
    await Promise.all([
      addHeads(other, practice, heads.slice(4, 5)),
      addHeads(other, practice, heads.slice(4)),
      addHeads(other, practice, heads.slice(4)),
    ])
    await addHeads(other, practice, heads.slice(5, 6))
    const path = ['heads', `${practice}.ndjson`] as const
    expect(readFileSync(join(other, ...path), 'utf8')).toBe(readFileSync(join(folder, ...path), 'utf8'))
    expect(await lastHead(other, practice)).toEqual(heads.at(-1))
  })

  test('while nothing is sealed, readiness says so on every node', async () => {
    const one = await node()
    const other = await node()
    const key = join(folder, 'key.pem')
    renameSync(key, `${key}.away`)
    const sealer = startSealer({ database: one.database, folder, report: one.report, every: 20 })
    await one.person.ask('GET', '/api/patients?limit=1')
    await expect.poll(() => one.reports).toContainEqual(expect.stringContaining('the key of the log is gone'))
    expect(await warnings(one.person)).toEqual([])
    await asSuperuser(
      `update audit_unsealed set written_at = written_at - interval '2 minutes' where practice_id = $1`,
      [practiceId],
    )
    const words = [expect.stringContaining('has not been sealed for more than a minute')]
    for (const { person } of [one, other]) await expect.poll(() => warnings(person)).toEqual(words)
    renameSync(`${key}.away`, key)
    for (const { person } of [one, other]) await expect.poll(() => warnings(person)).toEqual([])
    await sealer.stop()
    expect(one.reports.at(-1)).toContain('the log is sealed again')
  })
})

async function warnings(person: Client): Promise<readonly string[]> {
  const ready = await person.ask('GET', '/api/ready')
  expect(ready.statusCode).toBe(200)
  return ready.json<{ warnings: readonly string[] }>().warnings
}

async function headsIn(practice: string) {
  const heads = []
  const size = (await sizeOfHeads(folder, practice)) ?? 0
  for await (const head of readHeads(folder, practice, size)) if (head !== 'bad') heads.push(head)
  const last = await database.within({ practiceId: practice, mode: 'look' }, (look) =>
    lastSeal(look, practice),
  )
  expect(heads).toHaveLength(last?.number ?? 0)
  return heads
}
