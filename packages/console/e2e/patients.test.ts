import type { Calendars } from '@rolecall/contract'
import { violations } from '@rolecall/testbed/axe'
import { expect, test } from 'vitest'
import { endSessionAt, pick, withConsole } from './visit.ts'

const { signedInAs, visitAs } = await withConsole()

test('a filter is a chip that says how many it hides, and goes again', async () => {
  const page = await visitAs('Dr Wei Chen')
  await page.getByText('582 patients', { exact: true }).waitFor()
  await page.getByLabel('Filter by tag').selectOption({ value: 'vip' })
  // Two of the 40 groups of 15 are VIPs, and none of them is restricted.
  await page.getByText('30 patients · 552 hidden', { exact: true }).waitFor()
  expect(new URL(page.url()).search).toBe('?tag=vip')
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Clear tag filter' }).click()
  await page.getByText('582 patients', { exact: true }).waitFor()
})

test('what the filter hides is told apart from what is out of reach', async () => {
  const page = await signedInAs('Finn Gallagher')
  await page.goto('/patients?tag=mill-yard')
  await page.getByRole('heading', { name: 'No patients match these filters' }).waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.getByRole('row').nth(1).waitFor()
})

test('the filter offers everybody whose calendar is open, whether or not one of their patients is listed yet', async () => {
  const page = await visitAs('Ana Silva')
  const { calendars } = (await (await page.request.get('/api/calendars')).json()) as Calendars
  const names = calendars.map(({ practitioner }) => practitioner.name)
  await page.getByLabel('Search by name').fill('no such name')
  await page.getByRole('heading', { name: 'No match for “no such name”' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'No match for “no such name”' }).waitFor()
  const select = page.getByLabel('Filter by care team')
  await select.focus()
  const options = select.locator('option')
  await options.nth(names.length).waitFor({ state: 'attached' })
  expect(await options.allInnerTexts()).toEqual(['Care team…', ...names])
})

test('the list is sorted by birth date', async () => {
  const page = await visitAs('Dr Wei Chen')
  await page.getByLabel('Sort by').selectOption('Youngest first')
  await page.waitForURL('**/patients?sort=-birthDate')
  await page.waitForLoadState('networkidle')
  await page.locator('[role=row] time').first().waitFor()
  const dates = await page
    .locator('[role=row] time')
    .evaluateAll((times) => times.slice(0, 5).map((time) => time.getAttribute('datetime') ?? ''))
  expect(dates.length).toBe(5)
  expect(dates).toEqual([...dates].sort().reverse())
})

test('who may be there already is named before they are added twice', async () => {
  const page = await visitAs('Ana Silva')
  const fill = async (): Promise<void> => {
    await page.getByRole('button', { name: 'New patient' }).click()
    await page.getByLabel('Given name').fill('Zora')
    await page.getByLabel('Family name').fill('Quimby')
    await page.getByLabel('Birth date').fill('1984-03-07')
    await page.getByRole('button', { name: 'Add patient' }).click()
  }
  await fill()
  await page.getByRole('heading', { name: 'Zora Quimby' }).waitFor()
  const first = page.url()
  await page.getByRole('link', { name: 'Patients' }).first().click()
  await fill()
  await page.getByRole('link', { name: /^Open .*Quimby/ }).waitFor()
  expect(await page.getByLabel('Family name').inputValue()).toBe('Quimby')
  await page.getByRole('button', { name: 'Different person, add anyway' }).click()
  await page.getByRole('heading', { name: 'Zora Quimby' }).waitFor()
  expect(page.url()).not.toBe(first)
})

test('tags and locations are called by their names, never by their ids', async () => {
  const page = await visitAs('Ana Silva')
  const places = page.locator('[role=row] [role=gridcell]:nth-child(5)')
  await places.first().waitFor()
  const named = await places.allInnerTexts()
  expect(named.length).toBeGreaterThan(5)
  // Ana is everywhere; some patients go to two places.
  const known = /^(Location\n+)?(River Lane|Hill Road|Mill Yard)(\n+\+1)?$/
  expect(named.filter((text) => !known.test(text))).toEqual([])
  const tags = await page.locator('[role=row] [role=gridcell]:nth-child(4)').allInnerTexts()
  const words = new Set(tags.flatMap((text) => text.split('\n').filter((one) => one !== '')))
  expect(
    [...words].filter((one) => !/^(River Lane|Hill Road|Mill Yard|VIP|No tags|\+\d)$/.test(one)),
  ).toEqual([])
})

test('what is typed of a new patient survives another page, a lost connection and an ended session', async () => {
  const page = await visitAs('Ana Silva')
  await page.getByRole('link', { name: 'Calendar' }).click()
  await page.getByRole('link', { name: 'Patients' }).first().click()
  await page.getByRole('button', { name: 'New patient' }).click()
  await page.getByLabel('Family name').fill('Featherstone')
  await page.getByLabel('Phone').fill('555 0199')
  // Away with the dialog open, and back.
  await page.goBack()
  await page.getByRole('heading', { name: 'Calendar', exact: true }).waitFor()
  await page.goForward()
  const family = page.getByRole('dialog').getByLabel('Family name')
  await family.waitFor()
  expect(await family.inputValue()).toBe('Featherstone')
  await page.route('**/api/patients', (route) => route.abort())
  await page.getByRole('button', { name: 'Add patient' }).click()
  await page.getByText('Rolecall cannot be reached').waitFor()
  await page.unroute('**/api/patients')
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Continue adding patient' }).click()
  expect(await page.getByLabel('Phone').inputValue()).toBe('555 0199')
  await endSessionAt(page, 'POST', '**/api/patients')
  await page.getByRole('button', { name: 'Add patient' }).click()
  await pick(page, 'Ana Silva')
  await page.getByRole('dialog').getByLabel('Family name').waitFor()
  expect(await family.inputValue()).toBe('Featherstone')
  await page.getByRole('button', { name: 'Add patient' }).click()
  await page.getByRole('heading', { name: 'Featherstone' }).waitFor()
})

test('what is typed of a new patient is nobody else’s', async () => {
  const page = await visitAs('Ana Silva')
  await page.getByRole('button', { name: 'New patient' }).click()
  await page.getByLabel('Family name').fill('Featherstone')
  await endSessionAt(page, 'POST', '**/api/patients')
  await page.getByRole('button', { name: 'Add patient' }).click()
  await pick(page, 'Finn Gallagher')
  await page.getByRole('button', { name: 'New patient' }).click()
  expect(await page.getByRole('dialog').getByLabel('Family name').inputValue()).toBe('')
})

test('whoever signs out is told what is not saved, and leaves nothing behind', async () => {
  const page = await visitAs('Ana Silva')
  await page.getByRole('button', { name: 'New patient' }).click()
  await page.getByLabel('Family name').fill('Featherstone')
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Continue adding patient' }).waitFor()
  await page.getByRole('button', { name: 'Signed in as Ana Silva' }).click()
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
  await page.getByText('You have unsaved changes. You’ll lose what you typed.').waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole('menuitem', { name: /^Sign out anyway/ }).click()
  await pick(page, 'Ana Silva')
  await page.getByRole('button', { name: 'New patient', exact: true }).waitFor()
})
