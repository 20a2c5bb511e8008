import { violations } from '@rolecall/testbed/axe'
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

async function visit(address: string, window?: Window): Promise<Page> {
  const page = await openWindow(browser, installation, window)
  await page.goto(address)
  return page
}

async function signIn(page: Page, words = password): Promise<void> {
  await page.getByLabel('E-mail address').fill('mira@example.org')
  await page.getByLabel('Password', { exact: true }).fill(words)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** An answer that is still on its way would ask for the password, and take the focus, while something is being typed. */
async function atRest(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'No patients yet' }).waitFor()
  await page.waitForLoadState('networkidle')
}

// One after the other: each goes on where the one before has ended.

test('before it is set up, the way in says where the link is', async () => {
  const page = await visit('/')
  await page.getByRole('heading', { name: 'Rolecall isn’t set up yet' }).waitFor()
  expect(await violations(page)).toEqual([])
})

test.each([
  [1280, 'light'],
  [360, 'dark'],
] as const)('the pages outside are sound: %i px, %s', async (width, scheme) => {
  for (const address of [
    installation.link,
    '/set-up',
    '/forgotten',
    '/reset#token=x',
    '/reset',
    '/accept#token=x',
  ]) {
    const page = await visit(address, { width, scheme })
    await page.getByRole('heading', { level: 1 }).waitFor()
    await expectSound(page, address)
  }
})

test('the keyboard alone sets a practice up, and its owner is in', async () => {
  const page = await visit(installation.link)
  const { keyboard } = page
  await page.getByLabel('Name', { exact: true }).focus()
  await keyboard.type('Green Street Dental')
  await page.getByRole('radiogroup', { name: 'Do people here share patients?' }).getByLabel('Yes').focus()
  await keyboard.press('Space')
  await page
    .getByRole('radiogroup', { name: 'Can clinical assistants read signed notes?' })
    .getByLabel('No')
    .focus()
  await keyboard.press('Space')
  await page.getByLabel('Your name').focus()
  await keyboard.type('Dr Mira Okoro')
  await page.getByLabel('E-mail address').focus()
  await keyboard.type('mira@example.org')
  await page.getByLabel('Password', { exact: true }).focus()
  await keyboard.type('greenstreetdental1')
  await page
    .getByText(/too easy|guess|name|practice/i)
    .first()
    .waitFor()
  await keyboard.press('ControlOrMeta+a')
  await keyboard.type(password)
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Patients', exact: true }).waitFor()
  await page.getByText('Green Street Dental').waitFor()
  await page.getByText('Dr Mira Okoro').first().waitFor()
})

test('the link works once', async () => {
  const page = await visit(installation.link)
  await page.getByLabel('Name', { exact: true }).fill('Another')
  await page.getByRole('radiogroup', { name: 'Do people here share patients?' }).getByLabel('No').check()
  await page
    .getByRole('radiogroup', { name: 'Can clinical assistants read signed notes?' })
    .getByLabel('No')
    .check()
  await page.getByLabel('Your name').fill('Eve')
  await page.getByLabel('E-mail address').fill('eve@example.org')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Create practice' }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Another')
})

test('a wrong password is refused, and the right one is let in', async () => {
  const page = await visit('/')
  await signIn(page, 'not the one that was chosen')
  await page.getByRole('alert').waitFor()
  await signIn(page)
  await page.getByRole('heading', { name: 'Patients', exact: true }).waitFor()
})

test('a session nobody used is locked, and what was typed is there after the password', async () => {
  const page = await visit('/')
  await signIn(page)
  await atRest(page)
  await installation.letSessionsIdle()
  await page.getByLabel('Search by name').fill('Adeyemi')
  const dialog = page.getByRole('dialog', { name: 'Rolecall is locked' })
  await dialog.waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  expect(await dialog.isVisible()).toBe(true)
  await dialog.getByLabel('Password', { exact: true }).fill('not this one either')
  await page.keyboard.press('Enter')
  await dialog.getByRole('alert').waitFor()
  await dialog.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  expect(await page.getByLabel('Search by name').inputValue()).toBe('Adeyemi')
})

test('whoever finds a locked session of somebody else signs in as themselves', async () => {
  const page = await visit('/')
  await signIn(page)
  await page.getByRole('heading', { name: 'No patients yet' }).waitFor()
  await installation.letSessionsIdle()
  await page.reload()
  await page.getByRole('button', { name: 'Sign in as someone else' }).click()
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor()
  await signIn(page)
  await page.getByRole('heading', { name: 'No patients yet' }).waitFor()
})

test('a session that ended is taken up in place', async () => {
  const page = await visit('/')
  await signIn(page)
  await atRest(page)
  await installation.endSessions()
  await page.getByLabel('Search by name').fill('Brandt')
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
  await dialog.getByLabel('E-mail address').fill('mira@example.org')
  await dialog.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  expect(await page.getByLabel('Search by name').inputValue()).toBe('Brandt')
})

test('a forgotten password is answered the same, whoever asks', async () => {
  for (const email of ['mira@example.org', 'nobody@example.org']) {
    const page = await visit('/forgotten')
    await page.getByLabel('E-mail address').fill(email)
    await page.getByRole('button', { name: 'Send link' }).click()
    await page.getByText('If there is an account with this address').waitFor()
  }
})
