import { expect, test } from 'vitest'
import { expectSound } from './expect-sound.ts'
import type { Page } from './page.ts'
import { withConsole } from './visit.ts'

const { signedInAs, visitAs } = await withConsole()

async function openPractice(page: Page): Promise<void> {
  await page.goto('/practice')
  await page.getByRole('heading', { name: 'About the practice' }).waitFor()
}

async function done(page: Page): Promise<void> {
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}

test.each([
  ['Mara Whitfield', 1],
  ['Dr Wei Chen', 1],
  // Bill manages practice information at River Lane alone, and the practice is not only there.
  ['Bill Osei', 0],
  ['Ana Silva', 0],
])('%s is offered the page %i times', async (person, times) => {
  const page = await visitAs(person)
  expect(await page.getByRole('link', { name: 'Practice', exact: true }).count()).toBe(times)
})

test('who may not is told what it takes, in words', async () => {
  const page = await signedInAs('Ana Silva')
  await page.goto('/practice')
  await page.getByText('Manage practice information', { exact: true }).waitFor()
  expect(await page.locator('main').innerText()).not.toMatch(/[`*]|\.manage/)
})

test('the practice is renamed, and every page says its new name', async () => {
  const page = await visitAs('Mara Whitfield')
  await page.getByRole('link', { name: 'Practice', exact: true }).click()
  // What the page shows comes late: whoever changes it again at once begins with what was saved all the same.
  await page.route('**/api/practice', async (route) => {
    if (route.request().method() === 'GET') await new Promise((resolve) => setTimeout(resolve, 500))
    await route.continue()
  })
  const rename = async (to: string): Promise<void> => {
    await page.getByRole('button', { name: 'Change', exact: true }).first().click()
    await page.getByRole('textbox', { name: 'Name' }).fill(to)
    await page.getByRole('button', { name: 'Save' }).click()
    await done(page)
    await page.getByRole('banner').getByText(to, { exact: true }).waitFor()
  }
  await rename('Riverside & Daughters')
  await rename('Riverside Dental & Wellness')
})

test('a location is added and renamed', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openPractice(page)
  await page.getByRole('button', { name: 'Add a location' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Harbour')
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: 'Rename Harbour' }).click()
  await page.getByText('Only the name changes, everywhere.').waitFor()
  await page.getByRole('textbox', { name: 'Name' }).fill('Old Harbour')
  await page.getByRole('dialog').getByRole('button', { name: 'Rename', exact: true }).click()
  await page.getByText('Old Harbour', { exact: true }).waitFor()
})

test('a tag is made, changed, and deleted once its effect is said', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openPractice(page)
  await page.getByRole('button', { name: 'Add a tag' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Recall due')
  await page.getByLabel('Colour', { exact: true }).selectOption('teal')
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: 'Change Recall due' }).click()
  await page.getByText('No patient you can see carries it, and no limit or role turns on it.').waitFor()
  await page.getByRole('textbox', { name: 'Name' }).fill('Recall soon')
  await page.getByRole('button', { name: 'Save' }).click()
  await done(page)
  await page.getByRole('button', { name: 'Delete Recall soon' }).click()
  await page.getByText('Nobody reaches more or less by it.').waitFor()
  await page.getByRole('button', { name: 'Delete the tag' }).click()
  await page.getByRole('button', { name: 'Delete Recall soon' }).waitFor({ state: 'hidden' })
})

test('a tag that a limit uses says whom it is on, and is not merged into more', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openPractice(page)
  await page.getByText('used by 1 limit').waitFor()
  await page.getByRole('button', { name: 'Delete Hill Road' }).click()
  // Of the 200 who carry it, those nobody treats yet: Mara manages accounts and sees no others. And Finn's limit.
  await page.getByText('10 patients you can see carry it, and 1 limit or role turns on it.').waitFor()
  await page.getByText('Whoever was limited to it alone reaches nobody').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Merge Hill Road into another' }).click()
  await page.getByLabel('Into', { exact: true }).selectOption({ label: 'Mill Yard' })
  await page.getByText('All of them get Mill Yard instead, and Hill Road is gone.').waitFor()
  await page.getByRole('button', { name: 'Merge', exact: true }).last().click()
  await page
    .getByRole('alert')
    .getByText('This would open 10 patients to people limited to Hill Road, change those limits first.')
    .waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Delete Hill Road' }).waitFor()
})

test('a module is set to look only and back, with what that does said first', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openPractice(page)
  const set = async (state: string, says: RegExp): Promise<void> => {
    await page.getByRole('button', { name: 'Change Colleague' }).click()
    await page.getByText('Colleague is').first().waitFor()
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await page.getByLabel(state, { exact: true }).check()
    await page.getByText(says).waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await done(page)
  }
  // Noor by User, and Okafor, Lindqvist and Moreau by Practitioner: they plan treatments.
  await set('To look at only', /the 4 people who have a role for it can look at Colleague and change nothing/)
  await page.getByText('Look only', { exact: true }).waitFor()
  await set('On', /can work in Colleague again, exactly as before/)
  await page.getByText('Look only', { exact: true }).waitFor({ state: 'hidden' })
})

test('duties are kept apart, whoever breaks that is told by name, and the rule is removed', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openPractice(page)
  await page.getByRole('button', { name: 'Add duties to keep apart' }).click()
  const dialog = page.getByRole('dialog', { name: 'Keep duties apart' })
  await dialog.getByLabel('Provider').check()
  await dialog.getByLabel('System admin').check()
  await dialog.getByText('Dr Wei Chen holds too many of them already. Take a role from them first.').waitFor()
  expect(await dialog.getByRole('button', { name: 'Keep them apart' }).isDisabled()).toBe(true)
  await dialog.getByLabel('Provider').uncheck()
  await dialog.getByLabel('System admin').uncheck()
  await dialog.getByLabel('Biller').check()
  await dialog.getByLabel('Bookkeeper').check()
  await dialog.getByText('Nobody holds both Biller and Bookkeeper. Nobody breaks this now.').waitFor()
  await dialog.getByRole('button', { name: 'Keep them apart' }).click()
  await done(page)
  await page.getByText('Nobody holds both Biller and Bookkeeper.').waitFor()
  await page.goto('/team/bill')
  await page.getByRole('button', { name: 'Give a role' }).click()
  await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Bookkeeper' })
  await page.getByRole('button', { name: 'Give the role' }).click()
  await page.getByRole('alert').getByText('Bill Osei would hold Biller and Bookkeeper').waitFor()
  await openPractice(page)
  await page.getByRole('button', { name: 'No longer keep apart Biller and Bookkeeper' }).click()
  await page.getByRole('button', { name: 'Remove the rule' }).click()
  await page.getByText('None: one person may hold any roles together.').waitFor()
})

test('the owner hands the practice over knowing what becomes of it, and nobody else can', async () => {
  const mara = await signedInAs('Mara Whitfield')
  await openPractice(mara)
  await mara.getByRole('group', { name: 'Only the owner hands the practice over. Ask Dr Wei Chen.' }).focus()
  const chen = await signedInAs('Dr Wei Chen')
  const handOver = async (page: Page, to: string, says: string): Promise<void> => {
    await openPractice(page)
    await page.getByRole('button', { name: 'Hand over' }).click()
    const dialog = page.getByRole('dialog')
    // Reyes has a last day, Tanaka no account, Vera is an assistant: none of them can own it.
    const heirs = await dialog.getByRole('option').allInnerTexts()
    expect(heirs.filter((name) => /Reyes|Tanaka|Vera|Novák|Lena/.test(name))).toEqual([])
    await dialog.getByLabel('New owner').selectOption({ label: to })
    await dialog.getByText(says).waitFor()
    expect(await dialog.getByRole('button', { name: 'Hand over' }).isDisabled()).toBe(true)
    await dialog.getByRole('checkbox').check()
    await dialog.getByRole('button', { name: 'Hand over' }).click()
    await done(page)
  }
  await handOver(
    chen,
    'Mara Whitfield, Practice manager',
    'You keep the roles you hold, and go on managing accounts through them.',
  )
  await chen
    .getByRole('group', { name: 'Only the owner hands the practice over. Ask Mara Whitfield.' })
    .waitFor()
  await handOver(mara, 'Dr Wei Chen, Dentist and owner', 'From the next thing anybody does, Dr Wei Chen owns')
  await mara.getByRole('link', { name: 'Dr Wei Chen' }).waitFor()
})

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)('axe finds nothing and nothing scrolls sideways: %s, %d px', async (scheme, width) => {
  const page = await signedInAs('Dr Wei Chen', { scheme, width })
  await openPractice(page)
  await page.getByRole('button', { name: 'Change Billing' }).waitFor()
  await expectSound(page)
  for (const opens of [
    'Change Billing',
    'Add a location',
    'Change VIP',
    'Merge VIP into another',
    'Delete VIP',
    'Add duties to keep apart',
    'Hand over',
  ]) {
    await page.getByRole('button', { name: opens, exact: true }).click()
    await expectSound(page)
    await page.keyboard.press('Escape')
    await done(page)
  }
})
