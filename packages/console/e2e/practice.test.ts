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

test('says which permission the page needs', async () => {
  const page = await signedInAs('Ana Silva')
  await page.goto('/practice')
  await page.getByText('Manage practice information').first().waitFor()
  expect(await page.locator('main').innerText()).not.toMatch(/[`*]|\.manage/)
})

test('renames the practice on every page', async () => {
  const page = await visitAs('Mara Whitfield')
  await page.getByRole('link', { name: 'Practice', exact: true }).click()
  // What the page shows comes late: whoever changes it again at once begins with what was saved all the same.
  await page.route('**/api/practice', async (route) => {
    if (route.request().method() === 'GET') await new Promise((resolve) => setTimeout(resolve, 500))
    await route.continue()
  })
  const rename = async (to: string): Promise<void> => {
    await page.getByRole('button', { name: 'Edit', exact: true }).first().click()
    await page.getByRole('textbox', { name: 'Name' }).fill(to)
    await page.getByRole('button', { name: 'Save' }).click()
    await done(page)
    await page.getByRole('banner').getByText(to, { exact: true }).waitFor()
  }
  await rename('Riverside & Daughters')
  await rename('Riverside Dental & Wellness')
})

test('adds and renames an office', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openPractice(page)
  await page.getByRole('button', { name: 'Add office' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Harbour')
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: 'Rename Harbour' }).click()
  await page.getByText('Only the name changes.').waitFor()
  await page.getByRole('textbox', { name: 'Name' }).fill('Old Harbour')
  await page.getByRole('dialog').getByRole('button', { name: 'Rename', exact: true }).click()
  await page.getByText('Old Harbour', { exact: true }).waitFor()
})

test('adds a tag, edits it, and deletes it after saying the effect', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openPractice(page)
  await page.getByRole('button', { name: 'Add tag' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Recall due')
  await page.getByLabel('Colour', { exact: true }).selectOption('teal')
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: 'Edit Recall due' }).click()
  await page.getByText('On no patients you can see, not used by limits or roles.').waitFor()
  await page.getByRole('textbox', { name: 'Name' }).fill('Recall soon')
  await page.getByRole('button', { name: 'Save' }).click()
  await done(page)
  await page.getByRole('button', { name: 'Delete Recall soon' }).click()
  await page.getByText('No one’s access changes.').waitFor()
  await page.getByRole('button', { name: 'Delete tag' }).click()
  await page.getByRole('button', { name: 'Delete Recall soon' }).waitFor({ state: 'hidden' })
})

test('a tag used by a limit says where it is used, and can’t be merged to show more patients', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openPractice(page)
  await page.getByText('used by 1 limit').waitFor()
  await page.getByRole('button', { name: 'Delete Hill Road' }).click()
  // Of the 200 who carry it, those nobody treats yet: Mara manages accounts and sees no others. And Finn's limit.
  await page.getByText('On 10 patients you can see, used by 1 limit or role.').waitFor()
  await page.getByText('Anyone limited to this tag alone will see no patients').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Merge Hill Road into another' }).click()
  await page.getByLabel('Into', { exact: true }).selectOption({ label: 'Mill Yard' })
  await page.getByText('They all get Mill Yard instead, and Hill Road is deleted.').waitFor()
  await page.getByRole('button', { name: 'Merge', exact: true }).last().click()
  await page
    .getByRole('alert')
    .getByText('This would open 10 patients to people limited to Hill Road, change those limits first.')
    .waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Delete Hill Road' }).waitFor()
})

test('sets a module to read-only and back, and says the effect first', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openPractice(page)
  const set = async (state: string, says: RegExp): Promise<void> => {
    await page.getByRole('button', { name: 'Edit Colleague' }).click()
    await page.getByText(/^Colleague is/).waitFor()
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await page.getByLabel(state, { exact: true }).check()
    await page.getByText(says).waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await done(page)
  }
  // Noor by User, and Okafor, Lindqvist and Moreau by Practitioner: they plan treatments.
  await set('Read-only', /^4 people with a role for it can view Colleague, but not edit it/)
  await page.getByText('Read-only', { exact: true }).waitFor()
  await set('On', /can use Colleague again, with the same permissions as before/)
  await page.getByText('Read-only', { exact: true }).waitFor({ state: 'hidden' })
})

test('adds conflicting roles, names who breaks them, and removes the rule', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openPractice(page)
  await page.getByRole('button', { name: 'Add conflicting roles' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add conflicting roles' })
  await dialog.getByLabel('Provider').check()
  await dialog.getByLabel('System admin').check()
  await dialog.getByText('Dr Wei Chen has too many of these roles. Remove a role first.').waitFor()
  expect(await dialog.getByRole('button', { name: 'Add', exact: true }).isDisabled()).toBe(true)
  await dialog.getByLabel('Provider').uncheck()
  await dialog.getByLabel('System admin').uncheck()
  await dialog.getByLabel('Biller').check()
  await dialog.getByLabel('Bookkeeper').check()
  await dialog.getByText('Nobody holds both Biller and Bookkeeper. No conflicts now.').waitFor()
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await done(page)
  await page.getByText('Nobody holds both Biller and Bookkeeper.').waitFor()
  await page.goto('/team/bill')
  await page.getByRole('button', { name: 'Add role' }).click()
  await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Bookkeeper' })
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('alert').getByText('Bill Osei would hold Biller and Bookkeeper').waitFor()
  await openPractice(page)
  await page.getByRole('button', { name: 'Remove the rule for Biller and Bookkeeper' }).click()
  await page.getByRole('button', { name: 'Remove rule' }).click()
  await page.getByText('None yet. Choose roles one person can’t have together').waitFor()
})

test('only the owner transfers ownership, and reads the effect first', async () => {
  const mara = await signedInAs('Mara Whitfield')
  await openPractice(mara)
  await mara.getByRole('group', { name: 'Only the owner can transfer ownership. Ask Dr Wei Chen.' }).focus()
  const chen = await signedInAs('Dr Wei Chen')
  const handOver = async (page: Page, to: string, says: string): Promise<void> => {
    await openPractice(page)
    await page.getByRole('button', { name: 'Transfer ownership' }).click()
    const dialog = page.getByRole('dialog')
    // Reyes has a last day, Tanaka no account, Vera is an assistant: none of them can own it.
    const heirs = await dialog.getByRole('option').allInnerTexts()
    expect(heirs.filter((name) => /Reyes|Tanaka|Vera|Novák|Lena/.test(name))).toEqual([])
    await dialog.getByLabel('New owner').selectOption({ label: to })
    await dialog.getByText(says).waitFor()
    expect(await dialog.getByRole('button', { name: 'Transfer ownership' }).isDisabled()).toBe(true)
    await dialog.getByRole('checkbox').check()
    await dialog.getByRole('button', { name: 'Transfer ownership' }).click()
    await done(page)
  }
  await handOver(chen, 'Mara Whitfield, Practice manager', 'You keep your roles and still manage accounts.')
  await chen
    .getByRole('group', { name: 'Only the owner can transfer ownership. Ask Mara Whitfield.' })
    .waitFor()
  await handOver(mara, 'Dr Wei Chen, Dentist and owner', 'Dr Wei Chen becomes the owner right away')
  await mara.getByRole('link', { name: 'Dr Wei Chen' }).waitFor()
})

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)('axe finds nothing and nothing scrolls sideways: %s, %d px', async (scheme, width) => {
  const page = await signedInAs('Dr Wei Chen', { scheme, width })
  await openPractice(page)
  await page.getByRole('button', { name: 'Edit Billing' }).waitFor()
  await expectSound(page)
  for (const opens of [
    'Edit Billing',
    'Add office',
    'Edit VIP',
    'Merge VIP into another',
    'Delete VIP',
    'Add conflicting roles',
    'Transfer ownership',
  ]) {
    await page.getByRole('button', { name: opens, exact: true }).click()
    await expectSound(page)
    await page.keyboard.press('Escape')
    await done(page)
  }
})
