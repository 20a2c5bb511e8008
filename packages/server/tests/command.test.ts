import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, test, vi } from 'vitest'
import { helpText } from '../src/commands/help.ts'
import { livingPostmaster, signalled } from '../src/database/postmaster.ts'
import { withFolder } from './with-practice.ts'

const command = fileURLToPath(new URL('../src/rolecall.ts', import.meta.url))
const folder = withFolder()

interface Ended {
  readonly code: unknown
  readonly out: string
  readonly err: string
}

function start(args: readonly string[]): ChildProcess {
  const { DATABASE_URL: _, DATABASE_ADMIN_URL: __, ...environment } = process.env
  return spawn(process.execPath, [command, ...args], { cwd: folder, env: environment })
}

async function run(...args: readonly string[]): Promise<Ended> {
  const child = start(args)
  let [out, err] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const [code] = await once(child, 'close')
  return { code, out, err }
}

/** Start the demo; returns once it says where it is. */
async function demo(): Promise<{ readonly process: ChildProcess; readonly address: string }> {
  const child = start(['demo', '--port', '0'])
  if (child.stdout) {
    for await (const line of createInterface({ input: child.stdout })) {
      const [, address] = line.match(/^Rolecall is at (\S+) /) ?? []
      if (address !== undefined) return { process: child, address }
    }
  }
  throw new Error('the demo ended before it said where it is')
}

describe('a wrong question gets one sentence and the exit code 2', () => {
  test.each([
    [[], 'rolecall: say what to do, see `rolecall --help`\n'],
    [['frobnicate'], 'rolecall: there is no command `frobnicate`, see `rolecall --help`\n'],
    [
      ['import'],
      'rolecall import: name the folder with the `.ndjson` files, or one file: `rolecall import FOLDER`\n',
    ],
    [['import', 'nowhere'], 'rolecall import: `nowhere` is no folder and no file\n'],
    [
      ['import', '.'],
      'rolecall import: `.` holds no `.ndjson` or `.json` file, export your data as FHIR R4 NDJSON\n',
    ],
    [
      ['import', '.', '--dates', 'XYZ'],
      'rolecall import: `XYZ` is no order of dates, give one of DMY, MDY, YMD\n',
    ],
    [['import', '.', '--fast'], 'rolecall import: there is no option `--fast`, see `rolecall --help`\n'],
    [['start', '--port', 'x'], 'rolecall start: `x` is no port, give a number below 65536\n'],
    [['start', 'here'], 'rolecall start: `here` is one too many, see `rolecall --help`\n'],
    [['demo', '--data'], 'rolecall demo: the option `--data` needs a value, see `rolecall --help`\n'],
  ])('rolecall %j', async (args, err) => {
    expect(await run(...args)).toEqual({ code: 2, out: '', err })
  })
})

test('help and version are told, of the whole and of each command', async () => {
  const overview = await run('--help')
  expect(await run('help')).toEqual(overview)
  const commands = [...overview.out.matchAll(/^rolecall ([a-z]+) /gm)].map(([, name = '']) => name)
  expect(commands).toEqual(['import', 'start', 'owner', 'restored', 'audit', 'demo', 'test', 'explain'])
  for (const command of commands) expect(helpText(command)).toMatch(new RegExp(`^rolecall ${command} `))
  expect((await run('help', 'audit')).out).toContain('--reason TEXT')
  expect((await run('explain', 'clinic.yaml', '-h')).out).toContain('--acting-for P')
  expect(await run('help', 'frobnicate')).toEqual({
    code: 2,
    out: '',
    err: 'rolecall: there is no command `frobnicate`, see `rolecall --help`\n',
  })
  expect(await run('--version')).toEqual({ code: 0, out: '0.0.0\n', err: '' })
  expect(await run('explain', '--version')).toEqual({ code: 0, out: '0.0.0\n', err: '' })
})

test('a terminal is sent no control characters of what a file or an argument says', async () => {
  expect((await run('\u001b[2J\u202e')).err).toBe(
    'rolecall: there is no command `\\u{1b}[2J\\u{202e}`, see `rolecall --help`\n',
  )
  writeFileSync(join(folder, 'odd.yaml'), 'practice: { name: "\\e[2J" }\nmembers: { "a\\u009bb": {} }\n')
  const { code, err } = await run('test', 'odd.yaml')
  expect(code).toBe(2)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
})

describe('the demo', () => {
  test('serves made-up people, stops with everything at Ctrl-C, and is as it was at the next start', async () => {
    const first = await demo()
    const people = await (await fetch(`${first.address}/api/people`)).json()
    expect(people).toMatchObject({ practice: { name: 'Riverside Dental & Wellness' } })
    const busy = await run('import', join(folder, '.rolecall/demo/fhir'), '--data', '.rolecall/demo')
    expect(busy.code).toBe(1)
    expect(busy.err).toContain(`is in use by rolecall demo (process ${first.process.pid})`)
    expect(await ended(first.process)).toBe(0)
    await expect(fetch(first.address)).rejects.toThrow()
    const again = await demo()
    expect(await (await fetch(`${again.address}/api/people`)).json()).toEqual(people)
    expect(await ended(again.process)).toBe(0)
  })

  test('leaves no PostgreSQL behind when it is stopped while it starts', async () => {
    const child = start(['demo', '--data', 'early', '--port', '0'])
    const data = join(folder, 'early/postgres')
    const exit = once(child, 'exit')
    await vi.waitUntil(() => existsSync(data), { timeout: 10_000 })
    child.kill('SIGINT')
    expect(await exit).toEqual([130, null])
    await vi.waitUntil(() => livingPostmaster(join(data, 'data')) === undefined, { timeout: 10_000 })
  })

  test('imports its own folder as anybody would, and says that twice is once', async () => {
    const fhir = join(folder, '.rolecall/demo/fhir')
    const { code, out } = await run('import', fhir, '--data', 'mine', '--practice', 'Mine')
    expect(code).toBe(0)
    expect(out).toContain('made the practice `Mine`')
    expect(out).toContain('600 patients: 600 new, 0 changed, 0 as before')
    expect(out).toContain('5 practitioners: 5 new, 0 changed, 0 as before')
    expect(out).toMatch(/[\d.]+ s, at most \d+ MB of memory without PostgreSQL/)
    expect((await run('import', fhir, '--data', 'mine')).out).toContain('0 new, 0 changed, 600 as before')
  })
})

test('an import names bad lines, and leaves them out where that is asked for', async () => {
  writeFileSync(join(folder, 'patients.csv'), 'family,dob\nXu,1984-03-07\nLi,3/4/1984\n')
  const refused = await run('import', 'patients.csv', '--data', 'table')
  expect(refused).toMatchObject({ code: 1, out: '' })
  expect(refused.err).toContain('patients.csv:3: the birth date `3/4/1984` may be read in several ways')
  expect(refused.err).toContain('nothing was imported: 1 line cannot be read; fix it and import again')
  const left = await run('import', 'patients.csv', '--data', 'table', '--skip-bad')
  expect(left.code).toBe(0)
  expect(left.out).toContain('1 patient: 1 new')
  expect(left.out).toContain('1 line left out, as `--skip-bad` says')
  const mended = await run('import', 'patients.csv', '--data', 'table', '--dates', 'DMY')
  expect(mended.out).toContain('2 patients: 1 new, 0 changed, 1 as before')
})

test('a practice file is put to a throw-away PostgreSQL that leaves nothing behind', async () => {
  const facts = fileURLToPath(new URL('../../core/testing/facts/matrix.yaml', import.meta.url))
  const before = leftInTemp()
  const { code, out, err } = await run('test', facts, '--sql')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(
    /(\d+) expectations in 1 file, all in memory and 214 through SQL \(`holds` asks the policy alone\): \1 hold, 0 fail/,
  )
  expect(leftInTemp()).toEqual(before)
})

function leftInTemp(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('rolecall-facts-'))
}

/** Ctrl-C, and what the process says at its end. */
async function ended(child: ChildProcess): Promise<unknown> {
  const exit = once(child, 'exit')
  child.kill('SIGINT')
  const [code] = await exit
  expect(signalled(child.pid ?? 0, 0)).toBe(false)
  return code
}
