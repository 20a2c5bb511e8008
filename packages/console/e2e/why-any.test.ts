import { violations } from '@rolecall/testbed/axe'
import { expect, test } from 'vitest'
import { expectSound } from './expect-sound.ts'
import type { Page } from './page.ts'
import { withConsole } from './visit.ts'

const { signedInAs } = await withConsole()

async function asked(who: string, question: string, width = 1280): Promise<Page> {
  const page = await signedInAs(who, { width })
  await page.goto(`/why${question}`)
  await page.getByText('All checks').waitFor()
  return page
}

function cause(page: Page, name: string) {
  return page.getByRole('list', { name: 'Usual reasons' }).getByRole('listitem').filter({ hasText: name })
}

/**
 * Each of the usual causes, worked out from `access.yaml`. Patient 8 is at Mill Yard, patient 7 at Hill Road and
 * nobody of them is Mara's; Bo's one role says nothing of patients.
 */
const causes = [
  { question: '?member=bo&record=p007', is: 'Permissions' },
  { question: '?member=finn&record=p008', is: 'Patient limits' },
  { question: '?record=p007&member=okafor', is: 'Team access' },
] as const

test.each(causes)('$question is denied by $is alone', async ({ question, is }) => {
  const page = await asked('Mara Whitfield', question)
  await page.getByRole('heading', { name: 'No', exact: true }).waitFor()
  await page.getByText('This is the reason').waitFor()
  expect(await page.getByText('This is the reason').count()).toBe(1)
  expect(await cause(page, is).innerText()).toContain('This is the reason')
  expect(await cause(page, 'Filters').innerText()).toContain('Not the reason')
})

test('allowed access may be hidden by a filter, and the list opens without one', async () => {
  const page = await asked('Finn Gallagher', '?record=p007')
  await page.getByRole('heading', { name: 'Yes' }).waitFor()
  expect(await cause(page, 'Filters').innerText()).toContain('It depends')
  await page.getByRole('link', { name: 'Clear filters' }).click()
  await page.getByRole('heading', { name: 'Patients', exact: true }).waitFor()
})

test('names a reason beyond the usual ones', async () => {
  const page = await asked('Mara Whitfield', '?member=vera&kind=note&act=sign')
  await page.getByText('None of these. The reason is another check: Account type.').waitFor()
  expect(await page.getByText('This is the reason').count()).toBe(0)
})

test('keeps the question in the address', async () => {
  const page = await asked('Mara Whitfield', '')
  await page.getByRole('combobox', { name: 'Who' }).click()
  await page.getByRole('option', { name: 'Bill Osei' }).click()
  await page.getByRole('combobox', { name: 'Type of record' }).click()
  await page.getByRole('option', { name: 'Invoice' }).click()
  await page.getByRole('combobox', { name: 'Action' }).click()
  await page.getByRole('option', { name: 'edit an invoice' }).click()
  await page
    .getByText(/^Bill Osei/)
    .first()
    .waitFor()
  const search = new URL(page.url()).searchParams
  expect(Object.fromEntries(search)).toEqual({ kind: 'invoice', act: 'edit', member: 'bill' })
})

test('finds a patient by number without saying whether they exist', async () => {
  const page = await asked('Finn Gallagher', '')
  const field = page.getByRole('combobox', { name: 'Patient' })
  await field.fill('p999')
  await page.getByRole('option', { name: 'Patient number p999' }).click()
  await page.getByText('Patient not found, or you don’t have access.').waitFor()
  expect(new URL(page.url()).searchParams.get('record')).toBe('p999')
})

test('finds a note by its patient', async () => {
  const page = await asked('Dr Wei Chen', '?kind=note&act=edit')
  await page.getByRole('combobox', { name: 'Patient' }).click()
  await page.getByRole('option').first().click()
  await page.getByRole('combobox', { name: 'Note', exact: true }).click()
  await page.getByRole('option').first().click()
  await page
    .getByText(/can edit this note|^Signed notes can't|^Dr Wei Chen's /)
    .first()
    .waitFor()
  expect(new URL(page.url()).searchParams.get('record')).not.toBeNull()
  expect(await violations(page)).toEqual([])
  // Another patient is another question.
  await page.getByLabel('Clear: Patient').click()
  await page.waitForURL((url) => !url.searchParams.has('record'))
})

test('finds an appointment by its patient', async () => {
  const page = await asked('Ana Silva', '?kind=appointment&act=cancel')
  const field = page.getByRole('combobox', { name: 'Patient' })
  await field.fill('p010')
  await page.getByRole('option', { name: 'Patient number p010' }).click()
  await page.getByRole('combobox', { name: 'Appointment', exact: true }).click()
  await page.getByRole('option').first().click()
  await page.getByRole('heading', { name: 'Yes', exact: true }).waitFor()
  expect(new URL(page.url()).searchParams.get('record')).not.toBeNull()
})

test('people without access to the log only check themselves', async () => {
  const page = await asked('Finn Gallagher', '?kind=appointment&act=cancel')
  await page.getByText('Only people who can view the activity log can check others').waitFor()
  expect(await page.getByLabel('Who', { exact: true }).inputValue()).toBe('Finn Gallagher (you)')
})

test('a narrow window shows the verdict before the fields', async () => {
  const page = await asked('Mara Whitfield', '?member=finn&record=p008', 360)
  await page.getByText('Can Finn Gallagher view a patient (p008)?').waitFor()
  expect(await page.getByRole('combobox', { name: 'Who' }).isVisible()).toBe(false)
  await page.getByText('Can Finn Gallagher view a patient (p008)?').click()
  expect(await page.getByRole('combobox', { name: 'Who' }).isVisible()).toBe(true)
})

test.each([
  [360, 'dark'],
  [1280, 'light'],
] as const)('the page is sound: %i px, %s', async (width, scheme) => {
  const page = await signedInAs('Mara Whitfield', { width, scheme })
  await page.goto('/why?member=finn&record=p008')
  await page.getByText('All checks').waitFor()
  await expectSound(page)
})
