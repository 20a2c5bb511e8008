import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { run } from './explain.ts'

const folder = mkdtempSync(join(tmpdir(), 'rolecall-explain-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = join(folder, 'clinic.yaml')
writeFileSync(
  file,
  `practice: { modules: [clinical], now: 2026-11-21T09:00:00Z }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: provider }] }
  ana: { kind: administrative, grants: [{ role: office-staff }], team: { all: view } }
  bea: { kind: assistant, manages: [chen], grants: [{ role: assistant }] }
patients: { p1: { careTeam: [chen] } }
records: { n1: { kind: note, patient: p1, owner: chen, signed: true } }
`,
)

async function runWith(...args: readonly string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await run(args, { out: (line) => out.push(line), err: (line) => err.push(line) })
  return { code, out, err }
}

test('a no gives the verdict first, then the nine steps, cause and remedy', async () => {
  const { code, out, err } = await runWith(file, '--member', 'ana', '--may', 'view', '--record', 'n1')
  expect(code).toBe(1)
  expect(err).toEqual([])
  expect(out[0]).toMatch(/^no: ana/)
  expect(out[1]).toMatch(/^remedy: .*View signed notes/)
  expect(out[2]).toBe('')
  const steps = out
    .filter((line) => /^\d/.test(line))
    .map((line) =>
      line
        .split(/\s{2,}/)
        .slice(0, 3)
        .join(' '),
    )
  expect(steps).toEqual([
    '1 inactive passed',
    '2 module-off passed',
    '3 kind passed',
    '4 permission failed',
    '5 acting passed',
    '6 team passed',
    '7 patient passed',
    '8 state passed',
    '9 field passed',
  ])
  const [failed = '', mend = ''] = out.slice(out.findIndex((line) => line.startsWith('4')))
  const column = failed.indexOf('failed') + 'failed  '.length
  expect(mend.slice(0, column).trim()).toBe('')
  expect(mend.slice(column)).toMatch(/^remedy: /)
})

test('a yes names the grants that carry it', async () => {
  const { code, out } = await runWith(
    file,
    '--member',
    'bea',
    '--acting-for',
    'chen',
    '--may',
    'view',
    '--record',
    'p1',
  )
  expect(code).toBe(0)
  expect(out[0]).toMatch(/^yes: bea/)
  expect(out[1]).toMatch(/^by bea\/1: /)
})

test('a field is asked for by name', async () => {
  const asked = [file, '--member', 'chen', '--may', 'view', '--record', 'n1', '--field']
  expect((await runWith(...asked, 'privateNote')).code).toBe(0)
  const { code, out } = await runWith(...asked, 'officeUse')
  expect(code).toBe(1)
  expect(out.find((line) => line.startsWith('9'))).toMatch(/^9 {2}field {7}failed/)
})

test.each([
  [
    [],
    'name the practice file: `rolecall explain FILE --member M [--acting-for P] --may ACT --record R [--field F]`',
  ],
  [
    [file, '--may', 'view', '--record', 'p1'],
    'say `--member` as well: `rolecall explain FILE --member M [--acting-for P] --may ACT --record R [--field F]`',
  ],
  [[file, 'other.yaml'], 'one file at a time, `other.yaml` is one too many'],
  [[file, '--who', 'ana'], 'there is no option `--who`, see `rolecall --help`'],
  [[file, '--member', 'ana', '--member', 'chen'], 'the option `--member` is given twice; give it once'],
  [[file, '--member'], 'the option `--member` needs a value, see `rolecall --help`'],
  [
    [file, '--member', 'anna', '--may', 'view', '--record', 'p1'],
    'unknown member `anna`; the file knows `chen`, `ana`, `bea`',
  ],
  [
    [file, '--member', 'bea', '--acting-for', 'dee', '--may', 'view', '--record', 'p1'],
    'unknown member `dee`; the file knows `chen`, `ana`, `bea`',
  ],
  [
    [file, '--member', 'ana', '--may', 'view', '--record', 'p2'],
    'unknown record `p2`; the file knows `p1`, `n1`',
  ],
  [
    [file, '--member', 'ana', '--may', 'open', '--record', 'p1'],
    'unknown act `open` on kind `patient`; it knows `view`, `create`, `edit`, `restrict`, `breakGlass`',
  ],
  [
    [file, '--member', 'ana', '--may', 'view', '--record', 'p1', '--field', 'cost'],
    'unknown field `cost`; there are `price`, `officeUse`, `privateNote`',
  ],
  [
    [join(folder, 'nowhere.yaml'), '--member', 'ana', '--may', 'view', '--record', 'p1'],
    `there is no file \`${join(folder, 'nowhere.yaml')}\`; check its name`,
  ],
])('asking wrongly ends with 2 and a sentence: %j', async (args, sentence) => {
  expect(await runWith(...args)).toEqual({ code: 2, out: [], err: [`rolecall explain: ${sentence}`] })
})
