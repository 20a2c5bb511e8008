/**
 * Pictures of every page, for people to look at: `npm run shots -w @rolecall/console`.
 *
 * They land in the folder `shots/`, which git ignores, and one of them in `docs/`. The console must be built.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openBrowser } from '@rolecall/testbed/browser'
import { startDemo } from './demo.ts'
import type { Page } from './page.ts'

const folder = fileURLToPath(new URL('../../../shots', import.meta.url))
const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 360, height: 740 } } as const
const addresses = {
  /** Tanaka's patient at River Lane: reached by Chen and by Vera, not by Finn. */
  'why-mine': '/patients?why=p009',
  'why-nobody': '/patients?why=p999',
  /** For those who may view the log; the others are told that they may not. */
  'why-finn': '/patients?why=p008&member=finn',
  'no-match': '/patients?search=zzz',
}
/** Every other page, by its first heading. A page that is closed to somebody says so, and is shown too. */
const pages = {
  chart: '/patients/p007',
  calendar: '/calendar',
  team: '/team',
  member: '/team/finn',
  roles: '/roles',
  activity: '/activity',
  import: '/import',
  'why-any': '/why',
  account: '/account',
}
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
  await shootForReaders()
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
    .getByText(/^Why\?$|The nine steps/)
    .last()
    .waitFor()
  await shot(`${id}-patients`)
  if (id === 'vera') {
    await page.getByRole('button', { name: 'Acting for' }).click()
    await page.getByRole('menuitemradio', { name: 'Dr Haruto Tanaka' }).waitFor()
    await shot(`${id}-menu`)
    await page.getByRole('menuitemradio', { name: 'Dr Haruto Tanaka' }).click()
    await page.getByText('acting for Dr Haruto Tanaka').waitFor()
    await page.getByRole('row').nth(1).waitFor()
    await shot(`${id}-acting`)
  }
  for (const [what, address] of Object.entries(addresses)) {
    await page.goto(address)
    await page
      .getByText(/The nine steps|Clear the search|Show the answer for me/)
      .last()
      .waitFor()
    await page.getByText(/^\d+ patients? you can reach/).waitFor()
    await shot(`${id}-${what}`)
  }
  await page.getByRole('button', { name: 'Help with this page' }).click()
  await page.getByText('The words on this page').waitFor()
  await shot(`${id}-help`)
  for (const [what, address] of Object.entries(pages)) {
    await page.goto(address)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await page.waitForLoadState('networkidle')
    await shot(`${id}-${what}`)
  }
}

/** The picture that the documentation shows: why Finn does not reach a patient, as the owner sees it. */
async function shootForReaders(): Promise<void> {
  const page = await browser.newPage({
    viewport: sizes.wide,
    colorScheme: 'light',
    reducedMotion: 'reduce',
    baseURL: demo.address,
  })
  await page.goto(addresses['why-finn'])
  await page.getByRole('button', { name: people.chen }).click()
  await page.getByText('The nine steps').waitFor()
  await page.getByText(/^\d+ patients you can reach/).waitFor()
  await page.getByRole('grid').getByRole('row', { includeHidden: true }).nth(5).waitFor()
  // A click where nothing is takes the ring off the button to close.
  await page.getByRole('heading', { name: 'The nine steps' }).click()
  const file = fileURLToPath(new URL('../../../docs/images/patients-why.png', import.meta.url))
  await page.screenshot({ path: file })
  await page.close()
}
