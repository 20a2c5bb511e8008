import { expect, test } from 'vitest'
import type { Page } from './page.ts'
import { countOn, endSessionAt, pick, withConsole } from './visit.ts'

const { visit, visitAs } = await withConsole()

function drawer(page: Page) {
  return page.getByRole('dialog', { name: 'Why?' })
}

test('those who cannot sign in are shown, with the reason', async () => {
  const page = await visit('/sign-in')
  const tanaka = page.getByRole('listitem').filter({ hasText: 'Dr Haruto Tanaka' })
  await tanaka.waitFor()
  expect(await tanaka.getByRole('button').count()).toBe(0)
  expect(await tanaka.innerText()).toMatch(/Can’t sign in\. \S/)
})

test('the sign-in page says that everything is made up', async () => {
  const page = await visit('/sign-in')
  await page.getByText('This is a demo.').waitFor()
})

test('signing out leads to the sign-in page, and nothing of the person before is left', async () => {
  const page = await visitAs('Dr Wei Chen')
  expect(await countOn(page)).toBe(582)
  await page.getByRole('button', { name: 'Signed in as Dr Wei Chen' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await pick(page, 'Hattie Ormond')
  await page.getByRole('heading', { name: 'You don’t have access to any patients' }).waitFor()
  expect(await countOn(page)).toBe(0)
})

test('the keyboard alone signs in, finds a patient and asks why', async () => {
  const page = await visit('/sign-in')
  const { keyboard } = page
  await page.getByRole('button', { name: 'Finn Gallagher' }).waitFor()
  while ((await page.locator('button:focus', { hasText: 'Finn Gallagher' }).count()) === 0)
    await keyboard.press('Tab')
  await keyboard.press('Enter')
  const first = page.getByRole('row').nth(1)
  await first.waitFor()
  const name = await first.locator('strong').innerText()
  await keyboard.press('/')
  await keyboard.type(name)
  await page.getByText(`“${name}”`).waitFor()
  while ((await page.locator('[role=row]:focus').count()) === 0) await keyboard.press('Tab')
  await keyboard.press('?')
  await drawer(page).getByRole('heading', { name: 'Yes' }).waitFor()
  await keyboard.press('Escape')
  await page.locator('[role=row]:focus').waitFor()
})

test('a search finds names by their beginnings, and what is not found says so and can be cleared', async () => {
  const page = await visitAs('Dr Wei Chen')
  await page.getByLabel('Search by name').fill('no such name')
  await page.getByRole('heading', { name: 'No match for “no such name”' }).waitFor()
  await page.getByRole('main').getByText('Clear search').click()
  await page.getByText('582 patients', { exact: true }).waitFor()
  expect(await page.getByLabel('Search by name').inputValue()).toBe('')
})

test('explains an empty list of patients with all checks', async () => {
  const page = await visitAs('Bo Andersen')
  await page.getByRole('heading', { name: 'You don’t have access to any patients' }).waitFor()
  await page.getByRole('heading', { name: 'How to fix it' }).waitFor()
  expect(await page.locator('details').count()).toBe(9)
  expect(await page.locator('details[open]').innerText()).toMatch(/^Permission\s+Failed/)
})

test('a lost connection is said, and what was typed is still there after a retry', async () => {
  const page = await visitAs('Dr Wei Chen')
  await page.getByRole('row').nth(1).waitFor()
  await page.context().setOffline(true)
  await page.getByLabel('Check access by patient number').fill('p00')
  await page.getByLabel('Search by name').fill('a')
  await page.getByText('Rolecall cannot be reached.').waitFor()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Retry' }).first().click()
  await page.getByRole('row').nth(1).waitFor()
  expect(await page.getByLabel('Search by name').inputValue()).toBe('a')
  expect(await page.getByLabel('Check access by patient number').inputValue()).toBe('p00')
})

test('an answer that takes long is said to', async () => {
  const page = await visitAs('Dr Wei Chen')
  await page.clock.install()
  let held = 0
  await page.route(/\/api\/patients(\?|$)/, async (route) => {
    held += 1
    if (held > 1) await route.continue()
  })
  await page.reload()
  await expect.poll(() => held).toBe(1)
  expect(await page.getByText('Still loading').count()).toBe(0)
  await page.clock.fastForward('00:04')
  await page.getByText('Still loading your patients.').waitFor()
  await page.getByRole('button', { name: 'Retry' }).click()
  await page.getByRole('row').nth(1).waitFor()
})

test('a session that ended leads to the sign-in page and back', async () => {
  const page = await visitAs('Dr Wei Chen')
  await endSessionAt(page, 'GET', '**/api/patients?*search=a*')
  await page.getByLabel('Search by name').fill('a')
  await page.getByText('Your session has ended.').waitFor()
  await pick(page, 'Dr Wei Chen')
  await page.getByText('match “a”').waitFor()
  expect(await page.getByLabel('Search by name').inputValue()).toBe('a')
})

test.each([360, 1280])('nothing moves once it is drawn: %i px', async (width) => {
  const page = await visitAs('Vera Santos', { width })
  await page.addInitScript(() => {
    const moved: number[] = []
    Object.assign(window, { moved })
    new PerformanceObserver((list) =>
      moved.push(...list.getEntries().map(({ startTime }) => startTime)),
    ).observe({
      type: 'layout-shift',
      buffered: true,
    })
  })
  await page.reload()
  await page.getByText('All checks').waitFor()
  await page.getByText(/^\d+ patients$/).waitFor()
  expect(await page.evaluate(() => Reflect.get(window, 'moved'))).toEqual([])
})

test('signing in leads nowhere but into the console', async () => {
  const page = await visit('/sign-in?back=//elsewhere.example/')
  await pick(page, 'Dr Wei Chen')
  await page.waitForURL((url) => url.pathname === '/patients')
})

test('the colours chosen are there again before anything is drawn', async () => {
  const page = await visitAs('Dr Wei Chen')
  await page.getByRole('button', { name: 'Theme' }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await page.route('**/assets/*.js', (route) => route.abort())
  await page.reload({ waitUntil: 'domcontentloaded' })
  expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark')
})
