import { violations } from '@rolecall/testbed/axe'
import { expect, test } from 'vitest'
import type { Page } from './page.ts'
import { withConsole } from './visit.ts'

const { visitAs } = await withConsole()

async function opened(page: Page) {
  await page.keyboard.press('ControlOrMeta+k')
  const palette = page.getByRole('dialog', { name: 'Go to' })
  await palette.waitFor()
  return palette
}

test('the keyboard alone goes to a page', async () => {
  const page = await visitAs('Mara Whitfield')
  await opened(page)
  await page.keyboard.type('act')
  await page.getByRole('option', { name: 'Activity' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Activity', exact: true }).waitFor()
})

test('the keyboard alone finds a patient', async () => {
  const page = await visitAs('Finn Gallagher')
  const family = await page.getByRole('row').nth(1).locator('strong').innerText()
  const palette = await opened(page)
  await page.keyboard.type(family)
  const found = palette.getByRole('group', { name: 'Patients' }).getByRole('option').first()
  await found.waitFor()
  expect(await found.innerText()).toContain(family)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/patients\/p\d+/)
})

test('people of the practice are found by those who may list them, and by nobody else', async () => {
  const mara = await visitAs('Mara Whitfield')
  await opened(mara)
  await mara.keyboard.type('elodie')
  await mara.getByRole('option', { name: 'Élodie Moreau' }).waitFor()
  await mara.keyboard.press('Enter')
  await mara.waitForURL(/\/team\/moreau/)
  const finn = await visitAs('Finn Gallagher')
  await opened(finn)
  await finn.keyboard.type('zzz')
  await finn.getByText('No results for “zzz”').waitFor()
  await finn.keyboard.press('ControlOrMeta+a')
  await finn.keyboard.type('elodie')
  await finn.getByText('No results for “elodie”').waitFor()
})

test('only pages that are open are offered, and Escape gives the focus back', async () => {
  const page = await visitAs('Finn Gallagher')
  const search = page.getByLabel('Search by name')
  await search.focus()
  const palette = await opened(page)
  expect(await palette.getByRole('option', { name: 'Activity' }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await palette.waitFor({ state: 'hidden' })
  await page.locator('input[type=search]:focus').waitFor()
})

test.each([
  [360, 'dark'],
  [1280, 'light'],
] as const)('the palette is sound: %i px, %s', async (width, scheme) => {
  const page = await visitAs('Mara Whitfield', { width, scheme })
  await opened(page)
  await page.keyboard.type('a')
  await page.getByRole('option', { name: 'Ana Silva' }).waitFor()
  expect(await violations(page)).toEqual([])
})
