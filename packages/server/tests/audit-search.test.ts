import { expect, test } from 'vitest'
import { closeBlock } from '../src/audit/index-records.ts'
import { listEntries } from '../src/audit/list-entries.ts'
import { insertEntries } from '../src/audit/log.ts'
import type { Filter } from '../src/audit/read-entries.ts'
import { entryOf, withLog } from './audit-log.ts'

const { asSuperuser, database, newPractice, seal, verify } = await withLog()
const practice = await newPractice()

const members = ['ana', 'bo', 'chen', undefined]
const doings = [
  { operation: 'listPatients', kind: 'patient', act: 'view' },
  { operation: 'readNote', kind: 'note', act: 'view' },
  { operation: 'signNote', kind: 'note', act: 'sign' },
  { operation: 'signIn', kind: undefined, act: undefined },
]
const outcomes = ['allowed', 'allowed', 'refused', 'failed'] as const
const patients = Array.from({ length: 12 }, (_, number) => `p-${number}`)

/** The next of a row of numbers that look thrown, below a limit. */
let thrown = 7
const next = (below: number) => {
  thrown = (thrown * 48_271) % 2_147_483_647
  return thrown % below
}

function pick<T>(all: readonly T[]): T {
  return all[next(all.length)] as T
}

async function write(count: number): Promise<void> {
  const entries = Array.from({ length: count }, () => {
    const isList = next(3) === 0
    const records = isList ? patients.slice(next(4), 9 + next(4)) : patients.slice(next(12)).slice(0, next(3))
    return entryOf(practice, {
      memberId: pick(members),
      ...pick(doings),
      outcome: pick(outcomes),
      records,
    })
  })
  await database.within({ practiceId: practice, mode: 'change' }, (transaction) =>
    insertEntries(transaction, entries),
  )
}

/** As if so many entries of others came between. */
const skip = (count: number) =>
  asSuperuser(`select setval(pg_get_serial_sequence('audit_entry', 'id'),
    (select max(id) from audit_entry) + ${count})`)

/** What a plain look through all entries finds. */
async function plainly({ record, from, until, ...equal }: Filter): Promise<readonly string[]> {
  const columns = {
    member: 'member_id',
    kind: 'kind',
    act: 'act',
    outcome: 'outcome',
    operation: 'operation',
  }
  const given = Object.entries(equal) as [keyof typeof columns, string][]
  const values = [practice, record ?? null, from ?? null, until ?? null, ...given.map(([, value]) => value)]
  const more = given.map(([name], place) => `and ${columns[name]} = $${place + 5}`).join(' ')
  const rows = await asSuperuser(
    `select id from audit_entry where practice_id = $1 and ($2::text is null or $2 = any(records))
       and ($3::timestamptz is null or at >= $3) and ($4::timestamptz is null or at < $4) ${more}
     order by id desc`,
    values,
  )
  return rows.map(({ id }) => id)
}

async function paged(filter: Filter, limit: number): Promise<readonly string[]> {
  const found: string[] = []
  for (;;) {
    const last = found.at(-1)
    const [at] = last ? await asSuperuser(micros, [practice, last]) : []
    const after = last === undefined ? undefined : { at: at?.at, id: last }
    const page = await database.within({ practiceId: practice, mode: 'look' }, (transaction) =>
      listEntries(transaction, practice, { filter, after, limit }),
    )
    found.push(...page.map(({ id }) => id))
    if (page.length < limit) return found
  }
}

const micros = `select (extract(epoch from at) * 1000000)::bigint::text as at from audit_entry
  where practice_id = $1 and id = $2`

function someFilter(times: readonly string[]): Filter {
  const doing = pick(doings)
  const filter: Record<string, string | undefined> = {
    member: next(2) === 0 ? pick(['ana', 'bo', 'nobody']) : undefined,
    record: next(2) === 0 ? pick([...patients, 'p-nobody']) : undefined,
    kind: next(4) === 0 ? pick(['patient', 'note', 'task']) : undefined,
    act: next(4) === 0 ? pick(['view', 'sign', 'delete']) : undefined,
    outcome: next(3) === 0 ? pick(outcomes) : undefined,
    operation: next(4) === 0 ? doing.operation : undefined,
    from: next(5) === 0 ? pick(times) : undefined,
    until: next(5) === 0 ? pick(times) : undefined,
  }
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}

async function differences(): Promise<readonly unknown[]> {
  const times = (
    await asSuperuser('select at::text as at from audit_entry where practice_id = $1 order by id', [practice])
  ).map(({ at }) => at)
  const wrong: unknown[] = []
  for (let round = 0; round < 120; round++) {
    const filter = someFilter(times)
    const expected = await plainly(filter)
    const found = await paged(filter, pick([2, 7, 100]))
    if (String(found) !== String(expected)) wrong.push({ filter, found, expected })
  }
  return wrong
}

test('however the log is searched, the page holds what a look through all of it finds', async () => {
  await write(60)
  // Nothing is sealed.
  expect(await differences()).toEqual([])
  await seal(practice)
  expect(await differences()).toEqual([])
  // Blocks are closed, one is open, and some entries wait for their seal.
  for (let block = 0; block < 3; block++) {
    await skip(6000)
    await write(50)
    await seal(practice)
  }
  const [{ blocks } = { blocks: 0 }] = await asSuperuser(
    'select count(*)::int as blocks from audit_block where practice_id = $1',
    [practice],
  )
  expect(blocks).toBeGreaterThan(1)
  expect(await differences()).toEqual([])
  await write(20)
  expect(await differences()).toEqual([])
}, 120_000)

/** An entry that is written, and commits when it is told to. */
async function writtenLate(memberId: string): Promise<() => Promise<void>> {
  const release = Promise.withResolvers<void>()
  const written = Promise.withResolvers<void>()
  const late = database.within({ practiceId: practice, mode: 'change' }, async (transaction) => {
    await insertEntries(transaction, [entryOf(practice, { memberId, records: patients })])
    written.resolve()
    await release.promise
  })
  await written.promise
  return () => {
    release.resolve()
    return late
  }
}

test('an entry that commits when its block is closed is found all the same', async () => {
  const commit = await writtenLate('late')
  await skip(20_000)
  await write(10)
  await seal(practice)
  await skip(20_000)
  await write(10)
  await seal(practice)
  await commit()
  await seal(practice)
  const filter = { record: 'p-5', member: 'late' }
  expect(await paged(filter, 100)).toEqual(await plainly(filter))
  expect(await paged(filter, 100)).toHaveLength(1)
})

test('an entry that commits while its block is closed is found once', async () => {
  // More blocks than are closed at a time, so that the last of them waits.
  for (let block = 0; block < 6; block++) {
    await skip(8192)
    await write(1)
  }
  const commit = await writtenLate('between')
  await skip(20_000)
  await write(1)
  await seal(practice)
  await commit()
  const close = () =>
    database.within({ practiceId: practice, mode: 'change' }, (transaction) =>
      closeBlock(transaction, practice),
    )
  while (await close());
  await seal(practice)
  const filter = { record: 'p-5', member: 'between' }
  expect(await paged(filter, 100)).toEqual(await plainly(filter))
  // The index that came about in all these ways is the one that verifying makes again.
  expect(await verify(practice)).toMatchObject({ state: 'sound' })
})
