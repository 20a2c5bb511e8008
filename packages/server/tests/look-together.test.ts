import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { practiceSnapshot } from '../src/access/practice-snapshot.ts'
import { connect, type Database, type Transaction } from '../src/database/connect.ts'
import { newPractice } from '../src/policy/new-practice.ts'
import { inPractice, withTables } from './with-tables.ts'

const { database, url } = await withTables()
const one = await newPractice(database, 'one')
const other = await newPractice(database, 'other')
for (const practice_id of [one, other])
  await inPractice(database, practice_id, (transaction) =>
    transaction.insertInto('tag').values({ practice_id, id: practice_id, label: '0' }).execute(),
  )

/** As requests look: with an opening that is prepared. */
function look<T>(
  practiceId: string,
  work: (transaction: Transaction, opened: unknown) => Promise<T>,
  said = 0,
  within: Database['within'] = database.within,
): Promise<T> {
  const opening = { text: 'select $1::int as said', literals: [`${said}`] }
  return within({ practiceId, mode: 'look', opening }, (transaction, [row]) => work(transaction, row?.said))
}

async function beginning(transaction: Transaction): Promise<string> {
  const { rows } = await sql<{ at: string }>`select now()::text as at`.execute(transaction)
  return rows[0]?.at ?? ''
}

async function labels(transaction: Transaction): Promise<readonly string[]> {
  return (await transaction.selectFrom('tag').select('label').execute()).map(({ label }) => label)
}

const several = Array.from({ length: 20 }, (_, index) => index)

test('those who look at the same time share a transaction, and each has what their own opening says', async () => {
  const looked = await Promise.all(
    several.map((said) =>
      look(one, async (transaction, own) => ({ own, begun: await beginning(transaction) }), said),
    ),
  )
  expect(looked.map(({ own }) => own)).toEqual(several)
  expect(new Set(looked.map(({ begun }) => begun)).size).toBe(1)
})

test('those who come upon a new policy in one transaction read it once', async () => {
  const snapshots = await Promise.all(
    several.map(() =>
      look(one, (transaction) => practiceSnapshot(transaction, { id: one, stamp: 'the first' })),
    ),
  )
  expect(new Set(snapshots).size).toBe(1)
})

test('practices never share one', async () => {
  const looked = await Promise.all(
    several.map((index) =>
      look([one, other][index % 2] ?? one, async (transaction) => ({
        tags: (await transaction.selectFrom('tag').select('id').execute()).map(({ id }) => id),
        begun: await beginning(transaction),
      })),
    ),
  )
  expect(looked.map(({ tags }) => tags)).toEqual(several.map((index) => [[one], [other]][index % 2]))
  expect(new Set(looked.map(({ begun }) => begun)).size).toBe(2)
})

test('whoever looks after a change was answered sees it, however many look meanwhile', async () => {
  let isOver = false
  const crowd = several.map(async () => {
    let seen = 0
    while (!isOver) {
      const [label = '0'] = await look(one, labels)
      // Nor does anybody go back to what was before.
      expect(Number(label)).toBeGreaterThanOrEqual(seen)
      seen = Number(label)
    }
  })
  for (let change = 1; change <= 100; change++) {
    await inPractice(database, one, (transaction) =>
      transaction
        .updateTable('tag')
        .set({ label: `${change}` })
        .execute(),
    )
    expect(await look(one, labels)).toEqual([`${change}`])
  }
  isOver = true
  await Promise.all(crowd)
})

test('where a question fails those who asked beside it have their answers, and only its own asker the failure', async () => {
  const looked = await Promise.allSettled(
    several.map((index) =>
      look(one, async (transaction) => {
        if (index === 3) await sql`select 1 / 0`.execute(transaction)
        await labels(transaction)
        return index
      }),
    ),
  )
  const [failure, ...others] = looked.filter(({ status }) => status === 'rejected')
  expect(failure).toMatchObject({ reason: { message: 'division by zero' } })
  expect(others).toEqual([])
  expect(looked[3]).toBe(failure)
  expect(looked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))).toEqual(
    several.filter((index) => index !== 3),
  )
})

test('where a question fails and there is no other connection, everybody has an answer all the same', async () => {
  const single = connect(url, { connections: 1 })
  const looked = await Promise.allSettled(
    several.map((index) =>
      look(
        one,
        async (transaction) => {
          if (index === 3) await sql`select 1 / 0`.execute(transaction)
          return (await labels(transaction)).length
        },
        index,
        single.within,
      ),
    ),
  )
  await single.destroy()
  expect(looked.map(({ status }) => status)).toEqual(
    several.map((index) => (index === 3 ? 'rejected' : 'fulfilled')),
  )
  expect(looked[3]).toMatchObject({ reason: { message: 'division by zero' } })
})

test('a failure that one kept to themselves is an answer to nobody', async () => {
  const looked = await Promise.allSettled(
    several.map((index) =>
      look(one, async (transaction) => {
        if (index === 0) await sql`select 1 / 0`.execute(transaction).catch(() => {})
        return index === 0 ? 'half' : (await labels(transaction)).length
      }),
    ),
  )
  const [quiet, ...others] = looked
  expect(quiet).toMatchObject({
    status: 'rejected',
    reason: { message: 'a statement of the transaction had failed, nothing of it was kept' },
  })
  expect(others).toEqual(others.map(() => ({ status: 'fulfilled', value: 1 })))
})

test('an error of the program itself is its own, and happens once', async () => {
  let times = 0
  const broken = look(one, async () => {
    times++
    throw new Error('a mistake')
  })
  const beside = look(one, labels)
  await expect(broken).rejects.toThrow('a mistake')
  expect(times).toBe(1)
  expect(await beside).toHaveLength(1)
})

test('nobody waits for one who looks apart, also who came in the same moment', async () => {
  const opening = { text: 'select $1::int as said', literals: ['0'] }
  const long = database.within(
    { practiceId: one, mode: 'look', opening, isApart: true },
    async (transaction) => {
      await sql`select pg_sleep(2)`.execute(transaction)
      return 'long'
    },
  )
  const short = look(one, labels).then(() => 'short')
  expect(await Promise.race([long, short])).toBe('short')
  expect(await long).toBe('long')
})

test('who looks for long holds up nobody', async () => {
  const slow = several.slice(0, 2).map(() =>
    look(one, async (transaction) => {
      await sql`select pg_sleep(1)`.execute(transaction)
      return 'slow'
    }),
  )
  await look(other, labels)
  const quick = Promise.all(
    several.map(() => look(other, async (transaction) => (await labels(transaction)).length)),
  )
  expect(await Promise.race([quick, ...slow])).toEqual(several.map(() => 1))
  await Promise.all(slow)
})

test('however many read much, others find a connection', async () => {
  const few = connect(url, { connections: 4 })
  let goOn = () => {}
  const told = new Promise<void>((resolve) => {
    goOn = resolve
  })
  try {
    let isReady = 0
    const much = several.map(() =>
      few.within({ practiceId: one, mode: 'look', opening: 'select 1', isApart: true }, async () => {
        isReady++
        await told
      }),
    )
    await expect.poll(() => isReady).toBe(2)
    for (let turn = 0; turn < 10; turn++) expect(await look(one, labels, 0, few.within)).toHaveLength(1)
    expect(isReady).toBe(2)
    goOn()
    await Promise.all(much)
    expect(isReady).toBe(several.length)
  } finally {
    goOn()
    await few.destroy()
  }
})
