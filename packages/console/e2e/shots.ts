/**
 * Pictures of every page, for people to look at: `npm run shots -w @rolecall/console`.
 *
 * They land in the folder `shots/`, which git ignores. The console must be built.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openBrowser } from '@rolecall/testbed/browser'
import { startDemo } from './demo.ts'
import type { Page } from './page.ts'

const folder = fileURLToPath(new URL('../../../shots', import.meta.url))
const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 360, height: 740 } } as const
const people = { chen: 'Dr Wei Chen', finn: 'Finn Gallagher', vera: 'Vera Santos' } as const

mkdirSync(folder, { recursive: true })
const demo = await startDemo()
const browser = await openBrowser()
try {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({
        viewport,
        colorScheme,
        reducedMotion: 'reduce',
        baseURL: demo.address,
      })
      const page = await context.newPage()
      const shot = async (name: string): Promise<void> => {
        await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) })
      }
      await page.goto('/sign-in')
      await page.getByRole('button', { name: people.chen }).waitFor()
      await shot('sign-in')
      for (const [id, name] of Object.entries(people)) await shootAs(page, id, name, shot)
      await context.close()
    }
  }
} finally {
  await browser.close()
  await demo.stop()
}

async function shootAs(
  page: Page,
  id: string,
  name: string,
  shot: (name: string) => Promise<void>,
): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('button', { name }).click()
  await page.getByText(/patients? you can reach/).waitFor()
  await page
    .getByText(/Why\?|The nine steps/)
    .last()
    .waitFor()
  await shot(`${id}-patients`)
  // Okafor's own chart, restricted: out of reach for all three.
  for (const [what, address] of [
    ['why-reached', '/patients?why=p025'],
    ['why-unknown', '/patients?why=nobody'],
    ['why-tanaka', '/patients?why=p007&member=finn'],
    ['no-match', '/patients?search=zzz'],
  ] as const) {
    await page.goto(address)
    await page
      .getByText(/The nine steps|Clear the search|Show the answer for me/)
      .last()
      .waitFor()
    await shot(`${id}-${what}`)
  }
  await page.getByRole('button', { name: 'Help with this page' }).click()
  await page.getByText('The words on this page').waitFor()
  await shot(`${id}-help`)
}
