import { expect, test } from 'vitest'
import type { Page } from './page.ts'
import { withConsole } from './visit.ts'

const { signedInAs, visitAs } = await withConsole()

/** Number 8 of the demo: at Mill Yard, treated by Moreau, nothing special about them. */
const atMillYard = 'p008'
/** Number 7: at Hill Road, treated by Lindqvist. */
const atHillRoad = 'p007'
/** Number 1: a whole chart open to Okafor and Lindqvist alone. */
const closed = 'p001'

const topics = [
  'Account',
  'Module',
  'Account type',
  'Permission',
  'Working for',
  'Team access',
  'Tags and restrictions',
  'Status',
  'Fields',
]

function drawer(page: Page) {
  return page.getByRole('dialog', { name: 'Why?' })
}

async function ask(page: Page, id: string): Promise<void> {
  await page.getByLabel('Check access by patient number').fill(id)
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await drawer(page).getByText('All checks').waitFor()
}

test('a yes comes with what allows it and nine passed checks', async () => {
  const page = await visitAs('Finn Gallagher')
  await ask(page, atHillRoad)
  const answer = drawer(page)
  expect(await answer.getByRole('heading', { name: 'Yes' }).isVisible()).toBe(true)
  expect(await answer.getByRole('heading', { name: 'Allowed by' }).isVisible()).toBe(true)
  const steps = answer.getByRole('listitem').filter({ has: page.locator('summary') })
  expect(await steps.count()).toBe(9)
  for (const [index, topic] of topics.entries()) {
    expect(await steps.nth(index).innerText()).toMatch(new RegExp(`^${topic}\\s+Passed`))
  }
})

test('a no opens the failed check and says how to fix it', async () => {
  const page = await signedInAs('Dr Wei Chen')
  await page.goto(`/patients?why=${atMillYard}&member=finn`)
  const answer = drawer(page)
  await answer.getByRole('heading', { name: 'No', exact: true }).waitFor()
  expect(await answer.getByRole('heading', { name: 'How to fix it' }).isVisible()).toBe(true)
  const open = answer.locator('details[open]')
  expect(await open.count()).toBe(1)
  expect(await open.innerText()).toMatch(/^Tags and restrictions\s+Failed/)
  expect(await open.innerText()).toContain('limited to patients tagged Hill Road')
})

test('a collapsed check opens to its reason', async () => {
  const page = await visitAs('Finn Gallagher')
  await ask(page, atHillRoad)
  const account = drawer(page).locator('details').first()
  expect(await account.getByText('Finn Gallagher is active').isVisible()).toBe(false)
  await account.locator('summary').click()
  expect(await account.getByText('Finn Gallagher is active').isVisible()).toBe(true)
})

test('opens the check that depends on the patient for a hidden patient', async () => {
  const page = await visitAs('Finn Gallagher')
  await ask(page, 'p999')
  const open = drawer(page).locator('details[open]')
  expect(await open.count()).toBe(1)
  expect(await open.innerText()).toMatch(/^Tags and restrictions\s+Depends/)
})

test('a hidden patient and a missing one look the same', async () => {
  const page = await visitAs('Finn Gallagher')
  const shownFor = async (id: string): Promise<string> => {
    await ask(page, id)
    const shown = await drawer(page).innerText()
    expect(shown).toContain('Patient not found, or you don’t have access.')
    await page.keyboard.press('Escape')
    await drawer(page).waitFor({ state: 'hidden' })
    return shown.replaceAll(id, 'ID')
  }
  expect(await shownFor(closed)).toBe(await shownFor('p999'))
  expect(await shownFor(atMillYard)).toBe(await shownFor('p999'))
})

test('a reader of the log checks another member and shares the link', async () => {
  const page = await visitAs('Dr Wei Chen')
  await ask(page, atMillYard)
  await drawer(page).getByRole('heading', { name: 'Yes' }).waitFor()
  await drawer(page).getByLabel('Check access for').click()
  await page.getByRole('option', { name: 'Finn Gallagher' }).click()
  await drawer(page).getByRole('heading', { name: 'No', exact: true }).waitFor()
  expect(new URL(page.url()).search).toBe(`?why=${atMillYard}&member=finn`)
})

test('checks an assistant with the practitioner they work for', async () => {
  const page = await signedInAs('Mara Whitfield')
  await page.goto(`/patients?why=p009&member=vera`)
  await drawer(page).getByRole('heading', { name: 'No', exact: true }).waitFor()
  await drawer(page).getByLabel('Working for').click()
  await page.getByRole('option', { name: 'Dr Haruto Tanaka' }).click()
  await drawer(page).getByRole('heading', { name: 'Yes' }).waitFor()
  expect(new URL(page.url()).search).toBe('?why=p009&member=vera&actingFor=tanaka')
})

test('people without access to the log can’t check others, and a link to one says why', async () => {
  const page = await visitAs('Finn Gallagher')
  await ask(page, atHillRoad)
  expect(await drawer(page).getByLabel('Check access for').count()).toBe(0)
  await page.goto(`/patients?why=${atHillRoad}&member=chen`)
  await drawer(page).getByRole('button', { name: 'Show my access' }).click()
  await drawer(page).getByRole('heading', { name: 'Yes' }).waitFor()
})

test('a link survives signing in', async () => {
  const page = await signedInAs('Finn Gallagher')
  await page.goto(`/patients?search=a&why=${atHillRoad}`)
  await drawer(page).getByRole('heading', { name: 'Yes' }).waitFor()
  expect(new URL(page.url()).search).toBe(`?search=a&why=${atHillRoad}`)
})

test('going back closes Why? and restores the focus', async () => {
  const page = await visitAs('Finn Gallagher')
  await page.getByRole('row').nth(2).focus()
  await page.keyboard.press('?')
  await drawer(page).getByText('All checks').waitFor()
  expect(await drawer(page).locator(':focus').count()).toBe(1)
  await page.goBack()
  await drawer(page).waitFor({ state: 'hidden' })
  await page.locator('[aria-rowindex="3"]:focus').waitFor()
})

test('closing a shared link stays on the page', async () => {
  const page = await signedInAs('Finn Gallagher')
  await page.goto(`/patients?search=a&why=${atHillRoad}`)
  await drawer(page).getByText('All checks').waitFor()
  await page.getByRole('button', { name: 'Close Why?' }).click()
  await drawer(page).waitFor({ state: 'hidden' })
  expect(new URL(page.url()).search).toBe('?search=a')
})
