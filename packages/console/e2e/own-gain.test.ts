/**
 * Bill bills at Riverside and reads notes at Hill Road: a visit or a location there would open the notes of a patient of
 * Riverside to him. He is refused, until he manages accounts and confirms it.
 */
import type { AuditPage, PatientPage } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { expectSound } from './expect-sound.ts'
import type { Page } from './page.ts'
import { type Window, withConsole } from './visit.ts'

const { signedInAs } = await withConsole()

/** What a browser says of a page's own requests. */
const headers = { 'sec-fetch-site': 'same-origin' }

/** A patient of Dr Chen at Riverside alone. Each test takes another. */
async function patientAtRiverside(page: Page, nth: number): Promise<string> {
  const answer = await page.request.get('/api/patients?practitioner=chen&limit=200')
  const { patients } = (await answer.json()) as PatientPage
  const found = patients.filter(
    ({ locations, restricted }) => locations.join() === 'river' && restricted === 'no',
  )
  const id = found[nth]?.id
  if (id === undefined) throw new Error('the demo has too few patients of Dr Chen at Riverside')
  return id
}

async function makeBillAdmin(): Promise<Page> {
  const page = await signedInAs('Dr Wei Chen')
  const given = await page.request.post('/api/members/bill/grants', { headers, data: { role: 'admin' } })
  expect(given.ok(), await given.text()).toBe(true)
  return page
}

async function bookAtHillRoad(page: Page, patient: string, day: string): Promise<void> {
  await page.goto(`/patients/${patient}?part=appointments`)
  await page.getByRole('button', { name: 'Book an appointment' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Day').fill(day)
  await dialog.getByLabel('Practitioner', { exact: true }).selectOption({ label: 'Dr Wei Chen' })
  await dialog.getByLabel('Location', { exact: true }).selectOption({ label: 'Hill Road' })
  await dialog.getByRole('button', { name: 'Book', exact: true }).click()
}

async function sayYes(page: Page, place: string): Promise<void> {
  const question = page.getByRole('alert')
  await question.getByText('This would also widen your own access. Continue?').waitFor()
  await expectSound(page, place)
  await question.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}

test('a refusal says who can make the change', async () => {
  const page = await signedInAs('Bill Osei')
  await bookAtHillRoad(page, await patientAtRiverside(page, 0), '2031-04-07')
  const refusal = page.getByRole('alert')
  await refusal.getByText(/which you can't do now\. Ask .+ to do it\./).waitFor()
  expect(await refusal.getByRole('button').count()).toBe(0)
})

const windows: readonly Required<Pick<Window, 'width' | 'scheme'>>[] = [
  { width: 1280, scheme: 'light' },
  { width: 360, scheme: 'dark' },
]

test.each(windows)(
  'an admin confirms a booking that widens their own access, at $width px',
  async (window) => {
    const owner = await makeBillAdmin()
    const page = await signedInAs('Bill Osei', window)
    const patient = await patientAtRiverside(page, window.width === 360 ? 1 : 2)
    await bookAtHillRoad(page, patient, window.width === 360 ? '2031-04-08' : '2031-04-09')
    await sayYes(page, `booking ${window.width}`)
    await page.getByRole('list', { name: 'Upcoming' }).getByText('Dr Wei Chen, Hill Road').waitFor()
    const log = await owner.request.get('/api/audit?member=bill&limit=50')
    const { entries } = (await log.json()) as AuditPage
    const booked = entries.find(({ kind, act }) => kind === 'appointment' && act === 'create')
    expect(booked?.detail).toMatchObject({ confirmed: true })
  },
)

test.each(windows)(
  'an admin confirms a location that widens their own access, at $width px',
  async (window) => {
    await makeBillAdmin()
    const page = await signedInAs('Bill Osei', window)
    await page.goto(`/patients/${await patientAtRiverside(page, window.width === 360 ? 3 : 4)}`)
    await page.getByRole('button', { name: 'Edit locations' }).click()
    await page.getByRole('dialog').getByLabel('Hill Road').check()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await sayYes(page, `location ${window.width}`)
    await page
      .getByText(/Hill Road, River|River.*, Hill Road/)
      .first()
      .waitFor()
  },
)

test('an admin confirms a line of an import that widens their own access', async () => {
  await makeBillAdmin()
  const page = await signedInAs('Bill Osei')
  const visit = {
    resourceType: 'Encounter',
    id: 'visit-at-hill-road',
    status: 'planned',
    class: { code: 'AMB' },
    subject: { reference: `Patient/${await patientAtRiverside(page, 5)}` },
    participant: [{ individual: { reference: 'Practitioner/chen' } }],
    location: [{ location: { reference: 'Location/hill' } }],
    period: { start: '2031-04-10T09:00:00Z', end: '2031-04-10T09:30:00Z' },
  }
  await page.goto('/import')
  await page
    .getByLabel('Files to import')
    .first()
    .setInputFiles({
      name: 'Encounter.ndjson',
      mimeType: 'application/x-ndjson',
      buffer: Buffer.from(JSON.stringify(visit)),
    })
  await page.getByRole('button', { name: 'Preview import' }).click()
  await page.getByRole('heading', { name: 'One row can’t be imported' }).waitFor()
  const question = page.getByRole('alert')
  await question.getByText('One row would also widen your own access').waitFor()
  await expectSound(page)
  await question.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Import 1 record' }).click()
  await page.getByRole('heading', { name: 'Imported', exact: true }).waitFor()
  await page.getByText('1 new', { exact: true }).waitFor()
})
