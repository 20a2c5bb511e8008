import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { expectSound } from './expect-sound.ts'
import type { Page } from './page.ts'
import { withConsole } from './visit.ts'

const { signedInAs, visitAs } = await withConsole()

function entries(page: Page) {
  return page.getByRole('list', { name: 'Log entries' }).getByRole('button')
}

/** Mara may view the log: the role Admin has it. */
async function asMara(address: string, width = 1280, scheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const page = await signedInAs('Mara Whitfield', { width, scheme })
  await page.goto(address)
  await entries(page).first().waitFor()
  return page
}

test('lists what people did by day, and opens the details', async () => {
  const finn = await visitAs('Finn Gallagher')
  await finn.getByRole('row').nth(1).waitFor()
  const page = await asMara('/activity')
  await page.getByRole('heading', { name: /^Today, / }).waitFor()
  await entries(page).filter({ hasText: 'Finn Gallagher viewed 100 patients' }).first().click()
  const details = page.getByRole('dialog', { name: 'Log entry' })
  await details.getByText('Patients (100)').waitFor()
  await details.getByText('View a patient', { exact: true }).waitFor()
  await details.getByText('Front desk', { exact: true }).waitFor()
  await expectSound(page, 'the details of an entry')
  await details.getByRole('button', { name: 'All activity by Finn Gallagher' }).click()
  await details.waitFor({ state: 'hidden' })
  expect(new URL(page.url()).search).toBe('?member=finn')
  await page.getByRole('button', { name: 'Remove filter: By Finn Gallagher' }).waitFor()
  await entries(page).filter({ hasText: 'A server command' }).first().waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Remove filter: By Finn Gallagher' }).click()
  await entries(page).filter({ hasText: 'A server command' }).first().waitFor()
  expect(new URL(page.url()).search).toBe('')
})

test('filters denied entries, with the check that denied them', async () => {
  const finn = await visitAs('Finn Gallagher')
  const status = await finn.evaluate(async () => (await fetch('/api/audit')).status)
  expect(status).toBe(403)
  const page = await asMara('/activity?outcome=refused')
  expect(await page.getByLabel('Denied only').isChecked()).toBe(true)
  await entries(page).first().click()
  const details = page.getByRole('dialog', { name: 'Log entry' })
  await details.getByText('Permission check').waitFor()
  await details.getByText('Denied', { exact: true }).waitFor()
  await details.getByRole('link', { name: 'Check access now' }).click()
  await page.getByRole('heading', { name: 'No', exact: true }).waitFor()
  expect(new URL(page.url()).search).toContain('member=finn')
})

test('says when no entries match the filters, and clears them', async () => {
  const page = await signedInAs('Mara Whitfield')
  await page.goto('/activity?from=2001-01-01&to=2001-01-02&kind=invoice')
  await page.getByRole('heading', { name: 'No entries match these filters' }).waitFor()
  await page.getByRole('button', { name: 'Remove filter: From 1 Jan 2001' }).waitFor()
  await page.getByRole('button', { name: 'Remove filter: Invoice' }).waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await entries(page).first().waitFor()
  expect(new URL(page.url()).search).toBe('')
})

test('filters by type of record and action, and drops an action the type lacks', async () => {
  const page = await asMara('/activity?act=view')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('combobox', { name: 'Type of record' }).click()
  await page.getByRole('option', { name: 'Team member' }).click()
  await page.getByRole('button', { name: 'Remove filter: View' }).waitFor()
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ act: 'view', kind: 'member' })
  await page.getByRole('combobox', { name: 'Type of record' }).click()
  await page.getByRole('option', { name: 'Demographic import' }).click()
  await page.getByRole('button', { name: 'Remove filter: View' }).waitFor({ state: 'detached' })
  expect(new URL(page.url()).search).toBe('?kind=demographicImport')
  await page.locator('ul[aria-busy=false]').waitFor()
  await expectSound(page, 'the open filters')
})

test('verifies the log and counts its entries', async () => {
  const page = await asMara('/activity')
  await page.getByRole('button', { name: 'Verify the log' }).click()
  await page.getByRole('heading', { name: 'No tampering found' }).waitFor()
  await page.getByText(/^All \d+ sealed entries are intact/).waitFor()
})

test('names the first tampered entry', async () => {
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
  await page.getByText('1,200 entries checked so far').waitFor()
  await page.getByRole('heading', { name: 'The log was tampered with' }).waitFor()
  await page.getByText('Entry 77 was edited.').waitFor()
  await page.getByRole('button', { name: 'Show that day' }).click()
  expect(new URL(page.url()).search).toBe('?from=2026-11-20&to=2026-11-20')
})

const verdict = { startedAt: null, finishedAt: null, waiting: 0, key: null, finding: null }

test('exports a line for each filtered entry', async () => {
  const page = await asMara('/activity?kind=demographicImport')
  const count = await entries(page).count()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  const file = await (await download).path()
  const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\r\n')
  expect(header).toBe('\uFEFFWhen,Who,Working for,Event,Type of record,Action,Records,Result,Denied by')
  expect(lines.length).toBe(count)
  expect(lines[0]).toContain('Demographic import')
})

test('the arrow keys move between entries, and Enter opens one', async () => {
  const page = await asMara('/activity')
  await entries(page).first().focus()
  await page.keyboard.press('ArrowDown')
  const second = await page.locator('li[data-index="2"] button:focus').innerText()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Log entry' }).waitFor()
  await page.keyboard.press('Escape')
  expect(await page.locator('li[data-index="2"] button').innerText()).toBe(second)
})

test('says why someone can’t view the log', async () => {
  const page = await signedInAs('Finn Gallagher')
  await page.goto('/activity')
  await page.getByText('You don’t have access to Activity.').waitFor()
  await page.getByText('Ask an admin for the permission View activity log.').first().waitFor()
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
