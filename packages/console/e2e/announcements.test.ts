import { withBrowser } from '@rolecall/testbed/browser'
import { afterAll, expect, test } from 'vitest'
import { expectSound } from './expect-sound.ts'
import type { Page } from './page.ts'
import { startInstallation } from './start.ts'
import { openWindow, type Window } from './visit.ts'

const installation = await startInstallation()
afterAll(() => installation.stop())
const browser = await withBrowser()

const password = 'seven teal umbrellas in november'
const words =
  'Someone with access to the server created a link for Dr Mira Okoro, the owner, to choose a new password'
const shown = 'created a link for Dr Mira Okoro'

const answer = await fetch(`${installation.address}/api/set-up`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', origin: installation.address },
  body: JSON.stringify({
    token: installation.link.split('token=')[1],
    practice: { name: 'Green Street Dental', kind: 'dental', timeZone: 'Europe/Berlin' },
    sharesPatients: true,
    assistantsReadSignedNotes: true,
    modules: ['clinical'],
    owner: { name: 'Dr Mira Okoro', email: 'mira@example.org', password, memberKind: 'practitioner' },
  }),
})
if (answer.status !== 204) throw new Error(await answer.text())

async function signedIn(window?: Window): Promise<Page> {
  const page = await openWindow(browser, installation, window)
  await page.goto('/')
  await page.getByLabel('E-mail address').fill('mira@example.org')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Patients', exact: true }).waitFor()
  await page.waitForLoadState('networkidle')
  return page
}

const notice = (page: Page) => page.getByRole('alert').filter({ hasText: shown })
const seen = (page: Page) => page.getByRole('button', { name: 'Mark as read' })

test('where nothing was done at the machine nothing is said of it', async () => {
  const page = await signedIn()
  expect(await page.getByRole('region', { name: 'Announcements' }).count()).toBe(0)
})

test.each([
  [1280, 'light'],
  [360, 'dark'],
] as const)(
  'what was done at the machine is shown above every page, soundly: %i px, %s',
  async (width, scheme) => {
    await installation.announce(words)
    const page = await signedIn({ width, scheme })
    await notice(page).first().waitFor()
    expect(await notice(page).first().textContent()).toMatch(
      /^\d{2} \w{3} \d{4}, \d{2}:\d{2} Someone with access .+ a new password\.Mark as read$/,
    )
    await expectSound(page)
    await page.goto('/account')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await notice(page).first().waitFor()
    await page.waitForLoadState('networkidle')
    await expectSound(page)
  },
)

test('by the keyboard alone one says that one has seen it, and it does not come back', async () => {
  const page = await signedIn()
  const before = await notice(page).count()
  expect(before).toBe(2)
  await seen(page).first().focus()
  for (let left = before - 1; left >= 0; left--) {
    await page.keyboard.press('Enter')
    await expect.poll(() => notice(page).count()).toBe(left)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
    // From there the next one is the first to come.
    if (left > 0) await page.keyboard.press('Tab')
  }
  await page.reload()
  await page.getByRole('heading', { name: 'Patients', exact: true }).waitFor()
  await page.waitForLoadState('networkidle')
  expect(await notice(page).count()).toBe(0)
})

test('where that cannot be kept it stays, and says so', async () => {
  await installation.announce(words)
  const page = await signedIn()
  await notice(page).waitFor()
  await page.route('**/seen', (route) => route.fulfill({ status: 503 }))
  await seen(page).click()
  await page.getByText('The announcement stays here for now.').waitFor()
  expect(await notice(page).count()).toBe(1)
  await page.unroute('**/seen')
  await seen(page).click()
  await expect.poll(() => notice(page).count()).toBe(0)
})
