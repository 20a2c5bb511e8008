import { describe, expect, test } from 'vitest'
import { few } from '../../src/audit/index-records.ts'
import { insertEntries } from '../../src/audit/log.ts'
import { entryOf, withLog } from '../audit-log.ts'

const { asSuperuser, database, newPractice, seal, verify } = await withLog()

const patients = Array.from({ length: few + 3 }, (_, number) => `p-${number}`)

/** A practice whose index has rows of every kind: single records, lists in closed blocks, one that committed late, and deeds. */
async function indexedLog(): Promise<string> {
  const practice = await newPractice()
  const write = (memberId: string, records: readonly string[]) =>
    database.within({ practiceId: practice, mode: 'change' }, (transaction) =>
      insertEntries(transaction, [entryOf(practice, { memberId, records })]),
    )
  const skip = () =>
    asSuperuser(
      `select setval(pg_get_serial_sequence('audit_entry', 'id'), (select max(id) from audit_entry) + 20000)`,
    )
  const release = Promise.withResolvers<void>()
  const isWritten = Promise.withResolvers<void>()
  const late = database.within({ practiceId: practice, mode: 'change' }, async (transaction) => {
    await insertEntries(transaction, [entryOf(practice, { memberId: 'late', records: patients })])
    isWritten.resolve()
    await release.promise
  })
  await isWritten.promise
  for (const member of ['ana', 'bo', 'chen']) {
    await write(member, ['p-1', 'p-2'])
    await write(member, patients)
    await write(member, patients.slice(1))
    await skip()
    await write(member, [])
    await seal(practice)
  }
  release.resolve()
  await late
  await seal(practice)
  expect(await verify(practice)).toMatchObject({ state: 'sound', entries: 13, waiting: 0 })
  return practice
}

/** Of each kind of row: how it is spoilt, and which entry the finding names. */
const spoils: Readonly<Record<string, readonly [change: string, entry: string]>> = {
  'the row of one record is removed': [
    `delete from audit_record where practice_id = $1 and record_id = 'p-2' and entry_id = ${firstOf(`member_id = 'bo'`)}`,
    firstOf(`member_id = 'bo'`),
  ],
  'the row of one record is moved to another record': [
    `update audit_record set record_id = 'p-99' where practice_id = $1 and record_id = 'p-2'
       and entry_id = ${firstOf(`member_id = 'ana'`)}`,
    firstOf(`member_id = 'ana'`),
  ],
  'the row of one record gets another deed': [
    `update audit_record set deed = deed + 1 where practice_id = $1 and record_id = 'p-2'
       and entry_id = ${firstOf(`member_id = 'ana'`)}`,
    firstOf(`member_id = 'ana'`),
  ],
  'a row of one record is added': [
    `insert into audit_record (practice_id, record_id, entry_id)
       select $1, 'p-77', ${firstOf(`member_id = 'chen'`)}`,
    firstOf(`member_id = 'chen'`),
  ],
  'the row of a list that committed late is removed': [
    `delete from audit_record where practice_id = $1 and record_id = 'p-3' and entry_id = ${firstOf(`member_id = 'late'`)}`,
    firstOf(`member_id = 'late'`),
  ],
  'the rows of lists are removed': [
    `delete from audit_record_block where practice_id = $1 and record_id = 'p-5'`,
    firstOf("cardinality(records) > 5 and member_id = 'ana'"),
  ],
  'one list is removed from its block': [
    `update audit_record_block set places = places[2:], deeds = deeds[2:]
       where practice_id = $1 and record_id = 'p-4' and block = (select min(block) from audit_record_block where practice_id = $1)`,
    firstOf("cardinality(records) > 5 and member_id = 'ana'"),
  ],
  'a list in a block gets another deed': [
    `update audit_record_block set deeds[1] = deeds[1] + 1
       where practice_id = $1 and record_id = 'p-4' and block = (select min(block) from audit_record_block where practice_id = $1)`,
    firstOf("cardinality(records) > 5 and member_id = 'ana'"),
  ],
  'a list is added to a block': [
    `insert into audit_record_block (practice_id, record_id, block, places, deeds)
       select practice_id, 'p-88', block, places, deeds from audit_record_block
       where practice_id = $1 and record_id = 'p-4' order by block limit 1`,
    firstOf("cardinality(records) > 5 and member_id = 'ana'"),
  ],
  'a deed is removed': [
    `delete from audit_deed where practice_id = $1 and member_id = 'chen'`,
    firstOf(`member_id = 'chen'`),
  ],
  'a deed names another member': [
    `update audit_deed set member_id = 'dora' where practice_id = $1 and member_id = 'bo'`,
    firstOf(`member_id = 'bo'`),
  ],
  'a deed is added': [
    `insert into audit_deed (practice_id, code, operation, member_id, kind, act, outcome)
       values ($1, 999, 'signNote', 'ana', 'note', 'sign', 'allowed')`,
    'null',
  ],
  'an open block is said to be closed': [
    `insert into audit_block (practice_id, block, from_at, until_at)
       select $1, (select max(id) >> 13 from audit_entry), now(), now()`,
    firstOf(`cardinality(records) > 5 and member_id = 'open'`),
  ],
  'a block without entries is added before all entries': [
    `insert into audit_block (practice_id, block, from_at, until_at) values ($1, -1, '9999-01-01', '9999-01-01')`,
    'null',
  ],
  'a block without entries is added between two others': [
    `insert into audit_block (practice_id, block, from_at, until_at)
       select $1, min(block) + 1, '9999-01-01', '9999-01-01' from audit_block where practice_id = $1`,
    'null',
  ],
  'a block without entries is added behind all entries': [
    `insert into audit_block (practice_id, block, from_at, until_at)
       select $1, max(id), '1900-01-01', '1900-01-01' from audit_entry`,
    'null',
  ],
  'the times of a block are changed': [
    `update audit_block set from_at = from_at + interval '3 hours', until_at = until_at + interval '3 hours'
       where practice_id = $1 and block = (select min(block) from audit_block where practice_id = $1)`,
    'any',
  ],
}

function firstOf(condition: string): string {
  return `(select min(id) from audit_entry where practice_id = $1 and ${condition})`
}

describe('attack 10: rows of the search index of the log are removed or changed', () => {
  test.each(Object.entries(spoils))('verifying finds that %s', async (_, [change, entry]) => {
    const practice = await indexedLog()
    if (entry.includes(`'open'`)) {
      await database.within({ practiceId: practice, mode: 'change' }, (transaction) =>
        insertEntries(transaction, [entryOf(practice, { memberId: 'open', records: patients })]),
      )
      await seal(practice)
    }
    const named = entry.startsWith('(')
      ? (await asSuperuser(`select ${entry} as id`, [practice]))[0]?.id
      : null
    await asSuperuser(change, [practice])
    const verified = await verify(practice)
    expect(verified).toMatchObject({ state: 'tampered', finding: { what: 'index' } })
    if (verified.state === 'tampered' && entry !== 'any') expect(verified.finding.entry).toBe(named)
  })
})
