/**
 * Facts about access, each worked out by hand from the words, asked in memory and of the reference; those about records
 * also through SQL on a real PostgreSQL. What somebody `holds` is about no record: the policy alone answers it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { withDatabase } from '@rolecall/testbed/postgres'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { practiceCatalog } from '../src/catalog/practice-catalog.ts'
import { checkExpectations } from './file/check.ts'
import type { Engine, RecordEngine } from './file/engine.ts'
import { fileErrorLine } from './file/file-error.ts'
import { memoryEngine } from './file/memory-engine.ts'
import { type Expectation, type PracticeFile, recordOf } from './file/practice-file.ts'
import { readPracticeFile } from './file/read-practice-file.ts'
import { referenceEngine } from './file/reference-engine.ts'
import { sqlEngine } from './file/sql-engine.ts'

const folder = new URL('./facts/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'))

function readFacts(name: string): PracticeFile {
  const result = readPracticeFile(readFileSync(new URL(name, folder)), { catalog: practiceCatalog, name })
  if (!result.ok) throw new Error(result.errors.map(fileErrorLine).join('\n'))
  return result.file
}

const files = names.map(readFacts)

async function failingOf(file: PracticeFile, engine: Engine | RecordEngine): Promise<readonly string[]> {
  const checked = await checkExpectations(file, engine)
  return checked
    .filter(({ passed }) => !passed)
    .map(
      ({ expectation, text, came }) =>
        `${file.name}:${expectation.at.line}: ${text}, but it came out ${came}`,
    )
}

/** What a fact says comes out: the answer, and the step that refuses. */
function verdictOf(fact: Expectation): string {
  if (fact.asks !== 'may' && fact.asks !== 'holds') return ''
  return fact.answer ? 'yes' : `no, ${fact.because}`
}

/** The facts of a matrix by permission: those that ask who holds it, and those that follow and ask of records. */
function byPermission(file: PracticeFile): ReadonlyMap<string, readonly Expectation[]> {
  let permission = ''
  return Map.groupBy(file.expectations, (fact) => {
    if (fact.asks === 'holds') permission = fact.permission
    return permission
  })
}

/** The same practice where no role lists anything but this permission, with the facts about it. */
function narrowedTo(permission: string, file: PracticeFile): PracticeFile {
  const roles = file.policy.roles.map((role) => ({
    ...role,
    permissions: role.permissions.filter((one) => one === permission),
  }))
  const expectations = byPermission(file).get(permission) ?? []
  return { ...file, policy: { ...file.policy, roles }, expectations }
}

const database = await withDatabase()
const client = new pg.Client(database.adminUrl)
beforeAll(() => client.connect())
afterAll(() => client.end())

const throughSql = (file: PracticeFile): Promise<RecordEngine> =>
  sqlEngine(file, async (text, values) => (await client.query(text, [...values])).rows)

describe.each(files)('every fact of $name holds', (file) => {
  test('in memory', async () => {
    expect(await failingOf(file, memoryEngine(file))).toEqual([])
  })

  test('by the reference', async () => {
    expect(await failingOf(file, referenceEngine(file))).toEqual([])
  })

  test('through SQL', async () => {
    expect(await failingOf(file, await throughSql(file))).toEqual([])
  })
})

describe.each(files.filter(({ name }) => name.startsWith('matrix')))('$name', (file) => {
  const permissions = [...byPermission(file)]

  test('asks each of its 180 cells of the policy and of a record, with one answer', () => {
    expect(permissions).toHaveLength(30)
    for (const [permission, facts] of permissions) {
      const cells = (asks: Expectation['asks']) =>
        facts.flatMap((fact) =>
          fact.asks === asks && 'member' in fact ? [`${fact.member}: ${verdictOf(fact)}`] : [],
        )
      expect(cells('holds'), permission).toHaveLength(6)
      expect(cells('may'), permission).toEqual(cells('holds'))
    }
  })

  test('asks every act of its permissions', () => {
    for (const [permission, facts] of permissions) {
      const asked = facts.flatMap((fact) =>
        fact.asks === 'may' || fact.asks === 'who'
          ? [`${recordOf(file, fact.record)?.kind}: ${fact.act}`]
          : [],
      )
      const covers = practiceCatalog.permissions[permission]?.covers ?? []
      const covered = covers.flatMap(({ kind, acts }) => acts.map((act) => `${kind}: ${act}`))
      expect(new Set(asked), permission).toEqual(new Set(covered))
    }
  })

  test('says what each permission opens by itself', async () => {
    const failing: string[] = []
    for (const [permission] of permissions) {
      const narrowed = narrowedTo(permission, file)
      for (const engine of [memoryEngine(narrowed), referenceEngine(narrowed), await throughSql(narrowed)])
        failing.push(...(await failingOf(narrowed, engine)))
    }
    expect(failing).toEqual([])
  })
})

describe('the facts', () => {
  test('are many, and every file has some that are asked through SQL', () => {
    const ofRecords = files.map(
      ({ expectations }) => expectations.filter(({ asks }) => asks !== 'holds').length,
    )
    expect(Math.min(...ofRecords)).toBeGreaterThan(0)
    expect(ofRecords.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(1000)
  })

  test('of the matrix with three modules off refuse nineteen permissions of thirty', () => {
    const off = files.find(({ name }) => name === 'matrix-modules-off.yaml')?.expectations ?? []
    const refused = off.flatMap((fact) =>
      fact.asks === 'holds' && fact.because === 'module-off' ? fact.permission : [],
    )
    expect(new Set(refused).size).toBe(19)
    expect(refused).toHaveLength(19 * 6)
  })
})
