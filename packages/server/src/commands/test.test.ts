import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Engine, memoryEngine, type PracticeFile, type RecordEngine } from '@rolecall/core/testing'
import { afterAll, expect, test } from 'vitest'
import { type OpenDatabase, run } from './test.ts'

const folder = mkdtempSync(join(tmpdir(), 'rolecall-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

function fileWith(name: string, expectations: readonly string[], more = ''): string {
  const path = join(folder, name)
  writeFileSync(
    path,
    `practice: { now: 2026-11-21T09:00:00Z }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: provider }] }
  ana: { kind: administrative, grants: [{ role: office-staff }] }
patients: { p1: { careTeam: [chen] } }
expect:
${expectations.map((each) => `  - ${each}`).join('\n')}
${more}`,
  )
  return path
}

async function runWith(args: readonly string[], openDatabase?: () => Promise<OpenDatabase>) {
  const out: string[] = []
  const err: string[] = []
  const io = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) }
  const code = await run(args, io, openDatabase)
  const plain = (lines: readonly string[]) => lines.map((line) => line.replaceAll(`${folder}/`, ''))
  return { code, out: plain(out), err: plain(err) }
}

const right = fileWith('right.yaml', [
  '{ member: chen, may: view, record: p1 }',
  '{ member: ana, may: view, record: p1, answer: no, because: team }',
])
const wrong = fileWith('wrong.yaml', [
  '{ member: chen, may: view, record: p1 }',
  '{ member: ana, may: view, record: p1 }',
  '{ member: ana, sees: patient, exactly: [p1] }',
])
const unreadable = fileWith('unreadable.yaml', ['{ member: chem, may: view, record: p1 }'], 'share: []\n')

test('files that hold end with 0', async () => {
  expect(await runWith([right])).toEqual({
    code: 0,
    out: ['right.yaml: 2 hold', '2 expectations in 1 file: 2 hold, 0 fail'],
    err: [],
  })
})

test('what fails is printed with its explanation, and ends with 1', async () => {
  const { code, out, err } = await runWith([right, wrong])
  expect(code).toBe(1)
  expect(err).toEqual([])
  expect(out.slice(0, 4)).toEqual([
    'right.yaml: 2 hold',
    'wrong.yaml: 2 of 3 fail',
    '  wrong.yaml:8: { member: ana, may: view, record: p1 }',
    '    expected yes; it came out no, because `team`',
  ])
  expect(out[4]).toMatch(/^ {4}p1: ana/)
  expect(out).toContain('  wrong.yaml:9: { member: ana, sees: patient, exactly: [p1] }')
  expect(out).toContain('    expected p1; it came out none')
  expect(out.at(-1)).toBe('5 expectations in 2 files: 3 hold, 2 fail')
})

test('a file that is wrong says everything that is wrong with it, and ends with 2 after the others were tried', async () => {
  expect(await runWith([unreadable, right])).toEqual({
    code: 2,
    out: ['right.yaml: 2 hold', '2 expectations in 1 file: 2 hold, 0 fail; 1 file cannot be read'],
    err: [
      'unreadable.yaml:7:15: unknown member `chem`; did you mean `chen`?',
      'unreadable.yaml:8:1: unknown key `share` in a practice file; did you mean `shares`?',
    ],
  })
})

test('a file that is not there, or is a folder, ends with 2', async () => {
  const { code, err } = await runWith([join(folder, 'nowhere.yaml'), folder])
  expect(code).toBe(2)
  expect(err).toEqual([
    'there is no file `nowhere.yaml`; check its name',
    `\`${folder}\` is a folder; name the files in it`,
  ])
})

test('asking wrongly ends with 2 and a sentence', async () => {
  expect(await runWith([])).toEqual({
    code: 2,
    out: [],
    err: ['rolecall test: name the practice files: `rolecall test FILE… [--sql]`'],
  })
  expect((await runWith(['--fast', right])).err).toEqual([
    'rolecall test: there is no option `--fast`, see `rolecall --help`',
  ])
  expect((await runWith(['--sql', right])).err).toEqual([
    'rolecall test: there is no database to ask through; leave `--sql` out',
  ])
})

/** A database that answers as memory does, but for what it is told to get wrong. */
function databaseOf(change: (engine: Engine) => RecordEngine) {
  const opened = { closed: false }
  const open = async (): Promise<OpenDatabase> => ({
    engineFor: async (file: PracticeFile) => change(memoryEngine(file)),
    close: async () => {
      opened.closed = true
    },
  })
  return { open, opened }
}

test('with --sql the database is asked as well, and closed', async () => {
  const { open, opened } = databaseOf((engine) => engine)
  const { code, out } = await runWith(['--sql', right], open)
  expect(code).toBe(0)
  expect(out.at(-1)).toBe('2 expectations in 1 file, in memory and through SQL: 2 hold, 0 fail')
  expect(opened.closed).toBe(true)
})

test('with --sql the last line says what was not asked through SQL, since it is about no record', async () => {
  const { open } = databaseOf(({ decide, sees, whoCan }) => ({ decide, sees, whoCan }))
  const both = fileWith('both.yaml', [
    '{ member: chen, holds: patients.manage }',
    '{ member: chen, may: view, record: p1 }',
    '{ member: ana, holds: patients.manage }',
  ])
  expect((await runWith(['--sql', both, right], open)).out.at(-1)).toBe(
    '5 expectations in 2 files, all in memory and 3 through SQL (`holds` asks the policy alone): 5 hold, 0 fail',
  )
  const wrong = fileWith('wrong-of-both.yaml', [
    '{ member: chen, holds: patients.manage, answer: no }',
    '{ member: chen, may: view, record: p1, answer: no }',
  ])
  expect((await runWith(['--sql', wrong], open)).out.filter((line) => line.includes('came out'))).toEqual([
    '    expected no; in memory came out yes',
    '    expected no; in memory came out yes',
    '    expected no; through SQL came out yes',
  ])
})

test('with --sql an answer that holds in memory alone fails, and says where', async () => {
  const { open } = databaseOf((engine) => ({
    ...engine,
    decide: () => ({ allowed: false, step: 'patient' }),
  }))
  const { code, out } = await runWith(['--sql', right], open)
  expect(code).toBe(1)
  expect(out.filter((line) => line.includes('came out'))).toEqual([
    '    expected yes; through SQL came out no, because `patient`',
    '    expected no, because `team`; through SQL came out no, because `patient`',
  ])
})

test('with --sql a database out of order is no answer, and is closed', async () => {
  const { open, opened } = databaseOf((engine) => ({
    ...engine,
    decide: () => Promise.reject(new Error('no connection')),
  }))
  await expect(runWith(['--sql', right], open)).rejects.toThrow('no connection')
  expect(opened.closed).toBe(true)
})

test('a chart that one person alone can open is a warning, and the file is tried all the same', async () => {
  const path = fileWith('alone.yaml', ['{ member: chen, may: view, record: p1 }'], 'locations: [green]\n')
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace('careTeam: [chen]', 'careTeam: [chen], restrictedTo: [chen]'),
  )
  const { code, err } = await runWith([path])
  expect(code).toBe(0)
  expect(err).toEqual([
    'alone.yaml:5:51: only one person can open the chart of `p1`; name a second one, or nobody can when that person is away (a warning)',
  ])
})

test('at most a hundred errors of a file are printed', async () => {
  const path = fileWith(
    'many.yaml',
    Array.from({ length: 250 }, () => '{ member: chem, may: view, record: p1 }'),
  )
  const { code, err } = await runWith([path])
  expect(code).toBe(2)
  expect(err.length).toBe(101)
  expect(err.at(-1)).toBe('and 150 more; correct these first')
})

test('only regular files up to a size are read', async () => {
  const pipe = join(folder, 'pipe.yaml')
  execFileSync('/usr/bin/mkfifo', [pipe])
  const large = join(folder, 'large.yaml')
  writeFileSync(large, '')
  truncateSync(large, 3 * 1024 ** 3)
  const { code, err } = await runWith([pipe, '/dev/zero', folder, large])
  expect(code).toBe(2)
  expect(err).toEqual([
    '`pipe.yaml` is not a regular file; name a practice file',
    '`/dev/zero` is not a regular file; name a practice file',
    `\`${folder}\` is a folder; name the files in it`,
    'large.yaml: the file has `3221225472` bytes, more than the limit of 2 MiB; split the practice over several files',
  ])
})

test.each([
  [['--sql=yes'], 'the option `--sql` takes no value; write `--sql` alone'],
  [['--sql', '--sql'], 'the option `--sql` is given twice; give it once'],
  [['--sqll'], 'there is no option `--sqll`, see `rolecall --help`'],
])('an option given wrongly is named: %j', async (options, sentence) => {
  expect(await runWith([right, ...options])).toEqual({
    code: 2,
    out: [],
    err: [`rolecall test: ${sentence}`],
  })
})
