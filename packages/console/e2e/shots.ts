/**
 * Pictures of every page, for people to look at: `npm run shots -w @rolecall/console`.
 *
 * They land in the folder `shots/`, which git ignores, and those of the README in `docs/images`. The console must be built.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openBrowser } from '@rolecall/testbed/browser'
import { startDemo } from './demo.ts'
import type { Page } from './page.ts'

const folder = fileURLToPath(new URL('../../../shots', import.meta.url))
const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 360, height: 740 } } as const
/** The largest screen on a desk, looked at once. */
const vast = { width: 3840, height: 2160 } as const
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
  'chart-note': '/patients/p007?note=new',
  'chart-appointments': '/patients/p007?part=appointments',
  'chart-who': '/patients/p007?part=who',
  'chart-looked': '/patients/p007?part=looked',
  calendar: '/calendar',
  'calendar-week': '/calendar?view=week',
  team: '/team',
  member: '/team/finn',
  roles: '/roles',
  role: '/roles?role=front-desk',
  practice: '/practice',
  activity: '/activity',
  import: '/import',
  'why-any': '/why',
  account: '/account',
}
/** What opens over a page, by the button that opens it. Who may not press it sees that, with the reason. */
const dialogs = {
  'new-patient': ['/patients', 'New patient'],
  booking: ['/calendar', 'Book'],
  'add-person': ['/team', 'Invite someone'],
  details: ['/team/ana', 'Edit details'],
} as const
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
  await shootVast()
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
  await page.getByText(/^\d+ patients?/).waitFor()
  await page
    .getByText(/^Why\?$|All checks/)
    .last()
    .waitFor()
  await shot(`${id}-patients`)
  if (id === 'vera') {
    await page.getByRole('button', { name: 'Working for' }).click()
    await page.getByRole('menuitemradio', { name: 'Dr Haruto Tanaka' }).waitFor()
    await shot(`${id}-menu`)
    await page.getByRole('menuitemradio', { name: 'Dr Haruto Tanaka' }).click()
    await page.getByText('working for Dr Haruto Tanaka').waitFor()
    await page.getByRole('row').nth(1).waitFor()
    await shot(`${id}-acting`)
  }
  for (const [what, address] of Object.entries(addresses)) {
    await page.goto(address)
    await page
      .getByText(/All checks|Clear search|Show my access/)
      .last()
      .waitFor()
    await page.getByText(/^\d+ patients?/).waitFor()
    await shot(`${id}-${what}`)
  }
  await page.getByRole('button', { name: 'Help with this page' }).click()
  await page.getByText('Terms on this page').waitFor()
  await shot(`${id}-help`)
  for (const [what, address] of Object.entries(pages)) {
    await page.goto(address)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await page.waitForLoadState('networkidle')
    await shot(`${id}-${what}`)
  }
  for (const [what, [address, opens]] of Object.entries(dialogs)) {
    await page.goto(address)
    const button = page.getByRole('button', { name: opens, exact: true }).first()
    await page.waitForLoadState('networkidle')
    if ((await button.count()) === 0 || (await button.isDisabled())) continue
    await button.click()
    await page.getByRole('dialog').waitFor()
    await page.waitForLoadState('networkidle')
    await shot(`${id}-${what}`)
  }
  await page.goto('/patients')
  await page.getByText(/^\d+ patients?/).waitFor()
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('dialog', { name: 'Go to' }).waitFor()
  await page.keyboard.type('a')
  await page.waitForLoadState('networkidle')
  await shot(`${id}-palette`)
}

/** That nothing is lost on a wall of pixels: the owner's pages, as large as a screen gets. */
async function shootVast(): Promise<void> {
  const page = await browser.newPage({ viewport: vast, reducedMotion: 'reduce', baseURL: demo.address })
  await page.goto('/sign-in')
  await page.getByRole('button', { name: people.chen }).waitFor()
  await page.screenshot({ path: join(folder, 'sign-in-vast.png') })
  await page.getByRole('button', { name: people.chen }).click()
  await page.getByText(/^\d+ patients?/).waitFor()
  for (const [what, address] of Object.entries({ patients: '/patients', ...addresses, ...pages })) {
    await page.goto(address)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path: join(folder, `chen-${what}-vast.png`) })
  }
  await page.close()
}

/** The pictures of the README, as the owner sees it: patients, a member, and why that one does not reach a patient. */
async function shootForReaders(): Promise<void> {
  const page = await browser.newPage({
    viewport: sizes.wide,
    colorScheme: 'light',
    reducedMotion: 'reduce',
    baseURL: demo.address,
  })
  const shot = (name: string) =>
    page.screenshot({
      path: fileURLToPath(new URL(`../../../docs/images/${name}.png`, import.meta.url)),
      clip: { x: 0, y: 0, ...sizes.wide },
    })
  await page.goto('/sign-in')
  await page.getByRole('button', { name: people.chen }).click()
  await page.getByText(/^\d+ patients/).waitFor()
  await page.getByRole('grid').getByRole('row', { includeHidden: true }).nth(5).waitFor()
  await page.mouse.move(20, 700)
  await page.waitForLoadState('networkidle')
  await shot('patients')
  await page.goto('/team/finn')
  await page
    .getByText(/^They see/)
    .first()
    .waitFor()
  await page.waitForLoadState('networkidle')
  await shot('member')
  await page.goto(addresses['why-finn'])
  await page.getByText('All checks').waitFor()
  await page.getByText(/^\d+ patients/).waitFor()
  await page.getByRole('grid').getByRole('row', { includeHidden: true }).nth(5).waitFor()
  // A click where nothing is takes the ring off the button to close.
  await page.getByRole('heading', { name: 'All checks' }).click()
  await shot('why')
  await page.close()
}
