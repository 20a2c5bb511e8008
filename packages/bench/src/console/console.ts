/**
 * `npm run bench -- console`: what somebody at the screen notices. The console as it is built, the whole server, a real
 * browser, and a practice that is larger than most: how much is loaded, how soon there are rows, how smoothly they
 * scroll, how soon a search is answered.
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Browser, openBrowser, type Page } from '@rolecall/testbed/browser'
import { withFolder } from '../serving/folder.ts'
import { type MachineNow, machineNow, writeResult } from '../serving/result.ts'
import { type ServingProcess, startServing } from '../serving/serving.ts'
import { type FirstRows, firstRows, signedIn } from './first-rows.ts'
import { type Frames, scrolled } from './frames.ts'
import { type LargePractice, makeLargePractice, owner, reader } from './large-practice.ts'
import { report } from './report.ts'
import { nameOf, type Searched, searched } from './search.ts'

export interface ConsoleResult {
  readonly machine: MachineNow
  readonly patients: number
  readonly roles: number
  readonly first: FirstRows
  readonly list: readonly Frames[]
  /** Rows scrolled through, in each round. */
  readonly rows: number
  readonly matrixDown: readonly Frames[]
  readonly matrixAcross: readonly Frames[]
  readonly searches: readonly Searched[]
}

export async function console({ quick }: { readonly quick: boolean }): Promise<void> {
  const size = { patients: quick ? 5000 : 100_000, roles: 60 }
  build()
  const result = await withFolder(async (folder) => {
    const practice = await makeLargePractice(folder, size)
    const serving = await startServing({
      folder,
      practiceId: practice.practiceId,
      members: [reader, owner],
      variants: ['whole'],
    })
    const browser = await openBrowser()
    try {
      return { ...size, ...(await measured(browser, serving, practice, quick)) }
    } finally {
      await browser.close()
      await serving.stop()
    }
  })
  const whole: ConsoleResult = { machine: machineNow(), ...result }
  writeResult('console', whole, report(whole), quick)
}

/** From the sources as they are now. */
function build(): void {
  execFileSync('npm', ['run', 'build'], {
    cwd: fileURLToPath(new URL('../../../..', import.meta.url)),
    shell: process.platform === 'win32',
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

async function measured(
  browser: Browser,
  { addresses, cookies }: ServingProcess,
  practice: LargePractice,
  quick: boolean,
): Promise<Omit<ConsoleResult, 'machine' | 'patients' | 'roles'>> {
  const address = addresses.whole ?? ''
  const visitor = (member: string) => ({ address, cookie: cookies[member] ?? '' })
  const [one] = practice.patients
  if (one === undefined) throw new Error('nobody is reached')
  const first = await firstRows(browser, visitor(reader), one, quick ? 1 : 7)
  const rounds = quick ? 1 : 3

  const reading = await signedIn(browser, visitor(reader))
  const page = await reading.newPage()
  await page.goto('/patients')
  await page.locator('[role=row][aria-rowindex="2"]').waitFor()
  const searches = await searched(page, practice.patients, ['z', 'mart', 'ros z', 'zim y'], quick ? 1 : 5)
  const list: Frames[] = []
  const rows: number[] = []
  for (let round = 0; round < rounds; round++) {
    await page.goto('/patients')
    await page.locator('[role=row][aria-rowindex="2"]').waitFor()
    await page.waitForLoadState('networkidle')
    const down = quick ? 30_000 : 200_000
    list.push(await scrolled(browser, page, { x: 700, y: 600, down, speed: 10_000 }))
    rows.push(await checkRows(page, practice))
  }
  await reading.close()

  const looking = await signedIn(browser, visitor(owner))
  const matrix = await looking.newPage()
  const matrixDown: Frames[] = []
  const matrixAcross: Frames[] = []
  for (let round = 0; round < rounds; round++) {
    await matrix.goto('/roles')
    await matrix.getByText('62 permissions beside 60 roles').waitFor()
    await matrix.waitForLoadState('networkidle')
    matrixDown.push(await scrolled(browser, matrix, { x: 700, y: 600, down: 2000, speed: 1200 }))
    await checkMatrix(matrix)
    matrixAcross.push(await scrolled(browser, matrix, { x: 700, y: 600, down: 0, right: 3000, speed: 1200 }))
    await checkMatrix(matrix)
  }
  await looking.close()
  return { first, list, rows: Math.min(...rows), matrixDown, matrixAcross, searches }
}

/** That the rows in view are the oracle's, wherever one scrolled to. Gives the last of them. */
async function checkRows(page: Page, { patients }: LargePractice): Promise<number> {
  await page.waitForLoadState('networkidle')
  const shown = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[role=row][aria-rowindex]')]
      .filter((row) => row.getBoundingClientRect().bottom > 0 && row.dataset.index !== undefined)
      .map((row) => [Number(row.dataset.index), row.querySelector('a')?.textContent ?? ''] as const),
  )
  if (shown.length < 8) throw new Error(`only ${shown.length} rows are in view`)
  for (const [index, name] of shown) {
    const patient = patients[index]
    if (patient === undefined || name !== nameOf(patient))
      throw new Error(`row ${index} is ${name}, and not ${patient && nameOf(patient)}`)
  }
  return Math.max(...shown.map(([index]) => index))
}

/** That every cell is there. */
async function checkMatrix(page: Page): Promise<void> {
  const cells = await page
    .getByRole('region', { name: 'Permissions by roles' })
    .locator('td:not([colspan])')
    .count()
  if (cells !== 62 * 60) throw new Error(`the matrix has ${cells} cells`)
}
