/**
 * `npm run mutants [-- NAME…]`: puts one small fault after another into a copy of the engine, and asks random worlds
 * until they notice. Prints after how many; exits 1 if a fault goes unnoticed, or if the engine without one is accused.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { startCluster } from '@rolecall/testbed/cluster'
import fc from 'fast-check'
import pg from 'pg'
import { createTables, type Query } from '../sql-world.ts'
import type * as Worlds from '../worlds/index.ts'
import { type Mutant, mutants, plant } from './mutants.ts'

/** A fault that this many worlds do not notice is taken for unnoticed. */
const most = 3_000
/** The engine without a fault must stand at least as many as the tests ask. */
const control = 500
const core = new URL('../../', import.meta.url)
const copies = new URL('.mutants/', core)

const wanted = process.argv.slice(2)
const chosen =
  wanted.length === 0 ? mutants : mutants.filter(({ name }) => wanted.some((part) => name.includes(part)))
if (chosen.length === 0) {
  console.error(`no fault is called \`${wanted.join(' ')}\`; leave the name out for all of them`)
  process.exit(2)
}

const cluster = await startCluster()
const client = new pg.Client(cluster.superuserUrl)
try {
  await client.connect()
  const query: Query = async (text, values) => (await client.query(text, [...values])).rows
  await createTables(query)
  process.exitCode = (await run(query)) ? 0 : 1
} finally {
  await client.end()
  await cluster.stop()
  rmSync(copies, { recursive: true, force: true })
}

async function run(query: Query): Promise<boolean> {
  const accused = await noticedAfter(await copyWith(undefined, 0), query, control)
  console.log(
    accused === undefined
      ? `the engine stands ${control} worlds`
      : `the engine itself fails in world ${accused}`,
  )
  let unnoticed = 0
  for (const [index, mutant] of chosen.entries()) {
    const worlds = await noticedAfter(await copyWith(mutant, index + 1), query, most)
    if (worlds === undefined) unnoticed += 1
    console.log(`${worlds === undefined ? 'UNNOTICED' : String(worlds).padStart(9)}  ${mutant.name}`)
  }
  console.log(`${chosen.length - unnoticed} of ${chosen.length} faults noticed`)
  return unnoticed === 0 && accused === undefined
}

/** The world in which the copy first differs from the reference, counted from 1. */
async function noticedAfter(worlds: typeof Worlds, query: Query, runs: number): Promise<number | undefined> {
  const agrees = fc.asyncProperty(worlds.anyCase, async (oneCase) => {
    const { differences } = worlds.agree(oneCase)
    return differences.length === 0 && (await worlds.agreeInSql(query, oneCase)).length === 0
  })
  const { failed, numRuns } = await fc.check(agrees, { numRuns: runs, endOnFailure: true })
  return failed ? numRuns : undefined
}

/** A copy of the sources and of what asks them, with one fault, loaded. */
async function copyWith(mutant: Mutant | undefined, index: number): Promise<typeof Worlds> {
  const copy = new URL(`${index}/`, copies)
  rmSync(copy, { recursive: true, force: true })
  mkdirSync(copy, { recursive: true })
  for (const part of ['src', 'testing', 'package.json'])
    cpSync(new URL(part, core), new URL(part, copy), { recursive: true })
  if (mutant !== undefined) {
    const file = new URL(`src/${mutant.file}`, copy)
    writeFileSync(file, plant(mutant, readFileSync(file, 'utf8')))
  }
  return import(new URL('testing/worlds/index.ts', copy).href)
}
