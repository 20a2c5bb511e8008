import { violations } from '@rolecall/testbed/axe'
import { expect, test } from 'vitest'
import { expectSound } from './expect-sound.ts'
import type { Page } from './page.ts'
import { withConsole } from './visit.ts'

const { signedInAs } = await withConsole()

async function asked(who: string, question: string, width = 1280): Promise<Page> {
  const page = await signedInAs(who, { width })
  await page.goto(`/why${question}`)
  await page.getByText('The nine steps').waitFor()
  return page
}

function cause(page: Page, name: string) {
  return page
    .getByRole('list', { name: 'The four usual causes' })
    .getByRole('listitem')
    .filter({ hasText: name })
}

/**
 * Each of the usual causes, worked out from `access.yaml`. Patient 8 is at Mill Yard, patient 7 at Hill Road and
 * nobody of them is Mara's; Bo's one role says nothing of patients.
 */
const causes = [
  { question: '?member=bo&record=p007', is: 'A role’s permission' },
  { question: '?member=finn&record=p008', is: 'Patient limits' },
  { question: '?record=p007&member=okafor', is: 'Team access' },
] as const

test.each(causes)('$question is refused by $is, and by that alone', async ({ question, is }) => {
  const page = await asked('Mara Whitfield', question)
  await page.getByRole('heading', { name: 'No', exact: true }).waitFor()
  await page.getByText('This is the cause').waitFor()
  expect(await page.getByText('This is the cause').count()).toBe(1)
  expect(await cause(page, is).innerText()).toContain('This is the cause')
  expect(await cause(page, 'A filter on the screen').innerText()).toContain('Not the cause')
})

test('what nothing refuses may be hidden by a filter, and the list opens without one', async () => {
  const page = await asked('Finn Gallagher', '?record=p007')
  await page.getByRole('heading', { name: 'Yes' }).waitFor()
  expect(await cause(page, 'A filter on the screen').innerText()).toContain('It depends')
  await page.getByRole('link', { name: 'Open the patients without a filter' }).click()
  await page.getByRole('heading', { name: 'Patients', exact: true }).waitFor()
})

test('a cause beyond the four is named', async () => {
  const page = await asked('Mara Whitfield', '?member=vera&kind=note&act=sign')
  await page.getByText('It is none of the four: what decides here is the step Kind of member.').waitFor()
  expect(await page.getByText('This is the cause').count()).toBe(0)
})

test('the question is changed in words, and stands in the address', async () => {
  const page = await asked('Mara Whitfield', '')
  await page.getByRole('combobox', { name: 'Who' }).click()
  await page.getByRole('option', { name: 'Bill Osei' }).click()
  await page.getByRole('combobox', { name: 'Kind of record' }).click()
  await page.getByRole('option', { name: 'Invoice' }).click()
  await page.getByRole('combobox', { name: 'What they would do' }).click()
  await page.getByRole('option', { name: 'change an invoice' }).click()
  await page
    .getByText(/^Bill Osei may not /)
    .first()
    .waitFor()
  const search = new URL(page.url()).searchParams
  expect(Object.fromEntries(search)).toEqual({ kind: 'invoice', act: 'edit', member: 'bill' })
})

test('a patient is found by name, and those out of reach by id', async () => {
  const page = await asked('Finn Gallagher', '')
  const field = page.getByRole('combobox', { name: 'Which patient' })
  await field.fill('p999')
  await page.getByRole('option', { name: 'Patient id p999' }).click()
  await page.getByText('No patient with this id is within your reach.').waitFor()
  expect(new URL(page.url()).searchParams.get('record')).toBe('p999')
})

test('a note is found by its patient, and then in the list', async () => {
  const page = await asked('Dr Wei Chen', '?kind=note&act=edit')
  await page.getByRole('combobox', { name: 'Whose note' }).click()
  await page.getByRole('option').first().click()
  await page.getByRole('combobox', { name: 'Which note' }).click()
  await page.getByRole('option').first().click()
  await page
    .getByText(/ may (not )?edit this note| may (not )?change this note/)
    .first()
    .waitFor()
  expect(new URL(page.url()).searchParams.get('record')).not.toBeNull()
  expect(await violations(page)).toEqual([])
  // Another patient is another question.
  await page.getByLabel('Clear: Whose note').click()
  await page.waitForURL((url) => !url.searchParams.has('record'))
})

test('an appointment is found by its patient, and then in the list', async () => {
  const page = await asked('Ana Silva', '?kind=appointment&act=cancel')
  const field = page.getByRole('combobox', { name: 'Whose appointment' })
  await field.fill('p010')
  await page.getByRole('option', { name: 'Patient id p010' }).click()
  await page.getByRole('combobox', { name: 'Which appointment' }).click()
  await page.getByRole('option').first().click()
  await page.getByRole('heading', { name: 'Yes', exact: true }).waitFor()
  expect(new URL(page.url()).searchParams.get('record')).not.toBeNull()
})

test('who may not view the log asks about themselves alone', async () => {
  const page = await asked('Finn Gallagher', '?kind=appointment&act=cancel')
  await page.getByText('Those who may view the activity log can ask about others').waitFor()
  expect(await page.getByLabel('Who', { exact: true }).inputValue()).toBe('Finn Gallagher (you)')
})

test('in a narrow window the verdict comes before the fields', async () => {
  const page = await asked('Mara Whitfield', '?member=finn&record=p008', 360)
  await page.getByText('May Finn Gallagher view a patient (p008)?').waitFor()
  expect(await page.getByRole('combobox', { name: 'Who' }).isVisible()).toBe(false)
  await page.getByText('May Finn Gallagher view a patient (p008)?').click()
  expect(await page.getByRole('combobox', { name: 'Who' }).isVisible()).toBe(true)
})

test.each([
  [360, 'dark'],
  [1280, 'light'],
] as const)('the page is sound: %i px, %s', async (width, scheme) => {
  const page = await signedInAs('Mara Whitfield', { width, scheme })
  await page.goto('/why?member=finn&record=p008')
  await page.getByText('The nine steps').waitFor()
  await expectSound(page)
})
