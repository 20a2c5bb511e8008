/**
 * Everything that has to hold, side by side: what is quick to disappoint is done, and said, long before the tests are. A
 * stage that fails does not stop the others: one run tells all there is to mend. What follows `npm test --` goes to Vitest,
 * such as the path of a test; only `--long` is for this script, and has the suites try many more worlds.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

type Count = { readonly passed: number; readonly failed: number }

/** The part that is read of the report that Vitest writes. */
type Report = {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly File[]
}
type File = {
  readonly status: 'passed' | 'failed'
  readonly assertionResults: readonly { readonly status: string }[]
}

const root = join(import.meta.dirname, '..')
const words = process.argv.slice(2)
const filters = words.filter((word) => word !== '--long')
const environment = {
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  // Each of the many processes that the tests start reads what the one before has read.
  NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/rolecall/compiled'),
  ...(words.includes('--long') && { ROLECALL_LONG: '1' }),
}

// Tests wait for programs and clocks, and while they do there is room for these.
const counts: readonly Count[] = await Promise.all([
  check('format and lint', 'biome check --error-on-warnings'),
  // More checkers look at the same types again: on two cores, four work twice as long as one.
  check('types', 'tsc -b --checkers 1'),
  check('unused code and packages', 'knip --no-progress'),
  tests('tests', filters),
])

const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failed = counts.reduce((sum, count) => sum + count.failed, 0)
process.exitCode = failed === 0 ? 0 : 1
console.log(`\n${passed} passed, ${failed} failed`)

async function check(name: string, command: string): Promise<Count> {
  return (await run(name, command, 'pipe')) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

async function tests(name: string, filters: readonly string[]): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-report-'))
  const file = join(folder, 'report.json')
  try {
    const vitest = `vitest run --reporter=default --reporter=json --outputFile.json="${file}"`
    const succeeded = await run(name, [vitest, ...filters].join(' '))
    return counted(succeeded, reportIn(file))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Vitest may also fail without a failed test: by crashing, by an error that no test caught, by finding no test. */
function counted(succeeded: boolean, report: Report | undefined): Count {
  if (!report) return { passed: 0, failed: 1 }
  const { numPassedTests: passed, numFailedTests } = report
  const failed = numFailedTests + report.testResults.filter(failedOutsideItsTests).length
  const isSound = failed > 0 || (succeeded && passed > 0)
  return { passed, failed: isSound ? failed : 1 }
}

/** A file that could not be loaded, or a hook that threw, is a failure that no test of the file stands for. */
function failedOutsideItsTests({ status, assertionResults }: File): boolean {
  return status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
}

function reportIn(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    console.log(`vitest wrote no report to \`${file}\`, its own message is above`)
    return undefined
  }
}

/** @param output `pipe`: said in one piece at the end, beside others that speak meanwhile. */
function run(name: string, command: string, output: 'inherit' | 'pipe' = 'inherit'): Promise<boolean> {
  if (output === 'inherit') console.log(`\n── ${name} ──`)
  const start = performance.now()
  const child = spawn(command, {
    cwd: root,
    env: environment,
    shell: true,
    stdio: ['inherit', output, output],
  })
  const said: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => said.push(data))
  return new Promise((done) => {
    child.once('close', (code) => {
      const seconds = ((performance.now() - start) / 1000).toFixed(1)
      if (output === 'pipe') process.stdout.write(`\n── ${name} ──\n${Buffer.concat(said)}`)
      console.log(`── ${name}: ${code === 0 ? 'passed' : 'failed'} in ${seconds} s`)
      done(code === 0)
    })
  })
}
