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

test('everyone is there, by kind, with roles and where they hold', async () => {
  const page = await visitAs('Mara Whitfield')
  await page.getByRole('link', { name: 'Team' }).click()
  await page.getByText('22 people').waitFor()
  await page.getByText('Practitioner 8', { exact: true }).waitFor()
  const bill = page.getByRole('row').filter({ hasText: 'Bill Osei' })
  expect(await bill.innerText()).toMatch(/Biller at River Lane\s+Clinical assistant at Hill Road/)
  const tanaka = page.getByRole('row').filter({ hasText: 'Dr Haruto Tanaka' })
  expect(await tanaka.first().innerText()).toContain('No account')
})

test('whose cover is over is never shown as active, and from which day', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openTeam(page)
  const novak = page.getByRole('row').filter({ hasText: 'Dr Petr Novák' })
  expect(await novak.innerText()).toMatch(/Ended\s+on 1 Mar 2021/)
  const reyes = page.getByRole('row').filter({ hasText: 'Dr Marisol Reyes' })
  expect(await reyes.innerText()).toMatch(/Active\s+until 1 Jan 2099/)
  await page.getByLabel('Group').selectOption('status')
  await page.getByLabel('Search the team').fill('ended')
  await page.getByText('1 of 22 people match “ended”').waitFor()
  await page.getByText('Ended 1', { exact: true }).waitFor()
})

test('days are those of the practice, also for who reads them elsewhere', async () => {
  // In New York it was still February when Novák's cover ended.
  const page = await signedInAs('Mara Whitfield', { timeZone: 'America/New_York' })
  await openMember(page, 'novak', 'Dr Petr Novák')
  await page.getByText('Ended on 1 Mar 2021').waitFor()
  await page.getByRole('button', { name: 'Change details' }).click()
  expect(await page.getByLabel('Until').inputValue()).toBe('2021-03-01')
  await page.getByLabel('Until').fill('2021-04-01')
  await page.getByRole('button', { name: 'Save the details' }).click()
  await page.getByText('Ended on 1 Apr 2021').waitFor()
  const elsewhere = await signedInAs('Mara Whitfield', { timeZone: 'Asia/Tokyo' })
  await openMember(elsewhere, 'novak', 'Dr Petr Novák')
  await elsewhere.getByText('Ended on 1 Apr 2021').waitFor()
  await page.getByRole('button', { name: 'Change details' }).click()
  await page.getByLabel('Until').fill('2021-03-01')
  await page.getByRole('button', { name: 'Save the details' }).click()
  await page.getByText('Ended on 1 Mar 2021').waitFor()
})

test('a search and a grouping stand in the address', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openTeam(page)
  await page.getByLabel('Search the team').fill('provider')
  // Chen, Reyes, Novák and Ivo hold it.
  await page.getByText('4 of 22 people match “provider”').waitFor()
  await page.getByLabel('Group').selectOption('status')
  await page.getByText('Left 1', { exact: true }).waitFor()
  expect(new URL(page.url()).search).toBe('?search=provider&group=status')
  await page.getByLabel('Search the team').fill('nobody like this')
  await page.getByRole('heading', { name: 'Nobody matches' }).waitFor()
  await page.getByRole('button', { name: 'Clear search' }).last().click()
  await page.getByText('22 people').waitFor()
})

test('of five hundred people only those in sight are drawn, and a long name pushes nothing aside', async () => {
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

test('with the keyboard one goes down the list and opens a person', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openTeam(page, '?group=none')
  await page.getByRole('row').nth(1).focus()
  await page.keyboard.press('ArrowDown')
  await page.locator('[aria-rowindex="3"]:focus').waitFor()
  await page.keyboard.press('Enter')
  // By name, titles aside: Ana Silva, then Astrid Lindqvist.
  await page.getByRole('heading', { name: 'Astrid Lindqvist', exact: true }).waitFor()
})

test('a person’s page says in sentences what they can do, and counts real records', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'bill', 'Bill Osei')
  await page.getByText('See, register and change patients at River Lane and at Hill Road.').waitFor()
  await page.getByText('Read notes that are not signed yet at Hill Road.').waitFor()
  // A third of 600 at River Lane and a third at Hill Road, less 10 of each closed to him.
  await page.getByText('They see 380 of the 600 patients of the practice').waitFor()
  const shown = await page.locator('main').innerText()
  expect(shown).not.toMatch(/\b(river|hill|mill)\b|[a-z]+\.[a-z]+[A-Z]|[{}[\]]|undefined|null/)
})

test('a limit says what it does, with the tag as it is called', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'finn', 'Finn Gallagher')
  await page.getByText('Finn Gallagher reaches only patients tagged Hill Road.').waitFor()
  // The other two thirds of 600, less the 20 there that are closed to him.
  await page.getByText('Without it they would see 380 more patients.').waitFor()
  await page.getByText('They see 190 of the 600 patients of the practice').waitFor()
})

test('an assistant is looked at as acting for one practitioner, another or nobody', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'vera', 'Vera Santos')
  await page.getByText('They see 570 of the 600 patients of the practice').waitFor()
  const choice = page.getByLabel('Looked at while acting for')
  await choice.selectOption({ label: 'Dr Haruto Tanaka' })
  await page.getByRole('heading', { name: 'acting for Dr Haruto Tanaka' }).waitFor()
  // Tanaka's 114, less 6 closed.
  await page.getByText('They see 108 of the 600 patients of the practice').waitFor()
  await choice.selectOption({ label: 'Nobody' })
  await page.getByText('Nobody’s, as long as they act for nobody.').waitFor()
  await page.getByText('They see 0 of the 600 patients of the practice').waitFor()
})

test('somebody whose time is over is told apart from somebody at work', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'novak', 'Dr Petr Novák')
  await page.getByText('Nothing at all, at the moment.').waitFor()
  await page.getByText('The time of Dr Petr Novák here ended 1 Mar 2021.').waitFor()
})

test('a role is given at a place until a day, and taken away again', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'ana', 'Ana Silva')
  await page.getByRole('button', { name: 'Give a role' }).click()
  const dialog = page.getByRole('dialog', { name: 'Give Ana Silva a role' })
  await dialog.getByLabel('Role', { exact: true }).selectOption({ label: 'Bookkeeper' })
  await dialog.getByLabel('Mill Yard').first().check()
  await dialog.getByLabel('Until').fill('2099-03-01')
  await dialog.getByText('Ana Silva will be Bookkeeper at Mill Yard, until 1 Mar 2099').waitFor()
  await dialog.getByRole('button', { name: 'Give the role' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('at Mill Yard, until 1 Mar 2099').waitFor()
  await page.getByText('Take payments at Mill Yard.').waitFor()
  await page.getByRole('button', { name: 'Take away Bookkeeper' }).click()
  await page.getByText('They stay Administrative.').waitFor()
  await page.getByRole('button', { name: 'Take it away' }).click()
  await page.getByRole('button', { name: 'Take away Bookkeeper' }).waitFor({ state: 'hidden' })
})

test('a limit and team access are set, and the page says what became of it', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'bo', 'Bo Andersen')
  await page.getByRole('button', { name: 'Change limits' }).click()
  await page.getByLabel('Only patients with at least one of some tags').check()
  await page.getByText('With no tag ticked, Bo Andersen reaches no patient at all.').waitFor()
  await page.getByLabel('VIP').check()
  await page.getByRole('button', { name: 'Save the limits' }).click()
  await page.getByText('Bo Andersen reaches only patients tagged VIP.').waitFor()
  await page.getByRole('button', { name: 'Change team access' }).click()
  await page.getByLabel('That of certain colleagues').check()
  await page.getByLabel('The work of Élodie Moreau').selectOption('view')
  await page.getByRole('button', { name: 'Save the team access' }).click()
  await page.getByText('The work of Élodie Moreau: all of it (look).').waitFor()
})

test('team access is set part by part, and whom an assistant acts for', async () => {
  const page = await signedInAs('Dr Wei Chen')
  await openMember(page, 'lindqvist', 'Astrid Lindqvist')
  await page.getByRole('button', { name: 'Change team access' }).click()
  const okafor = page.getByRole('group').filter({ hasText: 'Dr Ngozi Okafor' })
  await okafor.getByLabel('Invoices').selectOption('view')
  await page.getByRole('button', { name: 'Save the team access' }).click()
  await page.getByText('The work of Dr Ngozi Okafor: appointments (look) and invoices (look).').waitFor()
  await openMember(page, 'nils', 'Nils Aaltonen')
  await page.getByRole('button', { name: 'Change whom they act for' }).click()
  await page.getByLabel('Élodie Moreau').check()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByRole('heading', { name: 'acting for' }).waitFor()
})

test('a limit, a colleague’s work and whom one acts for are given for a time', async () => {
  const page = await signedInAs('Mara Whitfield')
  const dialog = page.getByRole('dialog')
  await openMember(page, 'noor', 'Noor Rahimi')
  await page.getByRole('button', { name: 'Change limits' }).click()
  await dialog.getByRole('checkbox', { name: 'Own notes only' }).check()
  await dialog.getByText('Holds always: own notes only').click()
  await dialog.getByLabel('Until').fill('2099-02-01')
  await page.getByRole('button', { name: 'Save the limits' }).click()
  await page.getByText('Set on them, until 1 Feb 2099').waitFor()
  await page.getByRole('button', { name: 'Change limits' }).click()
  await dialog.getByText('Holds until 1 Feb 2099: own notes only').waitFor()
  await dialog.getByRole('checkbox', { name: 'Own notes only' }).uncheck()
  await page.getByRole('button', { name: 'Save the limits' }).click()
  await page.getByText('No limit is set on Noor Rahimi').waitFor()
  await openMember(page, 'reyes', 'Dr Marisol Reyes')
  await page.getByRole('button', { name: 'Change team access' }).click()
  await dialog.getByLabel('The work of Dr Ngozi Okafor').selectOption('view')
  await dialog.getByText('Holds always: the work of Dr Ngozi Okafor').click()
  const cover = dialog.getByRole('group', { name: 'How long: the work of Dr Ngozi Okafor' })
  await cover.getByLabel('From').fill('2098-12-20')
  await cover.getByLabel('Until').fill('2099-01-04')
  await page.getByRole('button', { name: 'Save the team access' }).click()
  await page
    .getByText('The work of Dr Ngozi Okafor: all of it (look, from 20 Dec 2098, until 4 Jan 2099).')
    .waitFor()
  // What was set before keeps its days.
  await page.getByText('The work of Dr Haruto Tanaka: all of it (look and change, from 1 Jan 2020').waitFor()
  await openMember(page, 'vera', 'Vera Santos')
  await page.getByRole('button', { name: 'Change whom they act for' }).click()
  await dialog.getByText('Holds always: acting for Dr Haruto Tanaka').click()
  const acting = dialog.getByRole('group', { name: 'How long: acting for Dr Haruto Tanaka' })
  await acting.getByLabel('Until').fill('2020-01-01')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'hidden' })
  const choice = page.getByLabel('Looked at while acting for')
  await expect.poll(() => choice.getByRole('option').allInnerTexts()).toEqual(['Dr Wei Chen', 'Nobody'])
})

test('a save that comes second shows what it is now, and keeps what was filled in', async () => {
  const first = await signedInAs('Mara Whitfield')
  const second = await signedInAs('Dr Wei Chen')
  for (const page of [first, second]) {
    await openMember(page, 'moreau', 'Élodie Moreau')
    await page.getByRole('button', { name: 'Change limits' }).click()
  }
  await first.getByRole('checkbox', { name: 'Hide prices' }).check()
  await first.getByRole('button', { name: 'Save the limits' }).click()
  await first.getByText('Élodie Moreau sees no prices and takes no payments.').waitFor()
  await second.getByRole('checkbox', { name: 'Own notes only' }).check()
  await second.getByRole('button', { name: 'Save the limits' }).click()
  await second.getByText('Prices are hidden.').waitFor()
  expect(await second.getByRole('checkbox', { name: 'Own notes only' }).isChecked()).toBe(true)
  await second.getByRole('button', { name: 'Keep what I filled in instead' }).click()
  await second.getByRole('checkbox', { name: 'Hide prices' }).check()
  await second.getByRole('button', { name: 'Save the limits' }).click()
  await second.getByText('Élodie Moreau reads only notes').waitFor()
})

test('a name, a job and a last day are corrected, and what the day does is said first', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'omar', 'Omar Haddad')
  await page.getByRole('button', { name: 'Change details' }).click()
  const dialog = page.getByRole('dialog', { name: 'Details of Omar Haddad' })
  await dialog.getByText('The access of Omar Haddad has no last day.').waitFor()
  expect(await dialog.getByRole('button', { name: 'Save the details' }).isDisabled()).toBe(true)
  await dialog.getByLabel('Name').fill('Omar El-Haddad')
  await dialog.getByLabel('Job').selectOption({ label: 'Receptionist' })
  await dialog.getByLabel('Until').fill('2020-05-01')
  await dialog.getByText('The access of Omar Haddad is over since 1 May 2020.').waitFor()
  await dialog.getByLabel('Until').fill('2099-05-01')
  await dialog.getByText('Omar Haddad has access until 1 May 2099, and then ends by itself.').waitFor()
  await dialog.getByRole('button', { name: 'Save the details' }).click()
  await page.getByRole('heading', { name: 'Omar El-Haddad', exact: true }).waitFor()
  await page.getByText('Active until 1 May 2099').waitFor()
  // While it closes it still offers the jobs to choose from.
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('Receptionist', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Change details' }).click()
  await page.getByLabel('Job').selectOption({ label: 'Something else' })
  await page.getByLabel('Name').fill('Omar Haddad')
  await page.getByLabel('Until').fill('')
  await page.getByRole('button', { name: 'Save the details' }).click()
  await page.getByRole('heading', { name: 'Omar Haddad', exact: true }).waitFor()
  await page.getByText('Bookkeeper', { exact: true }).first().waitFor()
})

test('with the keyboard alone a last day is set, and the focus comes back', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'noor', 'Noor Rahimi')
  const dialog = page.getByRole('dialog')
  const open = async (): Promise<void> => {
    await page.keyboard.press('Enter')
    await page.locator('input:focus').waitFor()
  }
  const isBack = (): Promise<void> => page.locator('button:focus', { hasText: 'Change details' }).waitFor()
  await page.getByRole('button', { name: 'Change details' }).focus()
  await open()
  const until = dialog.getByLabel('Until')
  while (!(await until.evaluate((one) => one === document.activeElement))) await page.keyboard.press('Tab')
  await page.keyboard.type('05012099')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('Active until 1 May 2099').waitFor()
  await isBack()
  await open()
  await page.keyboard.press('Escape')
  await isBack()
})

test('of details that two people correct at once the second sees what the first made of them', async () => {
  const first = await signedInAs('Mara Whitfield')
  const second = await signedInAs('Dr Wei Chen')
  for (const page of [first, second]) {
    await openMember(page, 'pia', 'Pia Castellanos')
    await page.getByRole('button', { name: 'Change details' }).click()
  }
  await first.getByLabel('E-mail address').fill('pia@example.org')
  await first.getByRole('button', { name: 'Save the details' }).click()
  await first.getByText('pia@example.org').waitFor()
  await second.getByLabel('Until').fill('2099-06-01')
  await second.getByRole('button', { name: 'Save the details' }).click()
  await second.getByText('Their address: pia@example.org.').waitFor()
  expect(await second.getByLabel('Until').inputValue()).toBe('2099-06-01')
  await second.getByRole('button', { name: 'Keep what I filled in instead' }).click()
  await second.getByRole('button', { name: 'Save the details' }).click()
  await second.getByText('Active until 1 Jun 2099').waitFor()
  // Only what was changed is saved: the address of the first stays.
  await second.getByText('pia@example.org').waitFor()
})

test('one mends one’s own name, and sets oneself no last day', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'mara', 'Mara Whitfield')
  await page.getByRole('button', { name: 'Change details' }).click()
  const dialog = page.getByRole('dialog', { name: 'Details of Mara Whitfield' })
  await dialog.getByText('Nobody changes their own access. Ask Dr Wei Chen.').waitFor()
  expect(await dialog.getByLabel('Until').isDisabled()).toBe(true)
  expect(await dialog.getByLabel('Name').isDisabled()).toBe(false)
})

test('where and when a role holds is changed without taking it away', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'tess', 'Tess Delacroix')
  await page.getByRole('button', { name: 'Change where and when Scheduling assistant holds' }).click()
  const dialog = page.getByRole('dialog', { name: 'Scheduling assistant of Tess Delacroix' })
  await dialog.getByText('Nothing is changed yet.').waitFor()
  await dialog.getByLabel('Hill Road').first().check()
  await dialog.getByLabel('Until').fill('2099-03-01')
  await dialog
    .getByText(
      'Tess Delacroix will be Scheduling assistant at Hill Road, until 1 Mar 2099. Now they hold it everywhere.',
    )
    .waitFor()
  await dialog.getByRole('button', { name: 'Save the change' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('at Hill Road, until 1 Mar 2099').waitFor()
  await page.getByText('Take payments at Hill Road.').waitFor()
  await page.getByRole('button', { name: 'Change where and when Scheduling assistant holds' }).click()
  expect(await page.getByLabel('Until').inputValue()).toBe('2099-03-01')
  await page.getByRole('dialog').getByLabel('Hill Road').first().uncheck()
  await page.getByLabel('Until').fill('')
  await page.getByRole('button', { name: 'Save the change' }).click()
  await page.getByText('Take payments.').waitFor()
})

test('somebody is locked and unlocked', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'scribe', 'Scribe')
  await page.getByRole('button', { name: 'Lock', exact: true }).click()
  await page.getByRole('button', { name: 'Lock now' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Unlock' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Unlock' }).click()
  await page.getByRole('button', { name: 'Lock', exact: true }).waitFor()
})

test('what is closed says why, also to the keyboard', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'mara', 'Mara Whitfield')
  const why = page.getByRole('group', { name: 'Nobody changes their own access. Ask Dr Wei Chen.' })
  await why.first().focus()
  expect(await page.getByRole('button', { name: 'Give a role' }).isDisabled()).toBe(true)
  await openMember(page, 'chen', 'Dr Wei Chen')
  await page.getByRole('group', { name: 'The owner stays until' }).first().waitFor()
})

test('a refusal of the server is a sentence, and what was filled in stays', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openMember(page, 'tanaka', 'Dr Haruto Tanaka')
  await page.getByRole('button', { name: 'Invite' }).click()
  await page.getByLabel('E-mail address').fill('tanaka@example.org')
  await page.route('**/invite', (route) => route.abort())
  await page.getByRole('button', { name: 'Send the invitation' }).click()
  await page.getByRole('alert').getByText('cannot be reached').waitFor()
  expect(await page.getByLabel('E-mail address').inputValue()).toBe('tanaka@example.org')
  await page.unroute('**/invite')
  await page.getByRole('button', { name: 'Send the invitation' }).click()
  await page.getByText('An invitation was sent to tanaka@example.org').waitFor()
})

test('a person is added with what their job recommends', async () => {
  const page = await signedInAs('Mara Whitfield')
  await openTeam(page)
  await page.getByRole('button', { name: 'Add a person' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a person' })
  await dialog.getByLabel('Name').fill('Rosa Blom')
  await dialog.getByLabel('Job').selectOption({ label: 'Receptionist' })
  await dialog.getByText('Give them what is recommended: Administrative').waitFor()
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('heading', { name: 'Rosa Blom', exact: true }).waitFor()
  await page.getByText('The work of everybody, also of those who join later: look and change.').waitFor()
  await page.getByRole('button', { name: 'Leaves the practice' }).click()
  await page.getByLabel('Who takes over their work').selectOption({ label: 'Ana Silva' })
  await page.getByText('From now on Ana Silva reaches their work').waitFor()
  await page.getByRole('button', { name: 'Let them leave' }).click()
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
  await page.getByText('Show it, with the reason for each').click()
  await expectSound(page)
  for (const opens of [
    'Change details',
    'Change where and when Biller holds',
    'Give a role',
    'Change limits',
    'Change team access',
    'Leaves the practice',
  ]) {
    await page.getByRole('button', { name: opens }).click()
    const folded = page.getByRole('dialog').locator('summary')
    if ((await folded.count()) > 0) await folded.first().click()
    await expectSound(page)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  }
})
