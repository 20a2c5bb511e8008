/**
 * Facts about access, each worked out by hand from the words, asked in memory, of the reference, and through SQL on a real PostgreSQL.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { withDatabase } from '@rolecall/testbed/postgres'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { practiceCatalog } from '../src/catalog/practice-catalog.ts'
import { checkExpectations } from './file/check.ts'
import type { Engine } from './file/engine.ts'
import { fileErrorLine } from './file/file-error.ts'
import { memoryEngine } from './file/memory-engine.ts'
import type { PracticeFile } from './file/practice-file.ts'
import { readPracticeFile } from './file/read-practice-file.ts'
import { referenceEngine } from './file/reference-engine.ts'
import { sqlEngine } from './file/sql-engine.ts'

const folder = new URL('./facts/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'))

function read(name: string): PracticeFile {
  const result = readPracticeFile(readFileSync(new URL(name, folder)), { catalog: practiceCatalog, name })
  if (!result.ok) throw new Error(result.errors.map(fileErrorLine).join('\n'))
  return result.file
}

async function failingOf(file: PracticeFile, engine: Engine): Promise<readonly string[]> {
  const checked = await checkExpectations(file, engine)
  return checked
    .filter(({ passed }) => !passed)
    .map(
      ({ expectation, text, came }) =>
        `${file.name}:${expectation.at.line}: ${text}, but it came out ${came}`,
    )
}

const database = await withDatabase()
const client = new pg.Client(database.adminUrl)
beforeAll(() => client.connect())
afterAll(() => client.end())

describe.each(names)('every fact of %s holds', (name) => {
  const file = read(name)

  test('in memory', async () => {
    expect(await failingOf(file, memoryEngine(file))).toEqual([])
  })

  test('by the reference', async () => {
    expect(await failingOf(file, referenceEngine(file))).toEqual([])
  })

  test('through SQL', async () => {
    const engine = await sqlEngine(file, async (text, values) => (await client.query(text, [...values])).rows)
    expect(await failingOf(file, engine)).toEqual([])
  })
})

describe('the facts', () => {
  test('are many, and every file has some', () => {
    const counts = names.map((name) => read(name).expectations.length)
    expect(Math.min(...counts)).toBeGreaterThan(0)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(1000)
  })

  test('of the matrix are its 180 cells, of which three modules off refuse nineteen permissions of thirty', () => {
    const cells = read('matrix.yaml').expectations
    const refused = read('matrix-modules-off.yaml').expectations.flatMap((fact) =>
      fact.asks === 'holds' && fact.because === 'module-off' ? fact.permission : [],
    )
    expect(cells).toHaveLength(180)
    expect(new Set(refused).size).toBe(19)
    expect(refused).toHaveLength(19 * 6)
  })
})
