import { expect, test } from 'vitest'
import { expectSound } from './expect-sound.ts'
import type { Page } from './page.ts'
import { withConsole } from './visit.ts'

const { visit, signedInAs, visitAs } = await withConsole()

const places: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'the patients': async (page) => page.getByRole('row').nth(1).waitFor(),
  'the menu of colours': async (page) => {
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).waitFor()
  },
  'Why? with a yes': (page) => why(page, 'p007'),
  'Why? with a no': (page) => why(page, 'p008&member=finn'),
  'Why? out of reach': (page) => why(page, 'nobody'),
  'a search without a match': async (page) => {
    await page.goto('/patients?search=zzz')
    await page.getByRole('heading', { name: 'No match' }).waitFor()
  },
  'the help': async (page) => {
    await page.getByRole('button', { name: 'Help with this page' }).click()
    await page.getByRole('dialog').getByText('Tag limit').waitFor()
  },
}

const looks = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 360 },
] as const

test.each(looks)('axe finds nothing and nothing scrolls sideways: $scheme, $width px', async (look) => {
  const signIn = await visit('/sign-in', look)
  await signIn.getByRole('button', { name: 'Dr Wei Chen' }).waitFor()
  await expectSound(signIn, 'the sign-in page')
  const assistant = await visitAs('Vera Santos', look)
  await assistant.getByText('All checks').waitFor()
  await expectSound(assistant, 'nobody in reach')
  await assistant.getByRole('button', { name: 'Working for' }).click()
  await assistant.getByRole('menuitemradio', { name: 'No one' }).waitFor()
  await expectSound(assistant, 'the menu of whom one acts for')
  const page = await visitAs('Dr Wei Chen', look)
  for (const [place, reach] of Object.entries(places)) {
    await reach(page)
    await expectSound(page, place)
  }
})

test.each(['/team', '/roles', '/practice', '/activity', '/import'])(
  '%s says why someone has no access, and how to fix it',
  async (address) => {
    const page = await signedInAs('Finn Gallagher')
    await page.goto(address)
    await page.getByText('You don’t have access to').waitFor()
    await page.getByText('How to fix it').waitFor()
    await page.getByText('All checks').waitFor()
    expect(await page.getByRole('main').innerText()).not.toMatch(/`|\w\.(view|manage)/)
    await expectSound(page, address)
  },
)

test.each([
  ['/patients', 'New patient'],
  ['/calendar', 'Book'],
  ['/patients/p010', 'Edit tags'],
])('the page stays in sight behind a dialog: %s, %s', async (address, opens) => {
  const page = await signedInAs('Ana Silva')
  await page.goto(address)
  await page.getByRole('button', { name: opens, exact: true }).first().click()
  const around = await page.getByRole('dialog').evaluate((dialog) => {
    const colours: string[] = []
    for (let one = dialog.parentElement; one !== document.body && one !== null; one = one.parentElement)
      colours.push(getComputedStyle(one).backgroundColor)
    return colours
  })
  expect(new Set(around)).toEqual(new Set(['rgba(0, 0, 0, 0)']))
})

async function why(page: Page, question: string): Promise<void> {
  await page.goto(`/patients?why=${question}`)
  await page.getByRole('dialog', { name: 'Why?' }).getByText('All checks').waitFor()
}
