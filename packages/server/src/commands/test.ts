import {
  type Checked,
  checkExpectations,
  memoryEngine,
  type PracticeFile,
  type RecordEngine,
} from '@rolecall/core/testing'
import { readArguments } from './arguments.ts'
import type { ExitCode, Io } from './io.ts'
import { readPractice } from './read-practice.ts'

/** A database that answers about practice files. */
export interface OpenDatabase {
  engineFor(file: PracticeFile): Promise<RecordEngine>
  close(): Promise<void>
}

/**
 * `rolecall test FILE… [--sql]`: hold practice files against what they expect, in memory, and what is about records
 * through SQL as well.
 * 0: all of it holds. 1: some of it does not. 2: asked wrongly, or a file cannot be read; the other files are tried all the same.
 */
export async function run(
  args: readonly string[],
  io: Io,
  openDatabase?: () => Promise<OpenDatabase>,
): Promise<ExitCode> {
  const given = readArguments(args, [], ['sql'])
  if ('wrong' in given) return asked(given.wrong, io)
  if (given.positionals.length === 0)
    return asked('name the practice files: `rolecall test FILE… [--sql]`', io)
  if (!given.flags.has('sql')) return testFiles(given.positionals, undefined, io)
  if (openDatabase === undefined) return asked('there is no database to ask through; leave `--sql` out', io)
  const database = await openDatabase()
  try {
    return await testFiles(given.positionals, database, io)
  } finally {
    await database.close()
  }
}

function asked(wrong: string, { err }: Io): ExitCode {
  err(`rolecall test: ${wrong}`)
  return 2
}

interface Tally {
  readonly held: number
  readonly failed: number
  /** How many of them were asked through SQL. */
  readonly throughSql: number
  readonly isWrong: boolean
}

async function testFiles(
  paths: readonly string[],
  database: OpenDatabase | undefined,
  io: Io,
): Promise<ExitCode> {
  const tallies: Tally[] = []
  for (const path of paths) tallies.push(await testFile(path, database, io))
  const sum = (count: (tally: Tally) => number) => tallies.reduce((total, tally) => total + count(tally), 0)
  const held = sum((tally) => tally.held)
  const failed = sum((tally) => tally.failed)
  const wrong = sum((tally) => Number(tally.isWrong))
  const throughSql = sum((tally) => tally.throughSql)
  const how = database === undefined ? '' : waysAsked(held + failed, throughSql)
  const unread = wrong === 0 ? '' : `; ${plural(wrong, 'file')} cannot be read`
  io.out(
    `${plural(held + failed, 'expectation')} in ${plural(paths.length - wrong, 'file')}${how}: ${held} hold, ${failed} fail${unread}`,
  )
  if (wrong > 0) return 2
  return failed > 0 ? 1 : 0
}

function waysAsked(count: number, throughSql: number): string {
  if (count === throughSql) return ', in memory and through SQL'
  return `, all in memory and ${throughSql} through SQL (\`holds\` asks the policy alone)`
}

async function testFile(path: string, database: OpenDatabase | undefined, io: Io): Promise<Tally> {
  const read = await readPractice(path)
  if ('wrong' in read) {
    for (const sentence of read.wrong) io.err(sentence)
    return { held: 0, failed: 0, throughSql: 0, isWrong: true }
  }
  const { file, warnings } = read
  for (const sentence of warnings) io.err(`${sentence} (a warning)`)
  const memory = memoryEngine(file)
  const inMemory = await checkExpectations(file, memory, memory.explain)
  const throughSql =
    database === undefined
      ? []
      : await checkExpectations(file, await database.engineFor(file), memory.explain)
  const failing = new Set(
    [...inMemory, ...throughSql].flatMap(({ passed, expectation }) => (passed ? [] : [expectation])),
  )
  io.out(`${path}: ${summary(file.expectations.length, failing.size)}`)
  const ways = [
    { way: 'in memory', checked: inMemory },
    { way: 'through SQL', checked: throughSql },
  ]
  for (const { way, checked } of ways)
    for (const each of checked) if (!each.passed) sayFailure(path, each, database && way, io)
  return {
    held: file.expectations.length - failing.size,
    failed: failing.size,
    throughSql: throughSql.length,
    isWrong: false,
  }
}

function summary(count: number, failed: number): string {
  if (count === 0) return 'it expects nothing'
  return failed === 0 ? `${count} hold` : `${failed} of ${count} fail`
}

function sayFailure(
  path: string,
  { expectation, text, expected, came, explanations }: Checked,
  way: string | undefined,
  { out }: Io,
) {
  out(`  ${path}:${expectation.at.line}: ${text}`)
  out(`    expected ${expected}; ${way === undefined ? 'it' : way} came out ${came}`)
  for (const { about, explanation } of explanations) {
    out(`    ${about}: ${explanation.verdict}`)
    if (explanation.mend !== undefined) out(`      remedy: ${explanation.mend}`)
  }
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
