import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { expectSound } from './expect-sound.ts'
import type { Page } from './page.ts'
import { withConsole } from './visit.ts'

const { signedInAs, visitAs } = await withConsole()

function entries(page: Page) {
  return page.getByRole('list', { name: 'Entries of the log' }).getByRole('button')
}

/** Mara may view the log: the role Admin has it. */
async function asMara(address: string, width = 1280, scheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const page = await signedInAs('Mara Whitfield', { width, scheme })
  await page.goto(address)
  await entries(page).first().waitFor()
  return page
}

test('what somebody did is on the log in words, under its day, and opens to its details', async () => {
  const finn = await visitAs('Finn Gallagher')
  await finn.getByRole('row').nth(1).waitFor()
  const page = await asMara('/activity')
  await page.getByRole('heading', { name: /^Today, / }).waitFor()
  await entries(page).filter({ hasText: 'Finn Gallagher viewed 100 patients' }).first().click()
  const details = page.getByRole('dialog', { name: 'What happened' })
  await details.getByText('The 100 it was about').waitFor()
  await details.getByText('View a patient', { exact: true }).waitFor()
  await details.getByText('Front desk', { exact: true }).waitFor()
  await expectSound(page, 'the details of an entry')
  await details.getByRole('button', { name: 'Everything by Finn Gallagher' }).click()
  await details.waitFor({ state: 'hidden' })
  expect(new URL(page.url()).search).toBe('?member=finn')
  await page.getByRole('button', { name: 'Remove the filter: By Finn Gallagher' }).waitFor()
  await entries(page).filter({ hasText: 'A program at the machine' }).first().waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Remove the filter: By Finn Gallagher' }).click()
  await entries(page).filter({ hasText: 'A program at the machine' }).first().waitFor()
  expect(new URL(page.url()).search).toBe('')
})

test('refusals are found alone, with the step that refused', async () => {
  const finn = await visitAs('Finn Gallagher')
  const status = await finn.evaluate(async () => (await fetch('/api/audit')).status)
  expect(status).toBe(403)
  const page = await asMara('/activity?outcome=refused')
  expect(await page.getByLabel('Refusals only').isChecked()).toBe(true)
  await entries(page).first().click()
  const details = page.getByRole('dialog', { name: 'What happened' })
  await details.getByText('Permission, one of the nine steps').waitFor()
  await details.getByText('Refused', { exact: true }).waitFor()
  await details.getByRole('link', { name: 'Why? as things are now' }).click()
  await page.getByRole('heading', { name: 'No', exact: true }).waitFor()
  expect(new URL(page.url()).search).toContain('member=finn')
})

test('filters that leave nothing say so, and clear', async () => {
  const page = await signedInAs('Mara Whitfield')
  await page.goto('/activity?from=2001-01-01&to=2001-01-02&kind=invoice')
  await page.getByRole('heading', { name: 'No entry fits these filters' }).waitFor()
  await page.getByRole('button', { name: 'Remove the filter: From 1 Jan 2001' }).waitFor()
  await page.getByRole('button', { name: 'Remove the filter: Invoice' }).waitFor()
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await entries(page).first().waitFor()
  expect(new URL(page.url()).search).toBe('')
})

test('the fields of the filter narrow by kind and act, and an act that a kind lacks goes with it', async () => {
  const page = await asMara('/activity?act=view')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('combobox', { name: 'About what' }).click()
  await page.getByRole('option', { name: 'Team member' }).click()
  await page.getByRole('button', { name: 'Remove the filter: View' }).waitFor()
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ act: 'view', kind: 'member' })
  await page.getByRole('combobox', { name: 'About what' }).click()
  await page.getByRole('option', { name: 'Demographic import' }).click()
  await page.getByRole('button', { name: 'Remove the filter: View' }).waitFor({ state: 'detached' })
  expect(new URL(page.url()).search).toBe('?kind=demographicImport')
  await page.locator('ul[aria-busy=false]').waitFor()
  await expectSound(page, 'the open filters')
})

test('the log is verified, and its entries are counted', async () => {
  const page = await asMara('/activity')
  await page.getByRole('button', { name: 'Verify the log' }).click()
  await page.getByRole('heading', { name: 'The log is sound' }).waitFor()
  await page.getByText(/^All \d+ sealed entries are as they were written/).waitFor()
})

test('a log that was tampered with names the first entry and what is wrong', async () => {
  const page = await asMara('/activity')
  await page.route('**/api/audit/verify', (route) =>
    route.fulfill({
      status: 202,
      json: { ...verdict, state: 'running', entries: 1200, words: 'verifying' },
    }),
  )
  await page.route('**/api/audit/verification', (route) =>
    route.fulfill({
      json: {
        ...verdict,
        state: 'tampered',
        entries: 5000,
        finding: { what: 'edited', entry: '77', at: '2026-11-20T12:00:00Z', words: 'entry `77` was edited' },
        words: 'the log was tampered with',
      },
    }),
  )
  await page.getByRole('button', { name: 'Verify the log' }).click()
  await page.getByText('1,200 entries looked at so far').waitFor()
  await page.getByRole('heading', { name: 'The log was tampered with' }).waitFor()
  await page.getByText('Entry 77 was edited.').waitFor()
  await page.getByRole('button', { name: 'Show that day' }).click()
  expect(new URL(page.url()).search).toBe('?from=2026-11-20&to=2026-11-20')
})

const verdict = { startedAt: null, finishedAt: null, waiting: 0, key: null, finding: null }

test('the export holds a line for each entry that the filters leave', async () => {
  const page = await asMara('/activity?kind=demographicImport')
  const count = await entries(page).count()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  const file = await (await download).path()
  const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\r\n')
  expect(header).toBe('\uFEFFWhen,Who,Acting for,What happened,About,Act,Records,Outcome,Refused at')
  expect(lines.length).toBe(count)
  expect(lines[0]).toContain('Demographic import')
})

test('the arrow keys move from entry to entry, and Enter opens one', async () => {
  const page = await asMara('/activity')
  await entries(page).first().focus()
  await page.keyboard.press('ArrowDown')
  const second = await page.locator('li[data-index="2"] button:focus').innerText()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'What happened' }).waitFor()
  await page.keyboard.press('Escape')
  expect(await page.locator('li[data-index="2"] button').innerText()).toBe(second)
})

test('who may not view the log is told why', async () => {
  const page = await signedInAs('Finn Gallagher')
  await page.goto('/activity')
  await page.getByText('You cannot open the activity log as you work now.').waitFor()
  await page.getByText('Ask an admin for View activity log.').waitFor()
  expect(await page.getByRole('navigation').getByRole('link', { name: 'Activity' }).count()).toBe(0)
  await expectSound(page, 'the closed log')
})

test.each([
  [360, 'dark'],
  [1280, 'light'],
] as const)('the log is sound: %i px, %s', async (width, scheme) => {
  const page = await asMara('/activity', width, scheme)
  await expectSound(page, 'the log')
})
