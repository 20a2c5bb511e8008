import { openBrowser } from '@rolecall/testbed/browser'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Page } from './page.ts'
import { startInstallation } from './start.ts'
import { openWindow, withConsole } from './visit.ts'

const { signedInAs } = await withConsole()

interface Form {
  readonly what: string
  readonly who: string
  /** Where it is filled in. */
  readonly open: (page: Page) => Promise<void>
  readonly begin: (page: Page) => Promise<void>
  /** What is typed once the connection is gone. */
  readonly goOn: (page: Page) => Promise<void>
  readonly save: (page: Page) => Promise<void>
  /** What stands in the fields. */
  readonly typed: (page: Page) => Promise<readonly (string | boolean)[]>
  readonly expected: readonly (string | boolean)[]
  /** Waits until what was typed is where it belongs. */
  readonly saved: (page: Page) => Promise<void>
}

const dialog = (page: Page) => page.getByRole('dialog')
const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .last()
    .click()

/** In each round under another name, as the one before has saved it. */
function forms(round: string): readonly Form[] {
  return [
    {
      what: 'a note',
      who: 'Dr Wei Chen',
      open: async (page) => {
        await page.goto('/patients/p010?note=new')
      },
      begin: (page) => page.getByLabel('Title').fill(`Sore molar, ${round}`),
      goOn: (page) => page.getByLabel('Text').fill('Came in with a sore molar.'),
      save: (page) => press(page, 'Save draft'),
      typed: async (page) => [
        await page.getByLabel('Title').inputValue(),
        await page.getByLabel('Text').inputValue(),
      ],
      expected: [`Sore molar, ${round}`, 'Came in with a sore molar.'],
      saved: async (page) => {
        await page.getByRole('heading', { name: `Sore molar, ${round}` }).waitFor()
        await page.getByRole('article').getByText('Came in with a sore molar.').waitFor()
      },
    },
    {
      what: 'a new patient',
      who: 'Ana Silva',
      open: async (page) => {
        await page.goto('/patients')
        await press(page, 'New patient')
      },
      begin: (page) => dialog(page).getByLabel('Given name').fill('Iris'),
      goOn: async (page) => {
        await dialog(page).getByLabel('Family name').fill(`Vantongeren ${round}`)
        await dialog(page).getByLabel('VIP').check()
      },
      save: (page) => press(page, /^(Add patient|Save again)$/),
      typed: async (page) => [
        await dialog(page).getByLabel('Given name').inputValue(),
        await dialog(page).getByLabel('Family name').inputValue(),
        await dialog(page).getByLabel('VIP').isChecked(),
      ],
      expected: ['Iris', `Vantongeren ${round}`, true],
      saved: (page) => page.getByRole('heading', { name: `Iris Vantongeren ${round}` }).waitFor(),
    },
    {
      what: 'a booking',
      who: 'Ana Silva',
      open: async (page) => {
        await page.goto(`/calendar?day=${round === 'an outage' ? '2031-04-07' : '2031-04-08'}`)
        await press(page, 'Book')
      },
      begin: async (page) => {
        await dialog(page).getByLabel('Patient').first().pressSequentially('a')
        await dialog(page).getByRole('listbox').getByRole('option').first().click()
        await dialog(page).getByLabel('From').fill('11:15')
      },
      goOn: async (page) => {
        await dialog(page).getByLabel('Until').fill('11:45')
        await dialog(page).getByLabel('Reason for visit').fill(`Two fillings, ${round}`)
      },
      save: (page) => press(page, /^(Book|Save again)$/),
      typed: async (page) => [
        (await dialog(page).getByLabel('Patient').first().inputValue()) !== '',
        await dialog(page).getByLabel('From').inputValue(),
        await dialog(page).getByLabel('Until').inputValue(),
        await dialog(page).getByLabel('Reason for visit').inputValue(),
      ],
      expected: [true, '11:15', '11:45', `Two fillings, ${round}`],
      saved: (page) =>
        page
          .getByRole('button', { name: `Two fillings, ${round}` })
          .first()
          .waitFor(),
    },
    {
      what: 'a role',
      who: 'Mara Whitfield',
      open: async (page) => {
        await page.goto('/roles?role=bookkeeper')
        await press(page, 'Edit')
      },
      begin: (page) => dialog(page).getByLabel('Take payments').click(),
      goOn: (page) => dialog(page).getByLabel('Billing analytics').click(),
      save: (page) => press(page, /^(Preview changes|Save)$/),
      typed: async (page) => [
        await dialog(page).getByLabel('Take payments').isChecked(),
        await dialog(page).getByLabel('Billing analytics').isChecked(),
      ],
      // The first round takes the one away and adds the other, the second the other way round.
      expected: round === 'an outage' ? [false, true] : [true, false],
      saved: async (page) => {
        await press(page, 'Save')
        await page.getByRole('button', { name: 'Edit', exact: true }).waitFor()
      },
    },
    {
      what: 'the details of a member',
      who: 'Mara Whitfield',
      open: async (page) => {
        await page.goto('/team/hatt')
        await press(page, 'Edit details')
      },
      begin: (page) => dialog(page).getByLabel('Name').fill(`Hattie Ormond-Vale, ${round}`),
      goOn: (page) => dialog(page).getByLabel('E-mail address').fill('hattie@example.org'),
      save: (page) => press(page, 'Save'),
      typed: async (page) => [
        await dialog(page).getByLabel('Name').inputValue(),
        await dialog(page).getByLabel('E-mail address').inputValue(),
      ],
      expected: [`Hattie Ormond-Vale, ${round}`, 'hattie@example.org'],
      saved: (page) =>
        page.getByRole('heading', { name: `Hattie Ormond-Vale, ${round}`, exact: true }).waitFor(),
    },
  ]
}

type Predicate = (request: { url(): string; method(): string }) => boolean

const rounds = [
  {
    round: 'an outage',
    says: 'Rolecall cannot answer at the moment',
    answer: (page: Page, predicate: Predicate) => page.waitForEvent('requestfinished', { predicate }),
    begin: (page: Page) => page.route('**/api/**', (route) => route.fulfill({ status: 503, json: {} })),
    end: (page: Page) => page.unroute('**/api/**'),
  },
  {
    round: 'a lost connection',
    says: 'Rolecall cannot be reached',
    answer: (page: Page, predicate: Predicate) => page.waitForEvent('requestfailed', { predicate }),
    begin: (page: Page) => page.context().setOffline(true),
    end: (page: Page) => page.context().setOffline(false),
  },
] as const

describe.each(rounds)('$round in the middle of typing', ({ round, says, answer, begin, end }) => {
  test.each(forms(round))('loses nothing of $what, and a second try works', async (form) => {
    const page = await signedInAs(form.who)
    await form.open(page)
    await form.begin(page)
    await begin(page)
    await comeBack(page, answer)
    await form.goOn(page)
    const answered = answer(page, (request) => isAsking(request) && request.method() !== 'GET')
    await form.save(page)
    await answered
    await page.getByText(says).last().waitFor()
    expect(await form.typed(page)).toEqual(form.expected)
    await end(page)
    await form.save(page)
    await form.saved(page)
  })
})

/** From another window, after a while: what the page shows is asked for again, twice, and does not come. */
async function comeBack(page: Page, answer: (typeof rounds)[number]['answer']): Promise<void> {
  await page.clock.setFixedTime(Date.now() + 60_000)
  const asked = new Set<string>()
  const twice: Predicate = (request) => {
    const isAgain = asked.has(request.url())
    if (isAsking(request)) asked.add(request.url())
    return isAgain
  }
  const givenUp = answer(page, twice)
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
  await givenUp
}

function isAsking(request: { url(): string }): boolean {
  return request.url().includes('/api/')
}

const password = 'seven teal umbrellas in november'

/** `rolecall start` on an empty folder, where one signs in with a password: only there a session is locked. */
test('a session that is locked in the middle of a note goes on after the password, and every word is there', async () => {
  const installation = await startInstallation()
  onTestFinished(() => installation.stop())
  const browser = await openBrowser()
  onTestFinished(() => browser.close())
  const page = await openWindow(browser, installation)
  await page.goto(installation.link)
  await page.getByLabel('Name', { exact: true }).fill('Green Street Dental')
  await page.getByRole('radiogroup', { name: 'Do people here share patients?' }).getByLabel('Yes').check()
  await page
    .getByRole('radiogroup', { name: 'Can clinical assistants read signed notes?' })
    .getByLabel('No')
    .check()
  await page.getByLabel('Your name').fill('Dr Mira Okoro')
  await page.getByLabel('E-mail address').fill('mira@example.org')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Create practice' }).click()
  await page.getByRole('heading', { name: 'Patients', exact: true }).waitFor()
  await page.getByRole('button', { name: 'New patient' }).first().click()
  await dialog(page).getByLabel('Given name').fill('Zora')
  await dialog(page).getByLabel('Family name').fill('Quimby')
  await page.getByRole('button', { name: 'Add patient' }).click()
  await page.getByRole('heading', { name: 'Zora Quimby' }).waitFor()
  await page.goto(`${new URL(page.url()).pathname}?note=new`)
  await page.getByLabel('Title').fill('First visit')
  await page.getByLabel('Text').pressSequentially('Came in with a sore ')
  await page.waitForLoadState('networkidle')
  await installation.letSessionsIdle()
  await page.getByLabel('Text').pressSequentially('molar, lower left.')
  await page.getByRole('button', { name: 'Save draft' }).click()
  const locked = page.getByRole('dialog', { name: 'Rolecall is locked' })
  await locked.getByLabel('Password', { exact: true }).fill('not this one either')
  await page.keyboard.press('Enter')
  await locked.getByRole('alert').waitFor()
  await locked.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await locked.waitFor({ state: 'detached' })
  expect(await page.getByLabel('Title').inputValue()).toBe('First visit')
  expect(await page.getByLabel('Text').inputValue()).toBe('Came in with a sore molar, lower left.')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await page.getByRole('article').getByText('Came in with a sore molar, lower left.').waitFor()
})
