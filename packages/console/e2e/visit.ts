import type { People } from '@rolecall/contract'
import { type Browser, withBrowser } from '@rolecall/testbed/browser'
import { afterAll, inject, onTestFinished } from 'vitest'
import { type Demo, startDemo } from './demo.ts'
import type { Page } from './page.ts'

export interface Window {
  readonly width?: number
  readonly scheme?: 'light' | 'dark'
  /** Where the computer is: `Pacific/Kiritimati`. Undefined: where this one is. */
  readonly timeZone?: string
}

export interface Console {
  readonly demo: Demo
  /** A window of a browser that has never been here. */
  visit(address: string, window?: Window): Promise<Page>
  /** The same, signed in as a person of the demo, before any page is open. */
  signedInAs(person: string, window?: Window): Promise<Page>
  /** The same, at the patients. */
  visitAs(person: string, window?: Window): Promise<Page>
}

/** A demo and a browser for the test file that calls this at its top level. */
export async function withConsole(): Promise<Console> {
  const demo = await startDemo(inject('demo'))
  afterAll(() => demo.stop())
  const browser = await withBrowser()
  const open = (window?: Window) => openWindow(browser, demo, window)
  const visit: Console['visit'] = async (address, window) => {
    const page = await open(window)
    await page.goto(address)
    return page
  }
  const signedInAs: Console['signedInAs'] = async (person, window) => {
    const page = await open(window)
    await enter(page, person)
    return page
  }
  const visitAs: Console['visitAs'] = async (person, window) => {
    const page = await signedInAs(person, window)
    await page.goto('/patients')
    await page.getByRole('heading', { name: 'Patients', exact: true }).waitFor()
    return page
  }
  return { demo, visit, signedInAs, visitAs }
}

/** An empty window of a browser that has never been at the address, until the test is over. */
export async function openWindow(
  browser: Browser,
  { address }: { readonly address: string },
  { width = 1280, scheme = 'light', timeZone }: Window = {},
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width, height: 800 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    ...(timeZone !== undefined && { timezoneId: timeZone }),
  })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  return page
}

/** What picking a person on the sign-in page does, without the page. */
async function enter(page: Page, person: string): Promise<void> {
  const { request } = page.context()
  const { people } = (await (await request.get('/api/people')).json()) as People
  const member = people.find(({ name }) => name === person)?.id
  const answer = await request.post('/api/session/picked', { data: { member } })
  if (!answer.ok()) throw new Error(`\`${person}\` cannot sign in: ${await answer.text()}`)
}

export async function pick(page: Page, person: string): Promise<void> {
  await page.getByRole('button', { name: person }).click()
}

/**
 * The session is over when the page next asks for this, such as a `POST` to an address that ends in `/api/notes`, and not
 * before: whatever else the page asks on the way would find it out first, and turn to the sign-in page under one's hands.
 */
export async function endSessionAt(page: Page, method: string, address: string): Promise<void> {
  await page.route(address, async function end(route) {
    if (route.request().method() !== method) return route.fallback()
    await page.context().clearCookies()
    await route.continue()
    await page.unroute(address, end)
  })
}

/** The number of patients in the line below the heading, once it is there. */
export async function countOn(page: Page): Promise<number> {
  const sentence = await page.getByText(/^\d+ patients?( |$)/).innerText()
  return Number.parseInt(sentence, 10)
}
