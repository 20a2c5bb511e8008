import type { Page } from '@rolecall/testbed/browser'
import type { ListedPatient } from './large-practice.ts'

export interface Searched {
  readonly word: string
  readonly matches: number
  /** Milliseconds from each last key to the rows. */
  readonly times: readonly number[]
}

/** Type each word into the search of the list, key by key, and wait for its first row. */
export async function searched(
  page: Page,
  patients: readonly ListedPatient[],
  words: readonly string[],
  rounds: number,
): Promise<readonly Searched[]> {
  const field = page.getByLabel('Search by name')
  const found: Searched[] = []
  for (const word of words) {
    const matches = patients.filter((patient) => fits(patient, word))
    const [first] = matches
    if (first === undefined || nameOf(first) === firstName(patients, word.slice(0, -1)))
      throw new Error(`the last key of \`${word}\` changes nothing in the first row, search for another`)
    const times: number[] = []
    for (let round = 0; round < rounds; round++) {
      await field.fill('')
      await page.waitForURL('**/patients')
      await rowsShown(page, patients[0])
      await field.focus()
      await noteKeys(page)
      await page.keyboard.type(word, { delay: 70 })
      times.push(await keyToRow(page, nameOf(first)))
      await page
        .getByText(`${new Intl.NumberFormat('en').format(matches.length)} patient`)
        .first()
        .waitFor()
    }
    found.push({ word, matches: matches.length, times })
  }
  return found
}

function fits({ key }: ListedPatient, search: string): boolean {
  const own = key.split('\t')
  return search.split(' ').every((word) => own.some((part) => part.startsWith(word)))
}

function firstName(patients: readonly ListedPatient[], search: string): string | undefined {
  const first = patients.find((patient) => fits(patient, search.trim()))
  return first && nameOf(first)
}

export function nameOf({ family, given }: ListedPatient): string {
  return `${family}, ${given}`
}

async function rowsShown(page: Page, first: ListedPatient | undefined): Promise<void> {
  if (first === undefined) throw new Error('nobody is reached')
  await page.locator('[role=row][aria-rowindex="2"]').getByText(nameOf(first)).waitFor()
}

/** From here on the page knows when the last key was pressed, and when each first row came after it. */
async function noteKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noted = { key: Number.NaN, name: '', at: Number.NaN }
    const isThere = 'noted' in globalThis
    Object.assign(globalThis, { noted })
    if (isThere) return
    const now = (): typeof noted => Reflect.get(globalThis, 'noted')
    document.addEventListener('keydown', () => Object.assign(now(), { key: performance.now() }), true)
    const look = (): void => {
      const name = document.querySelector('[role=row][aria-rowindex="2"]')?.textContent ?? ''
      if (name !== now().name) Object.assign(now(), { name, at: performance.now() })
      requestAnimationFrame(look)
    }
    look()
  })
}

async function keyToRow(page: Page, wanted: string): Promise<number> {
  const row = page.locator('[role=row][aria-rowindex="2"]').getByText(wanted)
  await row.waitFor()
  const noted = await page.evaluate(
    (name) =>
      new Promise<{ key: number; at: number }>((resolve) => {
        const look = (): void => {
          const now = Reflect.get(globalThis, 'noted')
          if (now.name.startsWith(name)) resolve(now)
          else requestAnimationFrame(look)
        }
        look()
      }),
    wanted,
  )
  return noted.at - noted.key
}
