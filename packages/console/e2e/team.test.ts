import type { Members } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { expectSound } from './expect-sound.ts'
import type { Page } from './page.ts'
import { withConsole } from './visit.ts'

const { signedInAs, visitAs } = await withConsole()

async function openTeam(page: Page, search = ''): Promise<void> {
  await page.goto(`/team${search}`)
  await page.getByRole('grid', { name: 'The team' }).waitFor()
}

async function openMember(page: Page, id: string, name: string): Promise<void> {
  await page.goto(`/team/${id}`)
  await page.getByRole('heading', { name: `What ${name} can do` }).waitFor()
}

test('lists everyone by account type, with roles and offices', async () => {
  const page = await visitAs('Mara Whitfield')
  await page.getByRole('link', { name: 'Team' }).click()
  await page.getByText('22 people').waitFor()
  await page.getByText('Practitioner 8', { exact: true }).waitFor()
  const bill = page.getByRole('row').filter({ hasText: 'Bill Osei' })
  expect(await bill.innerText()).toMatch(/Biller · River Lane\s+Clinical assistant · Hill Road/)
  const tanaka = page.getByRole('row').filter({ hasText: 'Dr Haruto Tanaka' })
  expect(await tanaka.first().innerText()).toContain('No login')
})

test('shows a cover that ended as expired, with its last day', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openTeam(page)
  const novak = page.getByRole('row').filter({ hasText: 'Dr Petr Novák' })
  expect(await novak.innerText()).toMatch(/Expired\s+last day 28 Feb 2021/)
  const reyes = page.getByRole('row').filter({ hasText: 'Dr Marisol Reyes' })
  expect(await reyes.innerText()).toMatch(/Active\s+until 31 Dec 2098/)
  await page.getByLabel('Group').selectOption('status')
  await page.getByLabel('Search the team').fill('expired')
  await page.getByText('1 of 22 people match “expired”').waitFor()
  await page.getByText('Expired 1', { exact: true }).waitFor()
})

test('shows days by the clock of the practice in every time zone', async () => {
  // In New York it was still February when Novák's cover ended.
  const page = await signedInAs('Mara Whitfield', { timeZone: 'America/New_York' })
  await openMember(page, 'novak', 'Dr Petr Novák')
  await page.getByText('Expired, last day 28 Feb 2021').waitFor()
  await page.getByRole('button', { name: 'Edit details' }).click()
  expect(await page.getByLabel('Last day').inputValue()).toBe('2021-02-28')
  await page.getByLabel('Last day').fill('2021-04-01')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Expired, last day 1 Apr 2021').waitFor()
  const elsewhere = await signedInAs('Mara Whitfield', { timeZone: 'Asia/Tokyo' })
  await openMember(elsewhere, 'novak', 'Dr Petr Novák')
  await elsewhere.getByText('Expired, last day 1 Apr 2021').waitFor()
  await page.getByRole('button', { name: 'Edit details' }).click()
  await page.getByLabel('Last day').fill('2021-02-28')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Expired, last day 28 Feb 2021').waitFor()
})

test('keeps the search and the grouping in the address', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openTeam(page)
  await page.getByLabel('Search the team').fill('provider')
  // Chen, Reyes, Novák and Ivo hold it.
  await page.getByText('4 of 22 people match “provider”').waitFor()
  await page.getByLabel('Group').selectOption('status')
  await page.getByText('Former 1', { exact: true }).waitFor()
  expect(new URL(page.url()).search).toBe('?search=provider&group=status')
  await page.getByLabel('Search the team').fill('nobody like this')
  await page.getByRole('heading', { name: 'No results for' }).waitFor()
  await page.getByRole('button', { name: 'Clear search' }).last().click()
  await page.getByText('22 people').waitFor()
})

test('draws only the visible rows of five hundred people, and long names do not break the layout', async () => {
  const page = await visitAs('Mara Whitfield', { width: 360 })
  const long = 'Dr Maximiliana-Theophania von Hohenstaufen-Schwarzenberg zu Donaueschingen, geb. Östermann'
  await page.route('**/api/members', async (route) => {
    const answer = await route.fetch()
    const { members } = (await answer.json()) as Members
    const [first] = members
    if (first === undefined) throw new Error('nobody is there')
    const more = Array.from({ length: 500 - members.length }, (_, index) => ({
      ...first,
      id: `more-${index}`,
      name: index === 0 ? long : index === 1 ? 'A'.repeat(150) : `Somebody ${index}`,
    }))
    await route.fulfill({ response: answer, json: { members: [...members, ...more] } })
  })
  await openTeam(page, '?group=none')
  await page.getByText('500 people').waitFor()
  expect(await page.getByRole('row').count()).toBeLessThan(60)
  await page.getByRole('row').nth(1).focus()
  await page.keyboard.press('End')
  await page.locator('[aria-rowindex="501"]:focus').waitFor()
  expect(await page.getByRole('row').count()).toBeLessThan(60)
  for (const search of ['Maximiliana', 'AAAAAAAA']) {
    await page.getByLabel('Search the team').fill(search)
    await page.getByText('1 of 500 people match').waitFor()
    await expectSound(page)
  }
})

test('opens a person with the keyboard', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openTeam(page, '?group=none')
  await page.getByRole('row').nth(1).focus()
  await page.keyboard.press('ArrowDown')
  await page.locator('[aria-rowindex="3"]:focus').waitFor()
  await page.keyboard.press('Enter')
  // By name, titles aside: Ana Silva, then Astrid Lindqvist.
  await page.getByRole('heading', { name: 'Astrid Lindqvist', exact: true }).waitFor()
})

test('a person’s page says what they can do and counts real records', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'bill', 'Bill Osei')
  await page.getByText('See, register and edit patients at River Lane and at Hill Road.').waitFor()
  await page.getByText('Read unsigned notes at Hill Road.').waitFor()
  // A third of 600 at River Lane and a third at Hill Road, less 10 of each closed to him.
  await page.getByText('380 of 600 patients').waitFor()
  const shown = await page.locator('main').innerText()
  expect(shown).not.toMatch(/\b(river|hill|mill)\b|[a-z]+\.[a-z]+[A-Z]|[{}[\]]|undefined|null/)
})

test('a limit says what it hides, with the label of its tag', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'finn', 'Finn Gallagher')
  await page.getByText('Finn Gallagher reaches only patients tagged Hill Road.').waitFor()
  // The other two thirds of 600, less the 20 there that are closed to him.
  await page.getByText('Hides 380 patients').waitFor()
  await page.getByText('190 of 600 patients').waitFor()
})

test('shows an assistant’s access when working for each practitioner and for no one', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'vera', 'Vera Santos')
  await page.getByText('570 of 600 patients').waitFor()
  const choice = page.getByLabel('Show access when working for')
  await choice.selectOption({ label: 'Dr Haruto Tanaka' })
  await page.getByRole('heading', { name: 'working for Dr Haruto Tanaka' }).waitFor()
  // Tanaka's 114, less 6 closed.
  await page.getByText('108 of 600 patients').waitFor()
  await choice.selectOption({ label: 'No one' })
  await page.getByText('None while they are working for no one').waitFor()
  await page.getByText('0 of 600 patients').waitFor()
})

test('says when a person’s access has ended', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'novak', 'Dr Petr Novák')
  await page.getByText('Nothing at the moment.').waitFor()
  await page.getByText(/^Dr Petr Novák's access ended on 1 Mar 2021\b/).waitFor()
})

test('adds a role at one office with a last day, and removes it again', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'ana', 'Ana Silva')
  await page.getByRole('button', { name: 'Add role' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add role for Ana Silva' })
  await dialog.getByLabel('Role', { exact: true }).selectOption({ label: 'Bookkeeper' })
  await dialog.getByLabel('Mill Yard').first().check()
  await dialog.getByLabel('Last day').fill('2099-03-01')
  await dialog.getByText('Adds Bookkeeper at Mill Yard, until 1 Mar 2099. Takes effect right away.').waitFor()
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('Mill Yard, until 1 Mar 2099').waitFor()
  await page.getByText('Take payments at Mill Yard.').waitFor()
  await page.getByRole('button', { name: 'Remove Bookkeeper' }).click()
  await page.getByText('Ana Silva keeps Administrative.').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('button', { name: 'Remove Bookkeeper' }).waitFor({ state: 'hidden' })
})

test('shows a new limit and new team access on the page', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'bo', 'Bo Andersen')
  await page.getByRole('button', { name: 'Edit limits' }).click()
  await page.getByLabel('Patients with any of these tags').check()
  await page.getByText('No tags selected: Bo Andersen won’t see any patients.').waitFor()
  await page.getByLabel('VIP').check()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Bo Andersen reaches only patients tagged VIP.').waitFor()
  await page.getByRole('button', { name: 'Edit team access' }).click()
  await page.getByLabel('Specific practitioners').check()
  await page.getByLabel('Access to Élodie Moreau’s patients').selectOption('view')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Élodie Moreau: everything (view)').waitFor()
})

test('sets custom team access, and who an assistant works for', async () => {
  const page = await signedInAs('Dr Wei Chen')
  await openMember(page, 'lindqvist', 'Astrid Lindqvist')
  await page.getByRole('button', { name: 'Edit team access' }).click()
  const okafor = page.getByRole('group').filter({ hasText: 'Dr Ngozi Okafor' })
  await okafor.getByLabel('Invoices').selectOption('view')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Dr Ngozi Okafor: appointments (view) and invoices (view)').waitFor()
  await openMember(page, 'nils', 'Nils Aaltonen')
  await page.getByRole('button', { name: 'Edit who they work for' }).click()
  await page.getByLabel('Élodie Moreau').check()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByRole('heading', { name: 'working for' }).waitFor()
})

test('a limit, team access and working for someone can have a period', async () => {
  const page = await signedInAs('Mara Whitfield')
  const dialog = page.getByRole('dialog')
  await openMember(page, 'noor', 'Noor Rahimi')
  await page.getByRole('button', { name: 'Edit limits' }).click()
  await dialog.getByRole('checkbox', { name: 'Own notes only' }).check()
  await dialog.getByText('No end date: own notes only').click()
  await dialog.getByLabel('Last day').fill('2099-02-01')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Set on Noor Rahimi, until 1 Feb 2099').waitFor()
  await page.getByRole('button', { name: 'Edit limits' }).click()
  await dialog.getByText('Until 1 Feb 2099: own notes only').waitFor()
  await dialog.getByRole('checkbox', { name: 'Own notes only' }).uncheck()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('No limits on Noor Rahimi').waitFor()
  await openMember(page, 'reyes', 'Dr Marisol Reyes')
  await page.getByRole('button', { name: 'Edit team access' }).click()
  await dialog.getByLabel('Access to Dr Ngozi Okafor’s patients').selectOption('view')
  await dialog.getByText('No end date: Dr Ngozi Okafor').click()
  const cover = dialog.getByRole('group', { name: 'Period: Dr Ngozi Okafor' })
  await cover.getByLabel('First day').fill('2098-12-20')
  await cover.getByLabel('Last day').fill('2099-01-04')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Dr Ngozi Okafor: everything (view, from 20 Dec 2098, until 4 Jan 2099)').waitFor()
  // What was set before keeps its days.
  await page.getByText('Dr Haruto Tanaka: everything (view and edit, from 1 Jan 2020').waitFor()
  await openMember(page, 'vera', 'Vera Santos')
  await page.getByRole('button', { name: 'Edit who they work for' }).click()
  await dialog.getByText('No end date: Dr Haruto Tanaka').click()
  const acting = dialog.getByRole('group', { name: 'Period: Dr Haruto Tanaka' })
  await acting.getByLabel('Last day').fill('2020-01-01')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'hidden' })
  const choice = page.getByLabel('Show access when working for')
  await expect.poll(() => choice.getByRole('option').allInnerTexts()).toEqual(['Dr Wei Chen', 'No one'])
})

test('a conflicting save shows the latest version and keeps the form', async () => {
  const first = await signedInAs('Mara Whitfield')
  const second = await signedInAs('Dr Wei Chen')
  for (const page of [first, second]) {
    await openMember(page, 'moreau', 'Élodie Moreau')
    await page.getByRole('button', { name: 'Edit limits' }).click()
  }
  await first.getByRole('checkbox', { name: 'Hide prices' }).check()
  await first.getByRole('button', { name: 'Save' }).click()
  await first.getByText('Élodie Moreau sees no prices and takes no payments.').waitFor()
  await second.getByRole('checkbox', { name: 'Own notes only' }).check()
  await second.getByRole('button', { name: 'Save' }).click()
  await second.getByText('Prices hidden.').waitFor()
  expect(await second.getByRole('checkbox', { name: 'Own notes only' }).isChecked()).toBe(true)
  await second.getByRole('button', { name: 'Keep my version' }).click()
  await second.getByRole('checkbox', { name: 'Hide prices' }).check()
  await second.getByRole('button', { name: 'Save' }).click()
  await second.getByText('Élodie Moreau reads only notes').waitFor()
})

test('edits a name, a job and a last day, and says the effect of the day first', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'omar', 'Omar Haddad')
  await page.getByRole('button', { name: 'Edit details' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit Omar Haddad' })
  await dialog.getByText('No end date.').waitFor()
  expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
  await dialog.getByLabel('Name').fill('Omar El-Haddad')
  await dialog.getByLabel('Job').selectOption({ label: 'Receptionist' })
  await dialog.getByLabel('Last day').fill('2020-05-01')
  await dialog.getByText('Omar Haddad’s access ended. Last day: 1 May 2020.').waitFor()
  await dialog.getByLabel('Last day').fill('2099-05-01')
  await dialog.getByText('Omar Haddad has access until 1 May 2099.').waitFor()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Omar El-Haddad', exact: true }).waitFor()
  await page.getByText('Active, until 1 May 2099').waitFor()
  // While it closes it still offers the jobs to choose from.
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('Receptionist', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Edit details' }).click()
  await page.getByLabel('Job').selectOption({ label: 'Other' })
  await page.getByLabel('Name').fill('Omar Haddad')
  await page.getByLabel('Last day').fill('')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Omar Haddad', exact: true }).waitFor()
  await page.getByText('Bookkeeper', { exact: true }).first().waitFor()
})

test('sets a last day with the keyboard alone, and the focus comes back', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'noor', 'Noor Rahimi')
  const dialog = page.getByRole('dialog')
  const open = async (): Promise<void> => {
    await page.keyboard.press('Enter')
    await page.locator('input:focus').waitFor()
  }
  const isBack = (): Promise<void> => page.locator('button:focus', { hasText: 'Edit details' }).waitFor()
  await page.getByRole('button', { name: 'Edit details' }).focus()
  await open()
  const until = dialog.getByLabel('Last day')
  while (!(await until.evaluate((one) => one === document.activeElement))) await page.keyboard.press('Tab')
  await page.keyboard.type('05012099')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('Active, until 1 May 2099').waitFor()
  await isBack()
  await open()
  await page.keyboard.press('Escape')
  await isBack()
})

test('shows the first person’s edit to the second when both edit details', async () => {
  const first = await signedInAs('Mara Whitfield')
  const second = await signedInAs('Dr Wei Chen')
  for (const page of [first, second]) {
    await openMember(page, 'pia', 'Pia Castellanos')
    await page.getByRole('button', { name: 'Edit details' }).click()
  }
  await first.getByLabel('E-mail address').fill('pia@example.org')
  await first.getByRole('button', { name: 'Save' }).click()
  await first.getByText('pia@example.org').waitFor()
  await second.getByLabel('Last day').fill('2099-06-01')
  await second.getByRole('button', { name: 'Save' }).click()
  await second.getByText('E-mail: pia@example.org.').waitFor()
  expect(await second.getByLabel('Last day').inputValue()).toBe('2099-06-01')
  await second.getByRole('button', { name: 'Keep my version' }).click()
  await second.getByRole('button', { name: 'Save' }).click()
  await second.getByText('Active, until 1 Jun 2099').waitFor()
  // Only what was changed is saved: the address of the first stays.
  await second.getByText('pia@example.org').waitFor()
})

test('an admin edits their own name but not their own last day', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'mara', 'Mara Whitfield')
  await page.getByRole('button', { name: 'Edit details' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit Mara Whitfield' })
  await dialog.getByText('You can’t change your own access. Ask Dr Wei Chen.').waitFor()
  expect(await dialog.getByLabel('Last day').isDisabled()).toBe(true)
  expect(await dialog.getByLabel('Name').isDisabled()).toBe(false)
})

test('edits where and when a role applies without removing it', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'tess', 'Tess Delacroix')
  await page.getByRole('button', { name: 'Edit Scheduling assistant' }).click()
  const dialog = page.getByRole('dialog', { name: 'Scheduling assistant for Tess Delacroix' })
  await dialog.getByText('No changes yet.').waitFor()
  await dialog.getByLabel('Hill Road').first().check()
  await dialog.getByLabel('Last day').fill('2099-03-01')
  await dialog
    .getByText('Changes Scheduling assistant from all offices to Hill Road, until 1 Mar 2099.')
    .waitFor()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('Hill Road, until 1 Mar 2099').waitFor()
  await page.getByText('Take payments at Hill Road.').waitFor()
  await page.getByRole('button', { name: 'Edit Scheduling assistant' }).click()
  expect(await page.getByLabel('Last day').inputValue()).toBe('2099-03-01')
  await page.getByRole('dialog').getByLabel('Hill Road').first().uncheck()
  await page.getByLabel('Last day').fill('')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Take payments.').waitFor()
})

test('locks and unlocks a person', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'scribe', 'Scribe')
  await page.getByRole('button', { name: 'Lock', exact: true }).click()
  await page.getByRole('button', { name: 'Lock now' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Unlock' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Unlock' }).click()
  await page.getByRole('button', { name: 'Lock', exact: true }).waitFor()
})

test('a disabled action gives its reason to the keyboard too', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'mara', 'Mara Whitfield')
  const why = page.getByRole('group', { name: 'You can’t change your own access. Ask Dr Wei Chen.' })
  await why.first().focus()
  expect(await page.getByRole('button', { name: 'Add role' }).isDisabled()).toBe(true)
  await openMember(page, 'chen', 'Dr Wei Chen')
  await page.getByRole('group', { name: 'The owner can’t be locked or removed.' }).first().waitFor()
})

test('a failed request is explained, and the form keeps its values', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'tanaka', 'Dr Haruto Tanaka')
  await page.getByRole('button', { name: 'Invite' }).click()
  await page.getByLabel('E-mail address').fill('tanaka@example.org')
  await page.route('**/invite', (route) => route.abort())
  await page.getByRole('button', { name: 'Send invitation' }).click()
  await page.getByRole('alert').getByText('cannot be reached').waitFor()
  expect(await page.getByLabel('E-mail address').inputValue()).toBe('tanaka@example.org')
  await page.unroute('**/invite')
  await page.getByRole('button', { name: 'Send invitation' }).click()
  await page.getByText('Invitation sent to tanaka@example.org').waitFor()
})

test('adds a person with the role their job suggests, and removes them', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openTeam(page)
  await page.getByRole('button', { name: 'Invite someone' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite someone' })
  await dialog.getByLabel('Name').fill('Rosa Blom')
  await dialog.getByLabel('Job').selectOption({ label: 'Receptionist' })
  await dialog
    .getByText('Suggested: Administrative role, all practitioners’ patients (view and edit)')
    .waitFor()
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('heading', { name: 'Rosa Blom', exact: true }).waitFor()
  await page.getByText('All practitioners, including new ones (view and edit)').waitFor()
  await page.getByRole('button', { name: 'Remove from practice…' }).click()
  await page.getByLabel('Who takes over their work').selectOption({ label: 'Ana Silva' })
  await page.getByText('Ana Silva can view and edit their records and patients.').waitFor()
  await page.getByRole('button', { name: 'Remove Rosa Blom' }).click()
  await page.getByRole('group', { name: 'Rosa Blom has left the practice.' }).first().waitFor()
})

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)('axe finds nothing and nothing scrolls sideways: %s, %d px', async (scheme, width) => {
  const page = await signedInAs('Mara Whitfield', { scheme, width })
  await openTeam(page)
  await expectSound(page)
  await openMember(page, 'bill', 'Bill Osei')
  await page.getByText('Show what they can’t do').click()
  await expectSound(page)
  for (const opens of [
    'Edit details',
    'Edit Biller',
    'Add role',
    'Edit limits',
    'Edit team access',
    'Remove from practice…',
  ]) {
    await page.getByRole('button', { name: opens }).click()
    const folded = page.getByRole('dialog').locator('summary')
    if ((await folded.count()) > 0) await folded.first().click()
    await expectSound(page)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  }
})
