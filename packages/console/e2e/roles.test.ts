import type { RoleMatrix } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { expectSound } from './expect-sound.ts'
import type { Page } from './page.ts'
import { withConsole } from './visit.ts'

const { signedInAs, visitAs } = await withConsole()

function table(page: Page) {
  return page.getByRole('table')
}

async function openRoles(page: Page, search = ''): Promise<void> {
  await page.goto(`/roles${search}`)
  await table(page).waitFor()
}

/** The labels of the roles at the head of the table, in order. */
async function heads(page: Page): Promise<string[]> {
  const texts = await table(page).locator('thead th button').allInnerTexts()
  return texts.map((text) => text.split('\n')[0] ?? '')
}

async function ticksOf(page: Page, permission: string): Promise<string[]> {
  const row = table(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: permission, exact: true }) })
  const cells = await row.getByRole('cell').allInnerTexts()
  const labels = await heads(page)
  return labels.filter((_, index) => cells[index]?.trim() === 'Yes')
}

test('compares every role by every permission', async () => {
  const page = await visitAs('Mara Whitfield')
  await page.getByRole('link', { name: 'Roles' }).click()
  await page.getByText('14 roles · 62 permissions').waitFor()
  expect(await ticksOf(page, 'View signed notes')).toEqual(['Practitioner', 'Provider'])
  expect(await ticksOf(page, 'Manage charge entries')).toEqual(['Biller', 'System admin'])
  expect(await ticksOf(page, 'Messages')).toEqual([
    'Administrative',
    'Assistant',
    'Biller',
    'Clinical assistant',
    'Front desk',
    'Office staff',
    'Practitioner',
    'Provider',
    'System admin',
    'User',
  ])
  expect(await table(page).getByRole('rowheader', { name: 'Clinical module' }).count()).toBe(1)
})

test('filters by search, differences and chosen roles', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openRoles(page, '?roles=practitioner,provider')
  await page.getByText('2 roles · 62 permissions').waitFor()
  expect(await heads(page)).toEqual(['Practitioner', 'Provider'])
  await page.getByRole('switch', { name: 'Only differences' }).click()
  // Practitioner is provider with twelve permissions more.
  await page.getByText('2 roles · 12 permissions').waitFor()
  await page.getByLabel('Search permissions').fill('invoices')
  await page.getByText('2 roles · 1 permission').waitFor()
  expect(await ticksOf(page, 'View invoices')).toEqual(['Practitioner'])
  expect(new URL(page.url()).searchParams.get('differs')).toBe('yes')
})

test('shows the roles and people with a permission', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openRoles(page)
  await table(page).getByRole('button', { name: 'View claims status' }).click()
  const who = page.getByRole('region', { name: 'Who has this' })
  await who.getByText('In 2 roles. 2 people have it:').waitFor()
  expect(await who.getByRole('listitem').allInnerTexts()).toEqual([
    'Bill Osei Biller',
    'Dr Wei Chen System admin',
  ])
  expect(await heads(page)).toEqual(['Biller', 'System admin'])
  await page.getByRole('button', { name: 'Clear permission filter' }).click()
  await page.getByText('14 roles · 62 permissions').waitFor()
})

test('shows the meaning of a permission on keyboard focus', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openRoles(page)
  await table(page).getByRole('button', { name: 'View signed notes' }).focus()
  await page.getByRole('tooltip', { name: 'Read notes that are signed' }).waitFor()
})

test('keeps the heads visible while scrolling', async () => {
  const page = await signedInAs('Mara Whitfield', { width: 700 })
  await openRoles(page)
  const frame = page.getByRole('region', { name: 'Permissions by roles' })
  await frame.evaluate((element) => element.scrollTo(400, 900))
  const box = await frame.boundingBox()
  const head = await table(page).locator('thead th').first().boundingBox()
  const label = await table(page).getByRole('rowheader', { name: 'Manage insurance' }).boundingBox()
  expect(Math.round((head?.y ?? 0) - (box?.y ?? 0))).toBe(1)
  expect(Math.round((label?.x ?? 0) - (box?.x ?? 0))).toBe(1)
})

test('copies a role, edits it after a preview, and deletes it', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openRoles(page)
  await table(page).getByRole('button', { name: 'Bookkeeper' }).click()
  const panel = page.getByRole('dialog').first()
  await panel.getByRole('link', { name: 'Omar Haddad' }).waitFor()
  await panel.getByRole('button', { name: 'Copy' }).click()
  await page.getByLabel('Name of the new role').fill('Night desk')
  await page.getByRole('button', { name: 'Create copy' }).click()
  const mine = page.getByRole('dialog', { name: 'Night desk' })
  await mine.getByText('No one has this role yet.').waitFor()
  await mine.getByRole('button', { name: 'Edit' }).click()
  await mine.getByLabel('Take payments').waitFor()
  // Needs patients, which it has already.
  await mine.getByLabel('Manage invoices').click()
  await mine.getByText('this permission.').first().waitFor()
  await mine.getByRole('button', { name: 'Remove anyway' }).click()
  await mine.getByRole('button', { name: 'Preview changes' }).click()
  await mine.getByText('No one’s access changes now').waitFor()
  await mine.getByRole('button', { name: 'Save', exact: true }).click()
  await mine.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete role' }).click()
  await page.getByText('14 roles · 62 permissions').waitFor()
})

test('also selects what a permission needs, and the preview counts real records', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openRoles(page, '?role=biller')
  const panel = page.getByRole('dialog', { name: 'Biller' })
  await panel.getByRole('button', { name: 'Edit' }).click()
  await panel.getByLabel('Share labs & studies').click()
  await panel.getByText('Also selected: needed for Share labs & studies').waitFor()
  expect(await panel.getByLabel('View labs & studies').isChecked()).toBe(true)
  await panel.getByLabel('Manage patients').click()
  await panel.getByRole('button', { name: 'Remove anyway' }).click()
  await panel.getByRole('button', { name: 'Preview changes' }).click()
  await panel.getByText('1 person affected').waitFor()
  // The patients of River Lane that Bill reaches as a biller alone.
  await panel.getByText('190 fewer').waitFor()
  await panel.getByRole('button', { name: 'Cancel' }).click()
  await panel.getByText('Charges, claims and collections.').waitFor()
})

test('creates a role with account types, who can assign it, a limit and hidden prices', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openRoles(page)
  await page.getByRole('button', { name: 'New role' }).click()
  const panel = page.getByRole('dialog', { name: 'New role' })
  await panel.getByText('Enter a name.').waitFor()
  await panel.getByLabel('Name').fill('Sterile room')
  for (const kind of ['Practitioner', 'Assistant', 'Integration'])
    await panel.getByLabel(kind, { exact: true }).uncheck()
  await panel.getByLabel('Only these people or roles').check()
  await panel.getByText('No one will be able to assign or edit it.').waitFor()
  expect(await panel.getByRole('button', { name: 'Create role' }).isDisabled()).toBe(true)
  await panel.getByLabel('Dr Wei Chen').check()
  await panel.getByText('You’re not one of them: you can’t undo this after saving.').waitFor()
  await panel.getByLabel('Mara Whitfield').check()
  await panel.getByLabel('Patients with any of these tags').check()
  await panel.getByLabel('Hill Road').check()
  await panel.getByText('This role shows only patients tagged Hill Road.').waitFor()
  await panel.getByText('No end date: tag limit').click()
  await panel.getByLabel('Last day').first().fill('2099-01-01')
  await panel.getByLabel('Hide prices').check()
  await panel.getByLabel('Messages', { exact: true }).check()
  await panel.getByText('2 permissions selected.').waitFor()
  await panel.getByRole('button', { name: 'Create role' }).click()
  const made = page.getByRole('dialog', { name: 'Sterile room' })
  await made.getByText('For staff accounts.').waitFor()
  await made.getByText('Only Dr Wei Chen or Mara Whitfield can assign or edit it.').waitFor()
  await made.getByText('Shows only patients tagged Hill Road, until 1 Jan 2099.').waitFor()
  await made.getByText('Hides prices.').waitFor()
  await made.getByRole('button', { name: 'Close role' }).click()
  expect(await ticksOf(page, 'Messages')).toContain('Sterile room')
  await openRoles(page, '?role=sterile-room')
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete role' }).click()
  await page.getByRole('dialog').first().waitFor({ state: 'hidden' })
})

test('previews a limit on a role in real patients', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openRoles(page, '?role=administrative')
  const panel = page.getByRole('dialog', { name: 'Administrative' })
  await panel.getByRole('button', { name: 'Edit' }).click()
  await panel.getByLabel('Patients with any of these tags').check()
  await panel.getByLabel('VIP').check()
  await panel.getByRole('button', { name: 'Preview changes' }).click()
  await panel.getByText('2 people affected').waitFor()
  await panel.getByRole('heading', { name: 'Ana Silva' }).waitFor()
  await panel
    .getByText(/^\d+ fewer$/)
    .first()
    .waitFor()
  await panel.getByRole('button', { name: 'Cancel' }).click()
})

test('a conflicting save shows the other person’s changes and keeps the form', async () => {
  const first = await signedInAs('Mara Whitfield')
  const second = await signedInAs('Dr Wei Chen')
  for (const page of [first, second]) {
    await openRoles(page, '?role=user')
    await page.getByRole('dialog', { name: 'User' }).getByRole('button', { name: 'Edit' }).click()
  }
  const save = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'Preview changes' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
  }
  await first.getByLabel('View appointments').click()
  await save(first)
  await first.getByRole('button', { name: 'Edit' }).waitFor()
  await second.getByLabel('Comment', { exact: true }).click()
  await save(second)
  await second.getByText('Added View appointments.').waitFor()
  await second.getByRole('button', { name: 'Apply my changes on top' }).click()
  await save(second)
  await second.getByRole('button', { name: 'Edit' }).waitFor()
  await openRoles(second)
  expect(await ticksOf(second, 'View appointments')).toEqual(['User'])
  expect(await ticksOf(second, 'Comment')).toContain('User')
})

test('prints the whole table alone', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openRoles(page)
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('banner').isVisible()).toBe(false)
  expect(await page.getByRole('navigation').isVisible()).toBe(false)
  const frame = page.getByRole('region', { name: 'Permissions by roles' })
  // Nothing is behind a scrollbar.
  expect(await frame.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).toBe(0)
  expect(await frame.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
})

/** As many roles as a large group of practices makes: those of the demo, and others beside them. */
async function withSixtyRoles(page: Page): Promise<void> {
  await page.route('**/api/roles/matrix', async (route) => {
    const answer = await route.fetch()
    const { roles, modules } = (await answer.json()) as RoleMatrix
    const more = Array.from({ length: 60 - roles.length }, (_, index) => ({
      id: `more-${index}`,
      label: index === 2 ? 'Night and weekend front desk of the northern locations' : `More of role ${index}`,
      holders: index,
    }))
    const json: RoleMatrix = {
      roles: [...roles, ...more],
      modules: modules.map((module) => ({
        ...module,
        permissions: module.permissions.map((permission) => ({
          ...permission,
          cells: [...permission.cells, ...more.map((_, index) => index % 3 === 0)],
        })),
      })),
    }
    await route.fulfill({ response: answer, json })
  })
}

test('keeps the heads of sixty roles visible at the end of the page, and prints them on one sheet', async () => {
  const page = await signedInAs('Mara Whitfield')
  await withSixtyRoles(page)
  await openRoles(page)
  await page.getByText('60 roles · 62 permissions').waitFor()
  const frame = page.getByRole('region', { name: 'Permissions by roles' })
  await page.mouse.move(800, 500)
  await page.mouse.wheel(0, 9000)
  await page.mouse.wheel(9000, 0)
  await page.waitForTimeout(300)
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
  const header = await page.getByRole('banner').boundingBox()
  const head = await table(page).getByRole('button', { name: 'More of role 45' }).boundingBox()
  expect(head?.y).toBeGreaterThanOrEqual((header?.y ?? 0) + (header?.height ?? 0))
  // The width of a letter on its side between margins of 10 mm.
  await page.setViewportSize({ width: 979, height: 740 })
  await page.emulateMedia({ media: 'print' })
  expect(await frame.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  const sheets = [...pdf.matchAll(/MediaBox \[0 0 (\d+) (\d+)\]/g)].map(
    ([, width, height]) => `${width} × ${height}`,
  )
  expect(sheets).toEqual(['792 × 612', '792 × 612'])
})

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)('axe finds nothing and nothing scrolls sideways: %s, %d px', async (scheme, width) => {
  const page = await signedInAs('Mara Whitfield', { scheme, width })
  await openRoles(page)
  await expectSound(page)
  await openRoles(page, '?has=notes.viewSigned')
  await page.getByText('people have it:').waitFor()
  await expectSound(page)
  await openRoles(page, '?role=biller')
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByLabel('View claims status').waitFor()
  await expectSound(page)
  await openRoles(page, '?make=yes')
  await page.getByLabel('Only these people or roles').check()
  await page.getByLabel('Patients with all of these tags').check()
  await expectSound(page)
})

test('hides Roles from people without access to it', async () => {
  const page = await visitAs('Ana Silva')
  expect(await page.getByRole('link', { name: 'Roles' }).count()).toBe(0)
  await page.goto('/roles')
  await page.getByRole('heading', { name: 'Roles' }).waitFor()
  expect(await table(page).count()).toBe(0)
})
