import { withDatabase } from '@rolecall/testbed/postgres'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTables, type Query } from '../sql-world.ts'
import { agree, agreeInSql, anyCase, Coverage } from './index.ts'

/** Random worlds fill a fixed slice of the run, and never fewer than this. */
const fewest = 500
const slice = process.env.ROLECALL_LONG === '1' ? 20 * 60_000 : 12_000

const database = await withDatabase()
const client = new pg.Client(database.adminUrl)
const query: Query = async (text, values) => (await client.query(text, [...values])).rows

beforeAll(async () => {
  await client.connect()
  await createTables(query)
})
afterAll(() => client.end())

test(
  'every way of asking answers as the reference does, on the same step',
  async () => {
    const coverage = new Coverage()
    const ends = performance.now() + slice
    let worlds = 0
    const holdsInEach = fc.asyncProperty(anyCase, async (oneCase) => {
      const { verdicts, differences } = agree(oneCase)
      expect([...differences, ...(await agreeInSql(query, oneCase))]).toEqual([])
      coverage.add(verdicts)
      worlds += 1
    })
    while (worlds < fewest || performance.now() < ends) await fc.assert(holdsInEach, { numRuns: 100 })
    process.stdout.write(`${worlds.toLocaleString('en')} worlds, ${coverage}\n`)
    expect(coverage.missing).toEqual([])
  },
  slice + 5 * 60_000,
)
