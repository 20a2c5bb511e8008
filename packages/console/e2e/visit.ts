import { withBrowser } from '@rolecall/testbed/browser'
import { afterAll, onTestFinished } from 'vitest'
import { type Demo, startDemo } from './demo.ts'
import type { Page } from './page.ts'

interface Window {
  readonly width?: number
  readonly scheme?: 'light' | 'dark'
  /** Where the computer is: `Pacific/Kiritimati`. Undefined: where this one is. */
  readonly timeZone?: string
}

export interface Console {
  readonly demo: Demo
  /** A window of a browser that has never been here. */
  visit(address: string, window?: Window): Promise<Page>
  /** The same, signed in by picking the person. */
  visitAs(person: string, window?: Window): Promise<Page>
}

/** A demo and a browser for the test file that calls this at its top level. */
export async function withConsole(): Promise<Console> {
  const demo = await startDemo()
  afterAll(() => demo.stop())
  const browser = await withBrowser()
  const visit: Console['visit'] = async (address, { width = 1280, scheme = 'light', timeZone } = {}) => {
    const context = await browser.newContext({
      baseURL: demo.address,
      viewport: { width, height: 800 },
      colorScheme: scheme,
      reducedMotion: 'reduce',
      ...(timeZone !== undefined && { timezoneId: timeZone }),
    })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    await page.goto(address)
    return page
  }
  return {
    demo,
    visit,
    visitAs: async (person, window) => {
      const page = await visit('/', window)
      await pick(page, person)
      await page.getByRole('heading', { name: 'Patients', exact: true }).waitFor()
      return page
    },
  }
}

export async function pick(page: Page, person: string): Promise<void> {
  await page.getByRole('button', { name: person }).click()
}

/** How many patients the page says one reaches, once it says so. */
export async function countOn(page: Page): Promise<number> {
  const sentence = await page.getByText(/^\d+ patients? you can reach/).innerText()
  return Number.parseInt(sentence, 10)
}
