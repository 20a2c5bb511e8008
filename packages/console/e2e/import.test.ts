import { violations } from '@rolecall/testbed/axe'
import { expect, test } from 'vitest'
import { expectSound } from './expect-sound.ts'
import type { Page } from './page.ts'
import { withConsole } from './visit.ts'

const { signedInAs } = await withConsole()

/** Chen reaches what he adds: all team members, to edit. */
async function asChen(width = 1280, scheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const page = await signedInAs('Dr Wei Chen', { width, scheme })
  await page.goto('/import')
  await page.getByRole('heading', { name: 'Import', exact: true }).waitFor()
  return page
}

function file(name: string, text: string) {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(text) }
}

const patient = (id: string, family: string, rest: object = {}) =>
  JSON.stringify({ resourceType: 'Patient', id, name: [{ family, given: ['Lin'] }], ...rest })

async function look(page: Page, ...files: readonly ReturnType<typeof file>[]): Promise<void> {
  await page
    .getByLabel('Files to import')
    .first()
    .setInputFiles([...files])
  await page.getByRole('button', { name: 'Preview import' }).click()
  await page.getByRole('heading', { name: 'Preview', exact: true }).waitFor()
}

test('previews files, imports them, and creates no duplicates the second time', async () => {
  const page = await asChen()
  const files = [
    file('Patient.ndjson', `${patient('imp1', 'Abernathy')}\n${patient('imp2', 'Beaumont')}\n`),
    file('letter.pdf', 'x'),
  ]
  await look(page, ...files)
  await page.getByText('letter.pdf').waitFor()
  await page.getByText('2 new', { exact: true }).waitFor()
  await page.getByRole('cell', { name: 'Abernathy, Lin' }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Import 2 records' }).click()
  await page.getByRole('heading', { name: 'Imported', exact: true }).waitFor()
  expect(new URL(page.url()).searchParams.get('run')).toMatch(/^[0-9a-f-]{36}$/)
  await page.reload()
  await page.getByRole('heading', { name: 'Imported', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Import more files' }).click()
  await look(page, ...files)
  await page.getByText('2 unchanged', { exact: true }).waitFor()
  await page.getByText('No new records in these files.').waitFor()
  expect(await page.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true)
})

test('names unreadable rows, and skips them only if asked', async () => {
  const page = await asChen()
  await look(
    page,
    file(
      'Patient.ndjson',
      `${patient('imp3', 'Castellan')}\n{ no json\n${patient('imp4', 'Doe', { birthDate: 'soon' })}\n`,
    ),
  )
  await page.getByRole('heading', { name: '2 rows can’t be imported' }).waitFor()
  const rows = page.getByRole('region', { name: 'Rows that can’t be imported' }).getByRole('row')
  expect(await rows.nth(1).innerText()).toMatch(/^Patient\.ndjson\s+2\s+\S/)
  expect(await rows.nth(2).innerText()).toMatch(/^Patient\.ndjson\s+3\s+\S/)
  const go = page.getByRole('button', { name: 'Import 1 record' })
  expect(await go.isDisabled()).toBe(true)
  await page.getByLabel('Skip 2 unreadable rows and import the rest').check()
  await go.click()
  await page.getByRole('heading', { name: 'Imported', exact: true }).waitFor()
  await page.getByText('1 new', { exact: true }).waitFor()
})

test('assigns a field to a column with an unknown name', async () => {
  const page = await asChen()
  await page
    .getByLabel('Files to import')
    .first()
    .setInputFiles([file('liste.csv', 'Nachname;Vorname;Geburtstag\r\nEberhardt;Ute;07.03.1984\r\n')])
  await page.getByText('3 columns: Nachname, Vorname, Geburtstag').click()
  await page.getByLabel('Column 1').selectOption('family name')
  await page.getByText('3 columns: family name, Vorname, Geburtstag').waitFor()
  await page.getByLabel('Column 2').selectOption('given name')
  await page.getByText('3 columns: family name, given name, Geburtstag').waitFor()
  await page.getByLabel('Column 3').selectOption('birth date')
  await page.getByText('3 columns: family name, given name, birth date').waitFor()
  await page.getByLabel('Day first').check()
  await page.getByRole('button', { name: 'Preview import' }).click()
  await page.getByRole('cell', { name: 'Eberhardt, Ute' }).waitFor()
  await page.getByRole('cell', { name: '07 Mar 1984' }).waitFor()
})

test('keeps the chosen files when the connection is lost', async () => {
  const page = await asChen()
  await page
    .getByLabel('Files to import')
    .first()
    .setInputFiles([file('P.ndjson', patient('imp5', 'Faraday'))])
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Preview import' }).click()
  await page.getByText('Your files are still selected.').waitFor()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('cell', { name: 'Faraday, Lin' }).waitFor()
})

test('says why someone can’t import', async () => {
  const page = await signedInAs('Bo Andersen')
  await page.goto('/import')
  await page.getByText('You don’t have access to Import.').waitFor()
  expect(await page.getByRole('navigation').getByRole('link', { name: 'Import' }).count()).toBe(0)
})

test.each([
  [360, 'dark'],
  [1280, 'light'],
] as const)('the page is sound: %i px, %s', async (width, scheme) => {
  const page = await asChen(width, scheme)
  expect(await violations(page)).toEqual([])
  await look(page, file('Patient.ndjson', `${patient('imp6', 'Gallego')}\n{ no json\n`))
  await expectSound(page)
})
