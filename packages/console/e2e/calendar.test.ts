import type { Calendars, Me } from '@rolecall/contract'
import { violations } from '@rolecall/testbed/axe'
import { expect, test } from 'vitest'
import type { Page } from './page.ts'
import { withConsole } from './visit.ts'

const { signedInAs, visitAs } = await withConsole()

/** What a browser says of a page's own questions, and is asked of whatever changes something. */
const headers = { 'sec-fetch-site': 'same-origin' }

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
  const page = await signedInAs('Ana Silva')
  await openDay(page, 'day=2031-03-03&practitioner=chen')
  const book = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Book', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'Patient' }).pressSequentially('a')
    await dialog.getByRole('listbox').getByRole('option').first().click()
    await dialog.getByLabel('Reason for visit').fill('Crown')
    await dialog.getByRole('button', { name: 'Book' }).click()
  }
  await book()
  const entry = column(page, 'Dr Wei Chen').getByRole('button')
  await entry.filter({ hasText: '09:00–09:30' }).waitFor()
  await book()
  await page.getByText('The practitioner has something else at this time, choose another.').waitFor()
  expect(await page.getByRole('dialog').getByLabel('Reason for visit').inputValue()).toBe('Crown')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()

  await entry.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Move or edit' }).click()
  await page.getByLabel('From').fill('10:00')
  await page.getByLabel('Until').fill('10:30')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
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
  await page.getByRole('button', { name: 'Cancel appointment' }).click()
  await page.getByLabel('Reason for cancelling').fill('Has a cold')
  await page.getByRole('button', { name: 'Cancel appointment' }).click()
  await entry.waitFor({ state: 'detached' })
})

test('a patient out of reach is a busy time, and nothing else', async () => {
  const chen = await signedInAs('Dr Wei Chen')
  const data = {
    patient: atMillYard,
    practitioner: 'moreau',
    start: '2031-03-04T09:00:00Z',
    end: '2031-03-04T10:00:00Z',
    description: 'A secret talk',
  }
  expect((await chen.request.post('/api/appointments', { headers, data })).status()).toBe(201)
  await openDay(chen, 'day=2031-03-04')
  await column(chen, 'Élodie Moreau').getByRole('button', { name: 'A secret talk' }).waitFor()
  const finn = await signedInAs('Finn Gallagher')
  await openDay(finn, 'day=2031-03-04')
  const busy = column(finn, 'Élodie Moreau').getByRole('listitem')
  await busy.waitFor()
  expect(await busy.innerText()).toMatch(/^Busy\s/)
  expect(await busy.getByRole('button').count()).toBe(0)
  expect(await finn.content()).not.toContain('A secret talk')
})

/** Books for Chen and his patient number 10, as Ana. */
async function booked(page: Page, start: string, description: string): Promise<void> {
  const end = new Date(Date.parse(start) + 1_800_000).toISOString()
  const data = { patient: 'p010', practitioner: 'chen', start, end, description }
  expect((await page.request.post('/api/appointments', { headers, data })).status()).toBe(201)
}

test('an appointment is said to have been kept, taken back, and missed', async () => {
  const page = await signedInAs('Ana Silva')
  await booked(page, '2020-03-02T09:00:00Z', 'Long ago')
  await openDay(page, 'day=2020-03-02')
  const entry = column(page, 'Dr Wei Chen').getByRole('button', { name: 'Long ago' })
  await entry.click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Arrived' }).click()
  await dialog
    .getByRole('definition')
    .filter({ hasText: /^Arrived$/ })
    .waitFor()
  await dialog.getByRole('button', { name: 'Completed' }).click()
  await dialog
    .getByRole('definition')
    .filter({ hasText: /^Completed$/ })
    .waitFor()
  expect(await dialog.getByRole('button', { name: 'Move or edit' }).count()).toBe(0)
  expect(await violations(page)).toEqual([])
  await dialog.getByText('Change status').waitFor()
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await dialog
    .getByRole('definition')
    .filter({ hasText: /^Arrived$/ })
    .waitFor()
  await dialog.getByRole('button', { name: 'Undo' }).click()
  await dialog.getByRole('button', { name: 'No-show' }).click()
  await dialog
    .getByRole('definition')
    .filter({ hasText: /^No-show$/ })
    .waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await entry.filter({ hasText: 'No-show' }).waitFor()
  // Five changes and the booking, as the log has them.
  const chen = await signedInAs('Dr Wei Chen')
  await openDay(chen, 'day=2020-03-02')
  await column(chen, 'Dr Wei Chen').getByRole('button', { name: 'Long ago' }).click()
  await chen.getByRole('link', { name: 'History' }).click()
  await chen
    .getByRole('button', { name: /Ana Silva edited an appointment/ })
    .first()
    .waitFor()
  expect(await chen.getByRole('button', { name: /Ana Silva edited an appointment/ }).count()).toBe(5)
})

test('what somebody else said meanwhile is shown, and can be followed', async () => {
  const page = await signedInAs('Ana Silva')
  await booked(page, '2020-03-03T09:00:00Z', 'Two at once')
  await openDay(page, 'day=2020-03-03')
  await column(page, 'Dr Wei Chen').getByRole('button', { name: 'Two at once' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Arrived' }).waitFor()
  const id = new URL(page.url()).searchParams.get('open') ?? ''
  const chen = await signedInAs('Dr Wei Chen')
  await chen.request.put(`/api/appointments/${id}/status`, {
    headers: { ...headers, 'if-match': '"1"' },
    data: { status: 'noshow' },
  })
  await dialog.getByRole('button', { name: 'Completed' }).click()
  await dialog.getByText(/^Dr Wei Chen changed the status on /).waitFor()
  await dialog
    .getByRole('definition')
    .filter({ hasText: /^No-show$/ })
    .waitFor()
})

test('an appointment is changed upon what somebody else changed meanwhile, and theirs stays', async () => {
  const page = await signedInAs('Ana Silva')
  const zone = Temporal.Now.timeZoneId()
  const at = (time: string) => Temporal.PlainDateTime.from(`2031-03-12T${time}`).toZonedDateTime(zone)
  await booked(page, at('09:00').toInstant().toString(), 'Before')
  await openDay(page, 'day=2031-03-12')
  await column(page, 'Dr Wei Chen').getByRole('button', { name: 'Before' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Move or edit' }).click()
  await dialog.getByLabel('Reason for visit').fill('After')
  const id = new URL(page.url()).searchParams.get('open') ?? ''
  const chen = await signedInAs('Dr Wei Chen')
  const moved = await chen.request.patch(`/api/appointments/${id}`, {
    headers: { ...headers, 'if-match': '"1"' },
    data: { start: at('13:00').toInstant().toString(), end: at('13:30').toInstant().toString() },
  })
  expect(moved.status()).toBe(200)
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await dialog.getByText(/^Dr Wei Chen changed the start time and the end time on /).waitFor()
  expect(await dialog.getByLabel('Reason for visit').inputValue()).toBe('After')
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await column(page, 'Dr Wei Chen')
    .getByRole('button', { name: 'After' })
    .filter({ hasText: '13:00–13:30' })
    .waitFor()
})

test('what is typed of a booking survives another page, a lost connection and another place', async () => {
  const page = await visitAs('Ana Silva')
  await page.getByRole('link', { name: 'Calendar' }).click()
  await page.getByLabel('Go to a day').fill('2031-03-06')
  await page.getByLabel('Practitioner').selectOption('Dr Wei Chen')
  await column(page, 'Dr Wei Chen').waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Patient' }).pressSequentially('a')
  await dialog.getByRole('listbox').getByRole('option').first().click()
  const patient = await dialog.getByRole('combobox', { name: 'Patient' }).inputValue()
  await dialog.getByLabel('Reason for visit').fill('Half a sentence')
  await page.route('**/api/appointments', (route) => route.abort())
  await dialog.getByRole('button', { name: 'Book' }).click()
  await dialog.getByText('Rolecall cannot be reached').waitFor()
  await page.unroute('**/api/appointments')
  // Away with the dialog open, and back.
  await page.evaluate(() => history.go(-3))
  await page.getByRole('heading', { name: 'Patients', exact: true }).waitFor()
  await page.evaluate(() => history.go(3))
  await dialog.getByLabel('Reason for visit').waitFor()
  expect(await dialog.getByLabel('Reason for visit').inputValue()).toBe('Half a sentence')
  expect(await dialog.getByRole('combobox', { name: 'Patient' }).inputValue()).toBe(patient)
  await dialog.getByRole('button', { name: 'Close' }).click()
  // Pointing at another time moves it there.
  await page.locator('[data-column=chen]').click({ position: { x: 40, y: 81 * 3 + 3 } })
  expect(await dialog.getByLabel('From').inputValue()).toBe('11:00')
  expect(await dialog.getByLabel('Reason for visit').inputValue()).toBe('Half a sentence')
  await dialog.getByRole('button', { name: 'Book' }).click()
  await column(page, 'Dr Wei Chen').getByRole('button').filter({ hasText: '11:00–11:30' }).waitFor()
  await page.getByRole('button', { name: 'Book', exact: true }).waitFor()
})

test('the days and hours are those of the practice, also on a computer far away', async () => {
  const page = await signedInAs('Ana Silva', { timeZone: 'Pacific/Kiritimati' })
  const me = (await (await page.request.get('/api/me')).json()) as Me
  const zone = me.practice.timeZone
  expect(zone).toBe(Temporal.Now.timeZoneId())
  const start = Temporal.PlainDateTime.from('2031-03-07T09:00').toZonedDateTime(zone).toInstant().toString()
  await booked(page, start, 'From afar')
  await openDay(page, 'day=2031-03-07')
  const entry = column(page, 'Dr Wei Chen').getByRole('button', { name: 'From afar' })
  await entry.filter({ hasText: '09:00–09:30' }).waitFor()
  await page.getByText('This computer is set to Pacific/Kiritimati.').waitFor()
  await entry.click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('07 Mar 2031, 09:00–09:30').waitFor()
  await dialog.getByRole('button', { name: 'Move or edit' }).click()
  expect(await dialog.getByLabel('Day').inputValue()).toBe('2031-03-07')
  await dialog.getByLabel('From').fill('10:00')
  await dialog.getByLabel('Until').fill('10:30')
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await entry.filter({ hasText: '10:00–10:30' }).waitFor()
  const moved = await page.evaluate(async () => {
    const answer = await fetch('/api/appointments?patient=p010')
    const { appointments } = (await answer.json()) as {
      appointments: { description: string; start: string }[]
    }
    return appointments.find(({ description }) => description === 'From afar')?.start
  })
  expect(moved).toBe(new Date(Date.parse(start) + 3_600_000).toISOString())
  await page.goto('/patients/p010?part=appointments')
  await page.getByText('07 Mar 2031 10:00–10:30').waitFor()
})

test('one books only in calendars that are open for it, and sees the others', async () => {
  const page = await signedInAs('Dr Ngozi Okafor')
  const { calendars: open } = (await (await page.request.get('/api/calendars')).json()) as Calendars
  const bookable = open.filter(({ mayBook }) => mayBook).map(({ practitioner }) => practitioner.name)
  await openDay(page, 'day=2031-03-10')
  const columns = page.getByRole('region', { name: 'Appointments' }).getByRole('list')
  await columns.nth(open.length - 1).waitFor()
  expect(await columns.count()).toBe(open.length)
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  const offered = page.getByRole('dialog').getByLabel('Practitioner').locator('option')
  await offered.first().waitFor({ state: 'attached' })
  expect((await offered.allInnerTexts()).sort()).toEqual([...bookable].sort())
})

test('a filter says how many appointments it hides, and goes again', async () => {
  const page = await signedInAs('Ana Silva')
  await booked(page, '2031-03-11T09:00:00Z', 'With Chen')
  await openDay(page, 'day=2031-03-11&practitioner=moreau')
  await page.getByText('1 hidden', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Clear filter' }).click()
  await column(page, 'Dr Wei Chen').getByRole('button', { name: 'With Chen' }).waitFor()
  expect(await page.getByText('1 hidden').count()).toBe(0)
})

test('one’s own settings hold at once, and when one comes back', async () => {
  const page = await signedInAs('Ana Silva')
  await openDay(page, '')
  await page.getByRole('button', { name: 'Calendar settings' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Opens on').selectOption('Week')
  await dialog.getByLabel('Show hours from').selectOption('06:00')
  await dialog.getByLabel('Always show Saturday and Sunday').uncheck()
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Close' }).click()
  // Nobody works in the demo at the end of a week.
  await openDay(page, 'day=2031-05-05')
  const columns = page.getByRole('region', { name: 'Appointments' }).getByRole('list')
  await page.getByText('06:00', { exact: true }).waitFor()
  expect(await columns.count()).toBe(5)
  await page.getByRole('button', { name: 'Tue 6 May' }).click()
  await page.waitForURL('**/calendar?day=2031-05-06&view=day')
  await page.getByText('Tuesday', { exact: false }).first().waitFor()
})

test('a day without appointments says that nothing is booked, and a day with one does not', async () => {
  const page = await signedInAs('Ana Silva')
  await openDay(page, 'day=2031-05-04')
  await page.getByText('Sunday, 4 May 2031, no appointments').waitFor()
  await booked(page, '2031-05-04T12:00:00Z', 'On a Sunday')
  await openDay(page, 'day=2031-05-04')
  await page.getByRole('button', { name: 'On a Sunday' }).waitFor()
  expect(await page.getByText('no appointments').count()).toBe(0)
})

test('a week begins on Monday, and the way through days and weeks is in the address', async () => {
  const page = await signedInAs('Ana Silva')
  await openDay(page, 'day=2031-03-09&view=week')
  await page.getByText('Mon 3 Mar to Sun 9 Mar 2031').waitFor()
  await page.getByRole('button', { name: 'Next week' }).click()
  await page.getByText('Mon 10 Mar to Sun 16 Mar 2031').waitFor()
  expect(new URL(page.url()).search).toBe('?day=2031-03-16&view=week')
  await page.getByRole('button', { name: 'Today' }).click()
  await page.getByRole('button', { name: 'Today', disabled: true }).waitFor()
})

test('a narrow window shows one practitioner at a time', async () => {
  const page = await signedInAs('Ana Silva', { width: 360 })
  await openDay(page, 'day=2031-03-05')
  expect(await page.getByRole('region', { name: 'Appointments' }).getByRole('list').count()).toBe(1)
  await page.getByLabel('Practitioner').selectOption('Dr Wei Chen')
  await column(page, 'Dr Wei Chen').waitFor({ state: 'attached' })
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
})

test('who may see no appointments is told why', async () => {
  const page = await signedInAs('Bo Andersen')
  await page.goto('/calendar')
  await page
    .getByText('All checks')
    .or(page.getByText('You can’t see any practitioner’s calendar'))
    .first()
    .waitFor()
})

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)('axe finds nothing in the calendar, %s, %i px wide', async (scheme, width) => {
  const page = await signedInAs('Ana Silva', { scheme, width })
  await openDay(page, '')
  expect(await violations(page)).toEqual([])
  await openDay(page, 'view=week')
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  await page.getByRole('dialog').getByLabel('Reason for visit').waitFor()
  expect(await violations(page)).toEqual([])
})
