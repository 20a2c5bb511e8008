import type { Browser, BrowserContext, Page } from '@rolecall/testbed/browser'
import type { ListedPatient } from './large-practice.ts'

export interface Visitor {
  readonly address: string
  readonly cookie: string
}

/** From the call of the address until the first rows are drawn. */
export interface FirstRows {
  /** Milliseconds, in a browser that was never here; the median first. */
  readonly cold: readonly number[]
  /** The same where the files are kept from before. */
  readonly warm: readonly number[]
  /** What was sent of pages, scripts, styles and fonts, as it was compressed, in bytes. */
  readonly sent: number
  readonly files: number
}

export async function firstRows(
  browser: Browser,
  visitor: Visitor,
  first: ListedPatient,
  rounds: number,
): Promise<FirstRows> {
  const cold: number[] = []
  const warm: number[] = []
  let load = { sent: 0, files: 0 }
  for (let round = 0; round < rounds; round++) {
    const context = await signedIn(browser, visitor)
    const page = await context.newPage()
    cold.push(await untilRows(page, first))
    load = await loaded(page)
    warm.push(await untilRows(page, first))
    await context.close()
  }
  return { cold: medianFirst(cold), warm: medianFirst(warm), ...load }
}

/** A window of a usual size, of somebody who is signed in. */
export async function signedIn(browser: Browser, { address, cookie }: Visitor): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 900 } })
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url: address }])
  return context
}

async function untilRows(page: Page, { family, given }: ListedPatient): Promise<number> {
  await page.goto('/patients', { waitUntil: 'commit' })
  const milliseconds = await page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          const row = document.querySelector('[role=row][aria-rowindex="2"]')
          // One frame later it is on the screen.
          if (row?.textContent.startsWith(wanted)) requestAnimationFrame(() => resolve(performance.now()))
          else requestAnimationFrame(look)
        }
        look()
      }),
    `${family}, ${given}`,
  )
  return milliseconds
}

function loaded(page: Page): Promise<{ sent: number; files: number }> {
  return page.evaluate(() => {
    const entries = [
      ...performance.getEntriesByType('navigation'),
      ...performance.getEntriesByType('resource'),
    ] as PerformanceResourceTiming[]
    const files = entries.filter(({ name }) => !new URL(name).pathname.startsWith('/api/'))
    return { files: files.length, sent: files.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) }
  })
}

export function medianFirst(times: readonly number[]): readonly number[] {
  const sorted = times.toSorted((one, other) => one - other)
  const median = sorted[sorted.length >> 1] ?? Number.NaN
  return [median, ...sorted.filter((_, index) => index !== sorted.length >> 1)]
}
