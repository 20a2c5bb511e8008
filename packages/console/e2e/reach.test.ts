import { allows, practiceCatalog, snapshotOf } from '@rolecall/core'
import { readPracticeFile } from '@rolecall/core/testing'
import { expect, test } from 'vitest'
import { countOn, withConsole } from './visit.ts'

const { demo, visitAs } = await withConsole()

/**
 * Worked out on paper. There are 600 patients, 600 = 5 × 3 × 40: number modulo 5 gives the practitioner, modulo 3 the
 * place, and of 40 groups two have each trait. So a practitioner has 120 patients, a place 200, a trait 30; a
 * practitioner and a trait share 6, a place and a trait share 10.
 *
 * Nobody treats the 30 of one trait; they open to *all team members*, and as a worklist to `accounts.manage` and
 * `intake.manage`, which every practitioner's role here has. So a practitioner treats 120 − 6 = 114.
 *
 * The charts of the 30 of another trait are closed to all but their practitioner and the next one on the list.
 */
const people = [
  // All team members: 600, less the closed charts. Those of Dr Chen (6) and of the one before on the list (6) are
  // open to him: 30 − 12 = 18 are not.
  { id: 'chen', name: 'Dr Wei Chen', reaches: 582 },
  // Own work: 114, of which none is closed to her, and the 30 nobody treats.
  { id: 'okafor', name: 'Dr Ngozi Okafor', reaches: 144 },
  // Sections of Chen's and Okafor's work open their patients: 3 × 114. The hygienist also treats 30, of which 6 + 6 + 6
  // are counted: 12 more. With the 30 nobody treats 384; closed are the 6 that only Chen and Okafor may see.
  { id: 'lindqvist', name: 'Astrid Lindqvist', reaches: 378 },
  // Own work: 114, and 24 of the 30 whom the dietitian treats too; the 30 nobody treats.
  { id: 'moreau', name: 'Élodie Moreau', reaches: 168 },
  // Tanaka's 114, less 6 closed; the 30 nobody treats.
  { id: 'reyes', name: 'Dr Marisol Reyes', reaches: 138 },
  // All team members: 600, less all 30 closed charts.
  { id: 'ana', name: 'Ana Silva', reaches: 570 },
  // The 200 of one place, less 10 closed.
  { id: 'finn', name: 'Finn Gallagher', reaches: 190 },
  // Two places of three, a role for each: 400, less 20 closed.
  { id: 'bill', name: 'Bill Osei', reaches: 380 },
  // Roles that view patients, all team members: 600, less 30 closed.
  { id: 'noor', name: 'Noor Rahimi', reaches: 570 },
  { id: 'tess', name: 'Tess Delacroix', reaches: 570 },
  { id: 'omar', name: 'Omar Haddad', reaches: 570 },
  // A role at one place: 200, less 10 closed.
  { id: 'pia', name: 'Pia Castellanos', reaches: 190 },
  // No role of theirs allows patients at all.
  { id: 'bo', name: 'Bo Andersen', reaches: 0 },
  // Own work alone, and an administrator has none; the worklist of 30.
  { id: 'mara', name: 'Mara Whitfield', reaches: 30 },
  // Acting for nobody.
  { id: 'vera', name: 'Vera Santos', reaches: 0 },
  // Cases are shared with a collaborator, and never the patient.
  { id: 'hatt', name: 'Hattie Ormond', reaches: 0 },
] as const

test.each(people)('$name reaches $reaches patients', async ({ name, reaches }) => {
  const page = await visitAs(name)
  expect(await countOn(page)).toBe(reaches)
})

test.each(people)('core says of $name what the page says', ({ id, reaches }) => {
  expect(reachedByCore({ member: id })).toBe(reaches)
})

/** Vera is on no list of a closed chart, so the charts that Chen sees stay closed to her: 600 − 30 and 114 − 6. */
test('an assistant reaches what the practitioner acted for reaches', async () => {
  const page = await visitAs('Vera Santos')
  const actFor = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Working for' }).click()
    await page.getByRole('menuitemradio', { name }).click()
  }
  await actFor('Dr Wei Chen')
  await page.getByText('570 patients · working for Dr Wei Chen').waitFor()
  expect(reachedByCore({ member: 'vera', actingFor: 'chen' })).toBe(570)
  await actFor('Dr Haruto Tanaka')
  await page.getByText('108 patients · working for Dr Haruto Tanaka').waitFor()
  expect(reachedByCore({ member: 'vera', actingFor: 'tanaka' })).toBe(108)
  await actFor('No one')
  await page.getByRole('heading', { name: 'You don’t have access to any patients' }).waitFor()
  expect(await countOn(page)).toBe(0)
  await page.getByRole('main').getByRole('button', { name: 'Dr Haruto Tanaka' }).click()
  await page.getByText('108 patients · working for Dr Haruto Tanaka').waitFor()
})

test('the End key leads to the last patient in reach', async () => {
  const page = await visitAs('Mara Whitfield')
  const rows = page.getByRole('grid').getByRole('row')
  await rows.nth(1).focus()
  await page.keyboard.press('End')
  await page.locator('[aria-rowindex="31"]:focus').waitFor()
  expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('31')
})

test('the next hundred come as one scrolls', async () => {
  const page = await visitAs('Dr Wei Chen')
  await page.getByRole('row').nth(5).waitFor()
  for (const lastRow of [101, 201, 301, 401, 501, 583]) {
    const last = page.locator(`[aria-rowindex="${lastRow}"]:focus`)
    // End leads to the last row that is there; the next hundred may still be on their way.
    while ((await last.count()) === 0) {
      await page.getByRole('row').nth(1).focus()
      await page.keyboard.press('End')
      await page.waitForTimeout(100)
    }
  }
  expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('583')
})

function reachedByCore(who: { readonly member: string; readonly actingFor?: string }): number {
  const read = readPracticeFile(demo.practiceFile, { catalog: practiceCatalog, name: 'practice.yaml' })
  if (!read.ok) throw new Error('the demo wrote a practice file that cannot be read')
  const { policy, patients, now: at } = read.file
  const snapshot = snapshotOf(practiceCatalog, policy)
  return [...patients.values()].filter((patient) =>
    allows(snapshot, { ...who, at, act: 'view', record: { id: patient.id, kind: 'patient', patient } }),
  ).length
}
