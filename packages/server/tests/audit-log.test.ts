import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { auditLog, insertEntries } from '../src/audit/log.ts'
import { LogUnavailable } from '../src/audit/log-unavailable.ts'
import { sealPractice } from '../src/audit/seal-practice.ts'
import { startSealer } from '../src/audit/sealer.ts'
import { connect } from '../src/database/connect.ts'
import { isOutage } from '../src/database/is-outage.ts'
import { entryOf, withLog } from './audit-log.ts'

const log = await withLog()
const { adminUrl, asSuperuser, database, folder, idsOf, newPractice, seal, sealing, url, verify } = log

/** Every entry that a seal holds, with how often. */
async function sealedIds(practice: string): Promise<readonly string[]> {
  const rows = await asSuperuser(
    'select unnest(entries) as id from audit_seal where practice_id = $1 order by 1',
    [practice],
  )
  return rows.map(({ id }) => id)
}

function write(practiceId: string, more: object = {}) {
  return database.within({ practiceId, mode: 'change' }, (transaction) =>
    insertEntries(transaction, [entryOf(practiceId, more)]),
  )
}

test('readers who wait at the same time share a transaction', async () => {
  const practice = await newPractice()
  const { append } = auditLog(database)
  const together = 64
  const rounds = 5
  await Promise.all(
    Array.from({ length: together }, async () => {
      for (let round = 0; round < rounds; round++) await append(entryOf(practice))
    }),
  )
  const [row] = await asSuperuser(
    'select count(*)::int as entries, count(distinct xact)::int as transactions from audit_entry where practice_id = $1',
    [practice],
  )
  expect(row?.entries).toBe(together * rounds)
  expect(row?.transactions).toBeLessThanOrEqual(2 * rounds)
})

test('an entry is there for everybody when its writing settles', async () => {
  const practice = await newPractice()
  const { append } = auditLog(database)
  for (let number = 1; number <= 20; number++) {
    await append(entryOf(practice))
    expect(await idsOf(practice)).toHaveLength(number)
  }
})

test('an entry that cannot be written fails alone', async () => {
  const practice = await newPractice()
  const { append } = auditLog(database)
  const outcomes = await Promise.allSettled([
    append(entryOf(practice)),
    append(entryOf(practice, { records: ['half a character: \ud800'] })),
    append(entryOf(practice)),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await idsOf(practice)).toHaveLength(2)
})

test('a log that cannot be written fails the read and undoes the change, as an outage', async () => {
  const practice = await newPractice('before')
  const admin = new Client(adminUrl)
  await admin.connect()
  await admin.query('revoke insert on audit_entry from rolecall_server')
  try {
    const failure = await auditLog(database)
      .append(entryOf(practice))
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(LogUnavailable)
    expect(isOutage(failure)).toBe(true)
    const change = database.within({ practiceId: practice, mode: 'change' }, async (transaction) => {
      await transaction
        .insertInto('location')
        .values({ practice_id: practice, id: 'green', name: 'Green' })
        .execute()
      await insertEntries(transaction, [entryOf(practice)])
    })
    await expect(change).rejects.toThrow('the log cannot be written: permission denied')
  } finally {
    await admin.query('grant insert on audit_entry to rolecall_server')
    await admin.end()
  }
  expect(await asSuperuser('select id from location where practice_id = $1', [practice])).toEqual([])
  await auditLog(database).append(entryOf(practice))
  expect(await idsOf(practice)).toHaveLength(1)
})

test('entries of transactions that commit out of order are sealed exactly once', async () => {
  const practice = await newPractice()
  const writers = Array.from({ length: 12 }, async (_, writer) => {
    for (let number = 0; number < 40; number++)
      await database.within(
        { practiceId: practice, mode: 'change' },
        async (transaction) => {
          await insertEntries(transaction, [entryOf(practice)])
          await pause(Math.random() * 15)
          await insertEntries(transaction, [entryOf(practice), entryOf(practice)])
          return (writer + number) % 5 === 0
        },
        (undone) => undone,
      )
  })
  let writing = true
  const sealers = [0, 1].map(async () => {
    while (writing) await sealPractice(sealing, practice)
  })
  await Promise.all(writers)
  writing = false
  await Promise.all(sealers)
  await seal(practice)
  expect(await sealedIds(practice)).toEqual(await idsOf(practice))
  expect(await sealedIds(practice)).not.toHaveLength(0)
  const [row] = await asSuperuser('select count(*)::int as seals from audit_seal where practice_id = $1', [
    practice,
  ])
  expect(row?.seals).toBeGreaterThan(3)
  expect(await verify(practice)).toMatchObject({ state: 'sound', waiting: 0 })
})

test('a transaction that takes long keeps nobody else from being sealed, and is sealed when it ends', async () => {
  const practice = await newPractice()
  let end = () => {}
  const long = database.within({ practiceId: practice, mode: 'change' }, async (transaction) => {
    await insertEntries(transaction, [entryOf(practice, { operation: 'importFolder' })])
    await new Promise<void>((resolve) => {
      end = resolve
    })
  })
  await pause(50)
  for (let number = 0; number < 3; number++) {
    await write(practice)
    expect(await seal(practice)).toEqual({ entries: 1 })
  }
  expect(await verify(practice)).toMatchObject({ state: 'sound', entries: 3 })
  end()
  await long
  expect(await seal(practice)).toEqual({ entries: 1 })
  expect(await seal(practice)).toEqual({ entries: 0 })
  expect(await verify(practice)).toMatchObject({ state: 'sound', entries: 4, waiting: 0 })
  expect(await sealedIds(practice)).toEqual(await idsOf(practice))
})

test('two sealers at once seal each entry once', async () => {
  const practice = await newPractice()
  const others = [connect(url), connect(url)]
  for (let number = 0; number < 10; number++) {
    await Promise.all([write(practice), write(practice), write(practice)])
    await Promise.all(others.map((other) => sealPractice({ database: other, folder }, practice)))
  }
  await Promise.all(others.map((other) => other.destroy()))
  await seal(practice)
  expect(await sealedIds(practice)).toEqual(await idsOf(practice))
  expect(await verify(practice)).toMatchObject({ state: 'sound', entries: 30 })
})

test('more entries than a link holds are sealed in several', async () => {
  const practice = await newPractice()
  await database.within({ practiceId: practice, mode: 'change' }, (transaction) =>
    insertEntries(
      transaction,
      Array.from({ length: 2500 }, () => entryOf(practice)),
    ),
  )
  expect(await seal(practice)).toEqual({ entries: 2500 })
  expect(await verify(practice)).toMatchObject({ state: 'sound', entries: 2500, seals: 3 })
})

test('a database that was restored where transactions are numbered lower loses no entry', async () => {
  const practice = await newPractice()
  for (let number = 0; number < 3; number++) await write(practice)
  await seal(practice)
  for (let number = 0; number < 3; number++) await write(practice)
  // As if all of it had been written elsewhere, with numbers far ahead of those here, and half of it sealed there.
  await asSuperuser(
    'create or replace function database_cluster() returns bigint language sql stable return 7',
  )
  for (let number = 0; number < 4; number++) await write(practice)
  expect(await verify(practice)).toMatchObject({ state: 'sound', entries: 3, waiting: 7 })
  expect(await seal(practice)).toEqual({ entries: 7 })
  await write(practice)
  expect(await seal(practice)).toEqual({ entries: 1 })
  expect(await sealedIds(practice)).toEqual(await idsOf(practice))
  expect(await verify(practice)).toMatchObject({ state: 'sound', entries: 11, waiting: 0 })
  // And back again.
  await asSuperuser(
    'create or replace function database_cluster() returns bigint language sql stable return (select system_identifier from pg_control_system())',
  )
  await write(practice)
  expect(await seal(practice)).toEqual({ entries: 1 })
  expect(await verify(practice)).toMatchObject({ state: 'sound', entries: 12, waiting: 0 })
  expect(await sealedIds(practice)).toEqual(await idsOf(practice))
})

test('numbers of transactions that begin anew hide no entry behind the horizon of before', async () => {
  const practice = await newPractice()
  await asSuperuser(
    'create or replace function database_cluster() returns bigint language sql stable return 7',
  )
  await database.within({ practiceId: practice, mode: 'change' }, async (transaction) => {
    await insertEntries(transaction, [entryOf(practice), entryOf(practice)])
  })
  await asSuperuser(`update audit_entry set xact = '900000000'::xid8 where practice_id = $1`, [practice])
  await asSuperuser(
    'create or replace function database_cluster() returns bigint language sql stable return (select system_identifier from pg_control_system())',
  )
  await write(practice)
  expect(await seal(practice)).toEqual({ entries: 3 })
  await write(practice)
  expect(await seal(practice)).toEqual({ entries: 1 })
  expect(await verify(practice)).toMatchObject({ state: 'sound', entries: 4, waiting: 0 })
  expect(await sealedIds(practice)).toEqual(await idsOf(practice))
})

test('the sealer seals each practice that was written to, and once more when it stops', async () => {
  const reports: string[] = []
  const one = await newPractice()
  const other = await newPractice()
  const sealer = startSealer({ ...sealing, report: (line) => reports.push(line), every: 50 })
  for (const practice of [one, other]) await write(practice)
  for (const practice of [one, other])
    await expect.poll(() => sealedIds(practice), { timeout: 10_000 }).toHaveLength(1)
  await write(one)
  await sealer.stop()
  expect(await sealedIds(one)).toHaveLength(2)
  expect(reports).toEqual([])
})

test('the sealer says once what keeps it from sealing', async () => {
  const practice = await newPractice('Blue Street')
  await write(practice)
  await seal(practice)
  await asSuperuser('delete from audit_seal where practice_id = $1', [practice])
  await write(practice)
  const reports: string[] = []
  const sealer = startSealer({ ...sealing, report: (line) => reports.push(line), every: 10 })
  await expect.poll(() => reports.length, { timeout: 10_000 }).toBeGreaterThan(0)
  // It is met again: also by a look for what others left.
  await write(practice)
  await sealer.stop()
  expect(reports).toEqual([expect.stringContaining('Blue Street: all seals of the log are gone')])
})
