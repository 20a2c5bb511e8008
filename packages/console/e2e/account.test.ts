import { violations } from '@rolecall/testbed/axe'
import { withBrowser } from '@rolecall/testbed/browser'
import { afterAll, expect, test } from 'vitest'
import { expectSound } from './expect-sound.ts'
import type { Page } from './page.ts'
import { startInstallation } from './start.ts'
import { openWindow, withConsole } from './visit.ts'

const { signedInAs } = await withConsole()
const installation = await startInstallation()
afterAll(() => installation.stop())
const browser = await withBrowser()
const password = 'four lanterns over the quiet harbour'

async function visitInstallation(address: string): Promise<Page> {
  const page = await openWindow(browser, installation)
  await page.goto(address)
  return page
}

async function signedIn(address: string, words = password): Promise<Page> {
  const page = await visitInstallation(address)
  await page.getByLabel('E-mail address').fill('mira@example.org')
  await page.getByLabel('Password', { exact: true }).fill(words)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Dr Mira Okoro' }).waitFor()
  return page
}

test.each([
  [360, 'dark'],
  [1280, 'light'],
] as const)(
  'in the demo access stands in sentences, and there is nothing to prove: %i px, %s',
  async (width, scheme) => {
    const page = await signedInAs('Finn Gallagher', { width, scheme })
    await page.goto('/account')
    await page.getByRole('heading', { name: 'Finn Gallagher' }).waitFor()
    await page.getByText('Finn Gallagher reaches only patients tagged Hill Road.').waitFor()
    await page.getByText('See, register and edit patients').waitFor()
    // The 200 of Hill Road, less 10 whose charts are closed.
    await page.getByText('190', { exact: true }).waitFor()
    await page.getByText('have no passwords').waitFor()
    await page.getByText('there are no sessions to manage').waitFor()
    await expectSound(page)
  },
)

test('what one cannot do is shown on demand, with the way to Why?', async () => {
  const page = await signedInAs('Finn Gallagher')
  await page.goto('/account')
  await page.getByRole('button', { name: 'Show what you can’t do' }).click()
  await page.getByRole('link', { name: /^Why\? .*the activity log/ }).click()
  await page.getByRole('heading', { name: 'No', exact: true }).waitFor()
  expect(new URL(page.url()).search).toBe('?kind=audit&act=view')
})

test('the menu of who one is leads to the account', async () => {
  const page = await signedInAs('Bo Andersen')
  await page.goto('/')
  await page.getByRole('button', { name: 'Signed in as Bo Andersen' }).click()
  await page.getByRole('menuitem', { name: 'Your account' }).click()
  await page.getByRole('heading', { name: 'Bo Andersen' }).waitFor()
})

// One after the other: each goes on where the one before has ended.

test('sessions are listed, and one of them is ended from here', async () => {
  const owner = await visitInstallation(installation.link)
  await owner.getByLabel('Name', { exact: true }).fill('Green Street Dental')
  await owner.getByRole('radiogroup', { name: 'Do people here share patients?' }).getByLabel('Yes').check()
  await owner
    .getByRole('radiogroup', { name: 'Can clinical assistants read signed notes?' })
    .getByLabel('No')
    .check()
  await owner.getByLabel('Your name').fill('Dr Mira Okoro')
  await owner.getByLabel('E-mail address').fill('mira@example.org')
  await owner.getByLabel('Password', { exact: true }).fill(password)
  await owner.getByRole('button', { name: 'Create practice' }).click()
  await owner.getByRole('heading', { name: 'Patients', exact: true }).waitFor()
  const page = await signedIn('/account')
  await page.getByText(/^This session, since /).waitFor()
  await page.getByRole('button', { name: /^End the session in / }).click()
  await page.getByText('You’re not signed in anywhere else.').waitFor()
  await owner.getByLabel('Search by name').fill('x')
  await owner.getByRole('dialog', { name: 'Your session has ended' }).waitFor()
})

test('a wrong current password changes nothing and loses nothing, the right one does', async () => {
  const page = await signedIn('/account')
  const next = 'seven kettles under the northern stair'
  await page.getByLabel('Current password').fill('not the current one')
  await page.getByLabel('New password').fill(next)
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.getByLabel('New password').inputValue()).toBe(next)
  expect(await violations(page)).toEqual([])
  await page.getByLabel('Current password').fill(password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('Password changed.').waitFor()
  await signedIn('/account', next)
})
