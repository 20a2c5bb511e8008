import { violations } from '@rolecall/testbed/axe'
import { expect, test } from 'vitest'
import type { Page } from './page.ts'
import { withConsole } from './visit.ts'

const { visitAs } = await withConsole()

/** Number 8 of the demo: at Mill Yard, treated by Moreau. Finn reaches Hill Road alone. */
const atMillYard = 'p008'

async function openDay(page: Page, rest: string): Promise<void> {
  await page.goto(`/calendar?${rest}`)
  await page.getByRole('region', { name: 'Appointments' }).waitFor()
}

function column(page: Page, name: string) {
  return page.getByRole('list', { name: new RegExp(`^${name}, `) })
}

test('an appointment is booked, not booked twice, moved by keyboard and by mouse, and cancelled', async () => {
  const page = await visitAs('Ana Silva')
  await openDay(page, 'day=2031-03-03&practitioner=chen')
  const book = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Book', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'Patient' }).pressSequentially('a')
    await dialog.getByRole('listbox').getByRole('option').first().click()
    await dialog.getByLabel('What for').fill('Crown')
    await dialog.getByRole('button', { name: 'Book' }).click()
  }
  await book()
  const entry = column(page, 'Dr Wei Chen').getByRole('button')
  await entry.filter({ hasText: '09:00–09:30' }).waitFor()
  await book()
  await page.getByText('The practitioner has something else at this time, choose another.').waitFor()
  expect(await page.getByRole('dialog').getByLabel('What for').inputValue()).toBe('Crown')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()

  await entry.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Move', exact: true }).click()
  await page.getByLabel('From').fill('10:00')
  await page.getByLabel('Until').fill('10:30')
  await page.getByRole('button', { name: 'Move it there' }).click()
  await entry.filter({ hasText: '10:00–10:30' }).waitFor()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })

  // An hour is 81 pixels high.
  const box = await entry.boundingBox()
  if (box === null) throw new Error('the appointment is not in sight')
  await page.mouse.move(box.x + 20, box.y + 10)
  await page.mouse.down()
  await page.mouse.move(box.x + 20, box.y + 60, { steps: 4 })
  await page.mouse.move(box.x + 20, box.y + 91, { steps: 4 })
  await page.mouse.up()
  await entry.filter({ hasText: '11:00–11:30' }).waitFor()

  await entry.click()
  await page.getByRole('button', { name: 'Cancel the appointment' }).click()
  await page.getByLabel('Why is it cancelled?').fill('Has a cold')
  await page.getByRole('button', { name: 'Cancel it' }).click()
  await entry.waitFor({ state: 'detached' })
})

test('a patient out of reach is a busy time, and nothing else', async () => {
  const chen = await visitAs('Dr Wei Chen')
  const status = await chen.evaluate(async (patient) => {
    const answer = await fetch('/api/appointments', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        patient,
        practitioner: 'moreau',
        start: '2031-03-04T09:00:00Z',
        end: '2031-03-04T10:00:00Z',
        description: 'A secret talk',
      }),
    })
    return answer.status
  }, atMillYard)
  expect(status).toBe(201)
  await openDay(chen, 'day=2031-03-04')
  await column(chen, 'Élodie Moreau').getByRole('button', { name: 'A secret talk' }).waitFor()
  const finn = await visitAs('Finn Gallagher')
  await openDay(finn, 'day=2031-03-04')
  const busy = column(finn, 'Élodie Moreau').getByRole('listitem')
  await busy.waitFor()
  expect(await busy.innerText()).toMatch(/^Busy\s/)
  expect(await busy.getByRole('button').count()).toBe(0)
  expect(await finn.content()).not.toContain('A secret talk')
})

test('a week begins on Monday, and the way through days and weeks is in the address', async () => {
  const page = await visitAs('Ana Silva')
  await openDay(page, 'day=2031-03-09&view=week')
  await page.getByText('Mon 3 Mar to Sun 9 Mar 2031').waitFor()
  await page.getByRole('button', { name: 'Next week' }).click()
  await page.getByText('Mon 10 Mar to Sun 16 Mar 2031').waitFor()
  expect(new URL(page.url()).search).toBe('?day=2031-03-16&view=week')
  await page.getByRole('button', { name: 'Today' }).click()
  await page.getByRole('button', { name: 'Today', disabled: true }).waitFor()
})

test('a narrow window shows one practitioner at a time', async () => {
  const page = await visitAs('Ana Silva', { width: 360 })
  await openDay(page, 'day=2031-03-05')
  expect(await page.getByRole('region', { name: 'Appointments' }).getByRole('list').count()).toBe(1)
  await page.getByLabel('Practitioner').selectOption('Dr Wei Chen')
  await column(page, 'Dr Wei Chen').waitFor({ state: 'attached' })
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
})

test('who may see no appointments is told why', async () => {
  const page = await visitAs('Bo Andersen')
  await page.goto('/calendar')
  await page.getByText('The nine steps').or(page.getByText('No practitioner’s calendar')).first().waitFor()
})

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)('axe finds nothing in the calendar, %s, %i px wide', async (scheme, width) => {
  const page = await visitAs('Ana Silva', { scheme, width })
  await openDay(page, '')
  expect(await violations(page)).toEqual([])
  await openDay(page, 'view=week')
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  await page.getByRole('dialog').getByLabel('What for').waitFor()
  expect(await violations(page)).toEqual([])
})
