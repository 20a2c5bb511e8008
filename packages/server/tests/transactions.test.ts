import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { connect } from '../src/database/connect.ts'
import { isOutage } from '../src/database/is-outage.ts'
import { newPractice } from '../src/policy/new-practice.ts'
import { inPractice, withTables } from './with-tables.ts'

const { database, url, adminUrl, superuserUrl } = await withTables()
const practiceId = await newPractice(database, 'one')
const other = await newPractice(database, 'other')
await inPractice(database, practiceId, (transaction) =>
  transaction
    .insertInto('tag')
    .values(['a', 'b'].map((id) => ({ practice_id: practiceId, id, label: id })))
    .execute(),
)

const practiceTables = await namesOf(
  `select relname as name from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace order by 1`,
)

/** Some tables ask for the patient before anything is added. */
const refusal = /^(new row violates row-level security policy for table|there is no patient)/

describe('a transaction that names no practice', () => {
  test.each(practiceTables)('finds nothing in %s, and adds nothing to it', async (table) => {
    const rows = await sql`select from ${sql.table(table)}`.execute(database.anywhere)
    expect(rows.rows).toEqual([])
    await expect(
      sql`insert into ${sql.table(table)} (practice_id) values (${practiceId})`.execute(database.anywhere),
    ).rejects.toThrow(refusal)
  })

  test('there are tables to try', async () => {
    expect(practiceTables.length).toBeGreaterThan(30)
    // Filled, so that finding nothing in them says something.
    for (const table of ['member', 'role', 'tag', 'policy_epoch'])
      expect(await rowsSeenBySuperuser(table)).toBeGreaterThan(0)
  })
})

test('a transaction in one practice neither sees, changes, removes nor adds rows of another', async () => {
  await inPractice(database, other, async (transaction) => {
    expect(await transaction.selectFrom('tag').selectAll().execute()).toEqual([])
    const changed = await transaction.updateTable('tag').set({ label: 'taken' }).executeTakeFirstOrThrow()
    expect(changed.numUpdatedRows).toBe(0n)
    const removed = await transaction.deleteFrom('tag').executeTakeFirstOrThrow()
    expect(removed.numDeletedRows).toBe(0n)
  })
  await expect(
    inPractice(database, other, (transaction) =>
      transaction.updateTable('policy_epoch').set({ practice_id: practiceId }).execute(),
    ),
  ).rejects.toThrow('new row violates row-level security policy')
})

test('what is no id of a practice never reaches the database', async () => {
  for (const practiceId of ['', "'; drop table patient; --", `${other}'`, other.toUpperCase()])
    await expect(database.within({ practiceId, mode: 'look' }, async () => 1)).rejects.toThrow(
      'is no id of a practice',
    )
})

test('the practice of a transaction ends with it, also where the next is on the same connection', async () => {
  const single = connect(url, { connections: 1 })
  const tags = (practiceId: string, mode: 'look' | 'change') =>
    single.within({ practiceId, mode }, (transaction) => transaction.selectFrom('tag').select('id').execute())
  for (const mode of ['look', 'change'] as const) {
    // All at once: each that looks is ended by the next.
    const [first, second, third] = await Promise.all([
      tags(practiceId, mode),
      tags(other, mode),
      tags(practiceId, 'look'),
    ])
    expect(first?.length).toBeGreaterThan(0)
    expect(second).toEqual([])
    expect(third).toEqual(first)
  }
  await single.destroy()
})

test('who looks after others on their connection sees what was committed before', async () => {
  const single = connect(url, { connections: 1 })
  const epoch = (mode: 'look' | 'change') =>
    single.within({ practiceId, mode }, async (transaction) => {
      if (mode === 'change') await sql`update policy_epoch set epoch = epoch + 1`.execute(transaction)
      const { epoch } = await transaction.selectFrom('policy_epoch').select('epoch').executeTakeFirstOrThrow()
      return Number(epoch)
    })
  const seen = await Promise.all(
    (['look', 'change', 'look', 'look', 'change', 'change', 'look'] as const).map(epoch),
  )
  const [first = 0] = seen
  expect(seen.map((one) => one - first)).toEqual([0, 1, 1, 1, 2, 3, 3])
  await single.destroy()
})

test('who looks cannot write', async () => {
  await expect(
    database.within({ practiceId, mode: 'look' }, (transaction) => transaction.deleteFrom('tag').execute()),
  ).rejects.toThrow('read-only transaction')
})

test('who looks sees one instant, whatever others write meanwhile', async () => {
  const counts = await database.within({ practiceId, mode: 'look' }, async (transaction) => {
    const count = async () => (await transaction.selectFrom('tag').select('id').execute()).length
    const before = await count()
    await addTag('meanwhile')
    return [before, await count()]
  })
  expect(counts[0]).toBe(counts[1])
})

test('a change that failed or is undone leaves nothing', async () => {
  const add = async (id: string, undo: boolean, fail: boolean) =>
    database.within(
      { practiceId, mode: 'change' },
      async (transaction) => {
        await transaction.insertInto('tag').values({ practice_id: practiceId, id, label: id }).execute()
        if (fail) throw new Error('no')
      },
      () => undo,
    )
  await add('undone', true, false)
  await expect(add('failed', false, true)).rejects.toThrow('no')
  expect(await tagsLike('undone', 'failed')).toEqual([])
})

test('a failed statement that nobody heard of is not taken for a commit', async () => {
  const quiet = database.within({ practiceId, mode: 'change' }, async (transaction) => {
    await transaction.insertInto('tag').values({ practice_id: practiceId, id: 'quiet', label: '' }).execute()
    await sql`select 1 / 0`.execute(transaction).catch(() => {})
  })
  await expect(quiet).rejects.toThrow('a statement of the transaction had failed, nothing of it was kept')
  expect(await tagsLike('quiet')).toEqual([])
})

test('the same for who looks: an answer from half of what was asked is no answer', async () => {
  const quiet = database.within({ practiceId, mode: 'look' }, async (transaction) => {
    await sql`select 1 / 0`.execute(transaction).catch(() => {})
    return 'half'
  })
  await expect(quiet).rejects.toThrow('a statement of the transaction had failed')
})

test('two changes that wait for each other are both made', async () => {
  let runs = 0
  const label = (transaction: Parameters<Parameters<typeof inPractice>[2]>[0], id: string) =>
    transaction.updateTable('tag').set({ label: sql`label || '+'` }).where('id', '=', id).execute()
  const change = (first: string, second: string) =>
    inPractice(database, practiceId, async (transaction) => {
      runs++
      await label(transaction, first)
      await pause(100)
      await label(transaction, second)
    })
  await Promise.all([change('a', 'b'), change('b', 'a')])
  // One of them started over, where much is going on more than once.
  expect(runs).toBeGreaterThan(2)
  const labels = await inPractice(database, practiceId, (transaction) =>
    transaction.selectFrom('tag').select('label').where('id', 'in', ['a', 'b']).orderBy('id').execute(),
  )
  expect(labels).toEqual([{ label: 'a++' }, { label: 'b++' }])
})

describe('with little patience', () => {
  const hasty = connect(url, {
    connections: 2,
    patience: {
      connectionTimeoutMillis: 300,
      lock_timeout: 300,
      statement_timeout: 700,
    },
    mostIdle: 500,
  })
  afterAll(() => hasty.destroy())

  const outage = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect([error, isOutage(error)]).toEqual([expect.any(Error), true])
  }
  const works = () => inPractice(hasty, practiceId, (transaction) => sql`select 1`.execute(transaction))

  test('who finds every connection in use waits, and then is told of an outage', async () => {
    // Opened first, so that the wait is for connections in use and not for new ones.
    await Promise.all([works(), works()])
    const hold = () => inPractice(hasty, practiceId, () => pause(200))
    await Promise.all([hold(), hold(), works()])
    const long = () => inPractice(hasty, practiceId, () => pause(450))
    const held = [long(), long()]
    await outage(works())
    await Promise.all(held)
    await works()
  })

  test('a statement that takes too long is an outage', async () => {
    await outage(inPractice(hasty, practiceId, (transaction) => sql`select pg_sleep(5)`.execute(transaction)))
    await works()
  })

  test('who hangs while holding the policy lets go of it', async () => {
    const hung = inPractice(hasty, practiceId, async (transaction) => {
      await takePolicy(transaction)
      await pause(1200)
      return transaction.selectFrom('tag').select('id').execute()
    })
    const failed = outage(hung)
    await pause(600)
    await inPractice(database, practiceId, takePolicy)
    await failed
    await works()
  })

  test('who waits too long for the policy is told of an outage', async () => {
    const held = inPractice(database, practiceId, async (transaction) => {
      await takePolicy(transaction)
      await pause(500)
    })
    await pause(50)
    await outage(inPractice(hasty, practiceId, takePolicy))
    await held
  })
})

test.each(['while it is idle', 'between two queries', 'in a query'])(
  'a connection that is cut %s harms nobody else, and the next query gets another',
  async (when) => {
    const one = connect(url, { connections: 1 })
    const pid = () =>
      inPractice(one, practiceId, async (transaction) => {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction)
        return rows[0]?.pid ?? 0
      })
    const before = await pid()
    const cut = () => asSuperuser(`select pg_terminate_backend(${before})`).then(() => pause(50))
    if (when === 'while it is idle') await cut()
    else {
      const torn = inPractice(one, practiceId, async (transaction) => {
        const asleep = when === 'in a query' ? sql`select pg_sleep(20)`.execute(transaction) : pause(200)
        await Promise.all([cut(), asleep])
        await transaction.deleteFrom('tag').execute()
      })
      const error = await torn.catch((thrown: unknown) => thrown)
      expect([error, isOutage(error)]).toEqual([expect.any(Error), true])
    }
    expect(await pid()).not.toBe(before)
    await one.destroy()
  },
)

async function takePolicy(transaction: Parameters<Parameters<typeof inPractice>[2]>[0]): Promise<void> {
  await transaction.selectFrom('policy_epoch').select('epoch').forUpdate().execute()
}

function addTag(id: string): Promise<unknown> {
  return inPractice(database, practiceId, (transaction) =>
    transaction.insertInto('tag').values({ practice_id: practiceId, id, label: id }).execute(),
  )
}

function tagsLike(...ids: readonly string[]): Promise<readonly unknown[]> {
  return inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('tag')
      .select('id')
      .where('id', 'in', [...ids])
      .execute(),
  )
}

async function namesOf(query: string): Promise<readonly string[]> {
  return (await asked(adminUrl, query)).map(({ name }) => String(name))
}

async function rowsSeenBySuperuser(table: string): Promise<number> {
  return (await asked(superuserUrl, `select from ${table}`)).length
}

function asSuperuser(query: string): Promise<unknown> {
  return asked(superuserUrl, query)
}

async function asked(as: string, query: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new Client(as)
  await client.connect()
  try {
    return (await client.query(query)).rows
  } finally {
    await client.end()
  }
}
