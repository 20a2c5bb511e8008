import { violations } from '@rolecall/testbed/axe'
import { expect, test } from 'vitest'
import type { Page } from './page.ts'
import { endSessionAt, pick, withConsole } from './visit.ts'

const { signedInAs, visitAs } = await withConsole()

/** Number 10 of the demo: treated by Chen and nobody else, nothing special about them. */
const ofChen = 'p010'
/** Number 18: treated by Moreau; clinical content open to Moreau and Tanaka alone. */
const clinical = 'p018'
/** Number 1: a whole chart open to Okafor and Lindqvist alone. */
const closed = 'p001'

async function open(page: Page, patient: string, rest = ''): Promise<void> {
  await page.goto(`/patients/${patient}${rest}`)
  await page.getByRole('tab', { name: 'Notes' }).waitFor()
}

async function draft(page: Page, title: string): Promise<void> {
  await open(page, ofChen, '?note=new')
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Text').fill('Came in with a sore molar.')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await page.getByRole('heading', { name: title }).waitFor()
}

test('a row of the list opens the chart, by mouse and by keyboard, and Why? stays on the row', async () => {
  const page = await visitAs('Dr Wei Chen')
  const row = page.getByRole('row').nth(1)
  await row.click()
  await page.getByRole('tab', { name: 'Notes' }).waitFor()
  await page.goBack()
  await row.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('tab', { name: 'Notes' }).waitFor()
  await page.goBack()
  await page.getByRole('row').nth(1).getByRole('button', { name: 'Why?' }).click()
  await page.getByRole('dialog', { name: 'Why?' }).waitFor()
})

test('a note is drafted, edited and signed, and from then on added to and not edited', async () => {
  const page = await signedInAs('Dr Wei Chen')
  await draft(page, 'Sore molar')
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await page.getByLabel('Text').fill('Came in with a sore molar, lower left.')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('sore molar, lower left').waitFor()
  await page.getByRole('button', { name: 'Sign', exact: true }).click()
  await page.getByRole('button', { name: 'Sign note' }).click()
  await page.getByText(/^Signed by Dr Wei Chen, /).waitFor()
  await page.getByRole('button', { name: 'Add addendum' }).click()
  await page.getByRole('dialog').getByLabel('Addendum').fill('Called to say thanks.')
  await page.getByRole('dialog').getByRole('button', { name: 'Add addendum' }).click()
  await page.getByRole('region', { name: 'Addendum 1' }).getByText('Called to say thanks.').waitFor()
  const edit = page.getByRole('button', { name: 'Edit', exact: true })
  expect(await edit.getAttribute('aria-disabled')).toBe('true')
  await page.getByRole('button', { name: 'Why? edit this note' }).click()
  const why = page.getByRole('dialog')
  await why.getByText('All checks').waitFor()
  expect(await why.getByRole('heading', { name: 'No', exact: true }).isVisible()).toBe(true)
})

test('what is typed survives a lost connection, an outage and another page', async () => {
  const page = await signedInAs('Dr Wei Chen')
  await open(page, ofChen, '?note=new')
  await page.getByLabel('Text').fill('Half a sentence')
  await page.route('**/api/notes', (route) => route.abort())
  await page.getByRole('button', { name: 'Save draft' }).click()
  await page.getByText('Rolecall cannot be reached').waitFor()
  await page.unroute('**/api/notes')
  await page.route('**/api/notes', (route) => route.fulfill({ status: 503, json: {} }))
  await page.getByRole('button', { name: 'Save again' }).click()
  await page.getByText('Rolecall cannot answer at the moment').waitFor()
  await page.unroute('**/api/notes')
  await page.getByRole('link', { name: 'Patients' }).first().click()
  await page.getByRole('heading', { name: 'Patients', exact: true }).waitFor()
  await page.goBack()
  await page.getByLabel('Text').waitFor()
  expect(await page.getByLabel('Text').inputValue()).toBe('Half a sentence')
})

test('what is typed survives an ended session, and nobody else finds it', async () => {
  const page = await signedInAs('Dr Wei Chen')
  await open(page, ofChen, '?note=new')
  await page.getByLabel('Text').fill('Half a sentence')
  await endSessionAt(page, 'POST', '**/api/notes')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await pick(page, 'Dr Wei Chen')
  await page.getByLabel('Text').waitFor()
  expect(await page.getByLabel('Text').inputValue()).toBe('Half a sentence')
  await endSessionAt(page, 'POST', '**/api/notes')
  await page.getByRole('button', { name: 'Save draft' }).click()
  // She shares the notes of Chen, and may write some of her own.
  await pick(page, 'Astrid Lindqvist')
  await page.getByLabel('Text').waitFor()
  expect(await page.getByLabel('Text').inputValue()).toBe('')
})

test('who may not write a note gets no form for one, also by its address', async () => {
  const page = await signedInAs('Ana Silva')
  await open(page, ofChen, '?note=new')
  await page.getByRole('button', { name: 'Why? write a note' }).waitFor()
  expect(await page.getByLabel('Text').count()).toBe(0)
})

test('a note that changed meanwhile shows what it says now, beside what was typed', async () => {
  const page = await signedInAs('Dr Wei Chen')
  await draft(page, 'Two at once')
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await page.getByLabel('Text').fill('Mine')
  const note = new URL(page.url()).searchParams.get('note') ?? ''
  const status = await page.evaluate(async (id) => {
    const answer = await fetch(`/api/notes/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'if-match': '"1"' },
      body: JSON.stringify({ text: 'Theirs' }),
    })
    return answer.status
  }, note)
  expect(status).toBe(200)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('heading', { name: 'Someone else changed this note while you were typing' }).waitFor()
  await page
    .getByRole('alert')
    .locator('div', { hasText: /^Two at once\s+Theirs$/ })
    .waitFor()
  expect(await page.getByLabel('Text').inputValue()).toBe('Mine')
  await page.getByRole('button', { name: 'Overwrite' }).click()
  await page.getByRole('article').getByText('Mine', { exact: true }).waitFor()
})

test('who can see a patient is a picture and a list of names', async () => {
  const page = await signedInAs('Dr Wei Chen')
  await open(page, ofChen, '?part=who')
  // Chen treats them; Ana, Finn, Bill, Noor, Tess and Omar share everybody's work and reach Hill Road, Lindqvist parts of Chen's; Vera acts for Chen.
  await page.getByRole('heading', { name: '9 people can see this patient' }).waitFor()
  const team = page.getByRole('region', { name: 'Team access' })
  expect(await team.getByRole('listitem').count()).toBe(7)
  await page
    .getByRole('img', {
      name: /^Care team: 1, Team access: 7, Assistants: 1, No access: \d+$/,
    })
    .waitFor()
})

test('an id out of reach shows what an id of nobody shows, with the way to Why?', async () => {
  const page = await signedInAs('Dr Wei Chen')
  const shownFor = async (id: string): Promise<string> => {
    await page.goto(`/patients/${id}`)
    await page.getByRole('heading', { name: 'Patient not found, or you don’t have access' }).waitFor()
    return (await page.getByRole('main').innerText()).replaceAll(id, 'ID')
  }
  expect(await shownFor(closed)).toBe(await shownFor('p999'))
  await page.getByRole('main').getByRole('link', { name: 'Why?' }).click()
  await page.getByRole('dialog', { name: 'Why?' }).getByText('All checks').waitFor()
})

test('a chart restricted in its clinical content names who is on the list, and shows no note', async () => {
  const page = await signedInAs('Dr Wei Chen')
  await open(page, clinical)
  await page.getByText('Clinical content restricted.').waitFor()
  await page.getByText('No notes you can see. This chart is restricted.').waitFor()
})

test('a closed part says why, and leads to the nine steps', async () => {
  const page = await signedInAs('Ana Silva')
  await open(page, ofChen, '?part=looked')
  await page.getByRole('button', { name: 'Why? view the access history' }).click()
  await page.getByRole('dialog').getByText('All checks').waitFor()
})

/** As somebody else would, from another computer. */
async function changed(page: Page, patient: string, said: object): Promise<number> {
  return page.evaluate(
    async ([id, body]) => {
      const read = await fetch(`/api/patients/${id}`)
      const { version } = await read.json()
      const answer = await fetch(`/api/patients/${id}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'if-match': `"${version}"` },
        body,
      })
      return answer.status
    },
    [patient, JSON.stringify(said)] as const,
  )
}

test('name and contact are changed, upon what somebody else changed meanwhile, and nothing typed is lost', async () => {
  const page = await signedInAs('Dr Wei Chen')
  await open(page, ofChen)
  await page.getByRole('button', { name: 'Edit details' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Family name').fill('Abernathy')
  await dialog.getByLabel('Phone').fill('555 0110')
  expect(await violations(page)).toEqual([])

  await page.route(`**/api/patients/${ofChen}`, (route) =>
    route.request().method() === 'PATCH' ? route.fulfill({ status: 503, json: {} }) : route.continue(),
  )
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await dialog.getByText('Rolecall cannot answer at the moment').waitFor()
  await page.unroute(`**/api/patients/${ofChen}`)
  expect(await dialog.getByLabel('Phone').inputValue()).toBe('555 0110')

  expect(await changed(page, ofChen, { phone: '555 0120', email: 'new@example.org' })).toBe(200)
  await dialog.getByRole('button', { name: 'Save again' }).click()
  await dialog
    .getByRole('heading', { name: 'Someone else changed this patient while you were typing' })
    .waitFor()
  await dialog.getByText(/^Dr Wei Chen changed the phone number and the e-mail on /).waitFor()
  await dialog.getByRole('definition').filter({ hasText: '555 0120' }).waitFor()
  expect(await dialog.getByLabel('Phone').inputValue()).toBe('555 0110')
  // What one did not touch is as it is now.
  expect(await dialog.getByLabel('E-mail').inputValue()).toBe('new@example.org')
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Overwrite' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('heading', { level: 1, name: /Abernathy$/ }).waitFor()
  await page.getByText('555 0110').waitFor()
  await page.getByText('new@example.org').waitFor()
})

test('what is typed of a patient is there when one comes back, and theirs is kept where one says so', async () => {
  const page = await signedInAs('Dr Wei Chen')
  await open(page, ofChen)
  await page.getByRole('button', { name: 'Edit details' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Phone').fill('555 0130')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('tab', { name: 'Appointments' }).click()
  await page.getByRole('link', { name: 'Patients' }).first().click()
  await page.getByRole('heading', { name: 'Patients', exact: true }).waitFor()
  await page.goBack()
  await page.getByRole('button', { name: 'Continue editing details' }).click()
  expect(await dialog.getByLabel('Phone').inputValue()).toBe('555 0130')
  expect(await changed(page, ofChen, { phone: '555 0140' })).toBe(200)
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await dialog.getByRole('button', { name: 'Keep theirs' }).click()
  await page.getByText('555 0140').waitFor()
  await page.getByRole('button', { name: 'Edit details' }).click()
  expect(await dialog.getByLabel('Phone').inputValue()).toBe('555 0140')
})

test('tags and care team are changed upon what somebody else changed meanwhile', async () => {
  const page = await signedInAs('Dr Wei Chen')
  await open(page, ofChen)
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Edit tags' }).click()
  await dialog.getByLabel('VIP').check()
  expect(await changed(page, ofChen, { phone: '555 0150' })).toBe(200)
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await dialog.getByText(/^Dr Wei Chen changed the phone number on /).waitFor()
  expect(await dialog.getByLabel('VIP').isChecked()).toBe(true)
  await dialog.getByRole('button', { name: 'Save again' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('VIP', { exact: true }).waitFor()

  // Somebody puts Okafor on the care team while one adds Moreau: both are on it.
  await page.getByRole('button', { name: 'Edit care team' }).click()
  await dialog.getByLabel('Élodie Moreau').check()
  await page.evaluate(async (patient) => {
    await fetch(`/api/patients/${patient}/care-team`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ add: ['okafor'] }),
    })
  }, ofChen)
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  const team = page.getByRole('definition').filter({ hasText: 'Dr Wei Chen' })
  await team.filter({ hasText: 'Dr Ngozi Okafor' }).filter({ hasText: 'Élodie Moreau' }).waitFor()
})

test('the locations of a patient are changed on their chart', async () => {
  const page = await signedInAs('Dr Wei Chen')
  await open(page, ofChen)
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Edit locations' }).click()
  await dialog.getByLabel('Mill Yard').check()
  await dialog.getByLabel('Hill Road').check()
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('Hill Road, Mill Yard').waitFor()
})

test('a birth date is as exact as it is known', async () => {
  const page = await signedInAs('Dr Wei Chen')
  await open(page, ofChen)
  await page.getByRole('button', { name: 'Edit details' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'I only know the year' }).click()
  await dialog.getByLabel('Birth date').fill('1984-03')
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Born Mar 1984').waitFor()
})

test('who may not change a patient is told why, with the way to the nine steps', async () => {
  const page = await visitAs('Mara Whitfield')
  const ids = await page.evaluate(async () => {
    const answer = await fetch('/api/patients?limit=1')
    return ((await answer.json()) as { patients: { id: string }[] }).patients.map(({ id }) => id)
  })
  await open(page, ids[0] ?? 'nobody')
  await page.getByText('What you can’t do here').click()
  const button = page.getByRole('button', { name: 'Edit patient' })
  expect(await button.getAttribute('aria-disabled')).toBe('true')
  await page.getByRole('button', { name: 'Why? edit this patient' }).click()
  await page.getByRole('dialog').getByText('All checks').waitFor()
})

test('an appointment is booked from the chart, for whom it is open', async () => {
  const page = await signedInAs('Dr Wei Chen')
  await open(page, ofChen, '?part=appointments')
  await page.getByRole('button', { name: 'Book an appointment' }).click()
  const dialog = page.getByRole('dialog')
  expect(await dialog.getByRole('combobox', { name: 'Patient' }).inputValue()).not.toBe('')
  expect(await dialog.getByLabel('Practitioner').locator('option:checked').innerText()).toBe('Dr Wei Chen')
  await dialog.getByLabel('Day').fill('2031-04-01')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Continue booking' }).click()
  expect(await dialog.getByLabel('Day').inputValue()).toBe('2031-04-01')
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Book' }).click()
  await page.getByRole('list', { name: 'Upcoming' }).getByText('01 Apr 2031 09:00–09:30').waitFor()
})

test('all appointments of a patient are listed, and lead to the calendar', async () => {
  const page = await signedInAs('Dr Wei Chen')
  await open(page, ofChen, '?part=appointments')
  const count = await page.evaluate(async (patient) => {
    const answer = await fetch(`/api/appointments?patient=${patient}`)
    return ((await answer.json()) as { appointments: unknown[] }).appointments.length
  }, ofChen)
  expect(count).toBeGreaterThan(1)
  const region = page.getByRole('region', { name: 'Appointments' })
  await region.getByRole('listitem').first().waitFor()
  expect(await region.getByRole('listitem').count()).toBe(count)
  await region.getByRole('listitem').first().getByRole('link').click()
  await page.getByRole('dialog', { name: 'Appointment' }).waitFor()
})

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)('axe finds nothing in a chart, %s, %i px wide', async (scheme, width) => {
  const page = await signedInAs('Dr Wei Chen', { scheme, width })
  await page.goto(`/patients/${ofChen}`)
  await page
    .getByRole('link', { name: 'Signed' })
    .or(page.getByRole('link', { name: 'Draft' }))
    .first()
    .click()
  await page.getByRole('article').waitFor()
  expect(await violations(page)).toEqual([])
  for (const tab of ['Appointments', 'Who has access', 'Access history']) {
    await page.getByRole('tab', { name: tab }).click()
    await page.waitForLoadState('networkidle')
    expect(await violations(page)).toEqual([])
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
})
