import { spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Problem } from '@rolecall/contract'
import { sql } from 'kysely'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { preparedDemo } from '../src/commands/demo.ts'
import { connect } from '../src/database/connect.ts'
import { startEmbeddedPostgres } from '../src/database/embedded-postgres.ts'
import { isOutage } from '../src/database/is-outage.ts'
import { migrate } from '../src/database/migrate.ts'
import { buildApp } from '../src/http/app.ts'
import { appParts } from '../src/server-parts.ts'
import { signedIn } from './client.ts'
import { withFolder } from './with-folder.ts'
import { inPractice } from './with-tables.ts'

/** A disk of its own that is soon full. Only root may mount one. */
const disk = join(withFolder(), 'disk')
mkdirSync(disk)
const mounted =
  spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=192m,mode=0755', 'tmpfs', disk]).status === 0
afterAll(() => mounted && spawnSync('/bin/umount', ['--lazy', disk]))

describe.skipIf(!mounted)('a full disk (which only root may try)', async () => {
  if (!mounted) return
  const postgres = await startEmbeddedPostgres(join(disk, 'data'), 'rolecall test')
  await migrate(postgres.adminUrl, postgres.url)
  const database = connect(postgres.url)
  const practiceId = await preparedDemo(database, withOpenFolder())
  const app = await buildApp(
    appParts({ database, picking: { practiceId, introductions: new Map() } }, () => {}),
  )
  afterAll(async () => {
    await app.close()
    await database.destroy()
    await postgres.stop()
  })
  const ana = await signedIn(app, 'ana')
  const filler = join(disk, 'filler')

  /** A patient and a note of many bytes, which do not get smaller by being packed. */
  const add = async (id: string) =>
    inPractice(database, practiceId, async (transaction) => {
      const practice_id = practiceId
      await transaction
        .insertInto('patient')
        .values({ practice_id, id, family: 'Full', given: '', sort_key: 'full' })
        .execute()
      await transaction.insertInto('note').values({ practice_id, id, patient_id: id }).execute()
      await transaction
        .insertInto('note_version')
        .values({ practice_id, note_id: id, version: 1, text: randomBytes(200_000).toString('base64') })
        .execute()
    })

  const expectBack = async (acknowledged: readonly string[]) => {
    const isBack = async () => (await ana.ask('GET', '/api/patients')).statusCode === 200
    await vi.waitUntil(isBack, { timeout: 30_000, interval: 50 })
    await add(randomUUID())
    const { rows } = await inPractice(database, practiceId, (transaction) =>
      sql<{ id: string; whole: boolean }>`select patient.id, version.version is not null as whole from patient
        left join note on note.practice_id = patient.practice_id and note.patient_id = patient.id
        left join note_version as version on version.practice_id = note.practice_id and version.note_id = note.id
        where patient.family = 'Full'`.execute(transaction),
    )
    const kept = new Set(rows.map(({ id }) => id))
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
    expect(rows.filter(({ whole }) => !whole)).toEqual([])
  }

  const refusal = {
    status: 503,
    detail: 'the database does not answer at the moment, try again',
  }

  test('is an outage that keeps nothing by halves, and is over once there is room', async () => {
    fillBut(filler, 8_000_000)
    const acknowledged: string[] = []
    const troubles: unknown[] = []
    let refused: Problem | undefined
    while (refused === undefined && troubles.length < 3000) {
      const id = randomUUID()
      await add(id).then(
        () => acknowledged.push(id),
        (error: unknown) => troubles.push(error),
      )
      if (troubles.length === 0) continue
      const listed = await ana.ask('GET', '/api/patients')
      if (listed.statusCode !== 200) refused = listed.json()
    }
    expect(troubles.filter((error) => !isOutage(error))).toEqual([])
    expect(acknowledged.length).toBeGreaterThan(5)
    expect(refused).toMatchObject(refusal)
    rmSync(filler)
    await expectBack(acknowledged)
  })

  test('that breaks PostgreSQL off is the same: it is there again once there is room', async () => {
    fillBut(filler, 0)
    const fillLog = () =>
      sql`select pg_logical_emit_message(false, 'filler', repeat('x', 1000000))`.execute(database.anywhere)
    await expect(
      (async () => {
        for (let megabyte = 0; megabyte < 200; megabyte++) await fillLog()
      })(),
    ).rejects.toSatisfy(isOutage)
    const listed = await ana.ask('GET', '/api/patients')
    expect(listed.json()).toMatchObject(refusal)
    await pause(1000)
    expect((await ana.ask('GET', '/api/patients')).statusCode).toBe(503)
    rmSync(filler)
    await expectBack([])
  })
})

function withOpenFolder(): string {
  const folder = join(disk, 'demo')
  mkdirSync(folder)
  chmodSync(folder, 0o755)
  return folder
}

/** Take all of the disk but so many bytes. */
function fillBut(file: string, left: number): void {
  const { bavail, bsize } = statfsSync(disk)
  writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - left)))
}
