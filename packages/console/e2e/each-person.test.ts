/**
 * Everybody of the demo signs in and goes to every page there is. Which pages they are offered is written here by hand,
 * said by core of the practice's file, and shown by the console; the three have to be one.
 */
import { type Needs, operations } from '@rolecall/contract'
import {
  accessOf,
  allows,
  holds,
  type Instant,
  planOf,
  practiceCatalog,
  type Snapshot,
  type Step,
  snapshotOf,
} from '@rolecall/core'
import { readPracticeFile } from '@rolecall/core/testing'
import { expect, test } from 'vitest'
import { openPages } from '../src/shell/pages.ts'
import type { Page } from './page.ts'
import { withConsole } from './visit.ts'

const { demo, visit, visitAs } = await withConsole()

const own = ['Patients', 'Check access']
const desk = ['Patients', 'Calendar', 'Check access']
const treating = ['Patients', 'Calendar', 'Import', 'Check access']
const managing = ['Patients', 'Team', 'Roles', 'Practice', 'Activity', 'Import', 'Check access']
const owning = ['Patients', 'Calendar', 'Team', 'Roles', 'Practice', 'Activity', 'Import', 'Check access']

/** How many records they may view: worked out on paper in the tests of the demo's patients and visits. */
const people = [
  ['chen', 'Dr Wei Chen', owning, { Patients: '582', Appointments: '1,968', Notes: '1,050' }],
  ['okafor', 'Dr Ngozi Okafor', treating, { Patients: '144', Appointments: '396', Notes: '216' }],
  ['lindqvist', 'Astrid Lindqvist', treating, { Patients: '378', Appointments: '1,194', Notes: '432' }],
  ['moreau', 'Élodie Moreau', treating, { Patients: '168', Appointments: '426', Notes: '246' }],
  ['reyes', 'Dr Marisol Reyes', treating, { Patients: '138', Appointments: '372', Notes: '186' }],
  ['ana', 'Ana Silva', desk, { Patients: '570', Appointments: '1,920' }],
  ['finn', 'Finn Gallagher', desk, { Patients: '190', Appointments: '640' }],
  ['bill', 'Bill Osei', desk, { Patients: '380', Appointments: '1,280', Notes: '15' }],
  ['noor', 'Noor Rahimi', desk, { Patients: '570', Appointments: '1,920' }],
  ['tess', 'Tess Delacroix', desk, { Patients: '570', Appointments: '1,920' }],
  ['omar', 'Omar Haddad', own, { Patients: '570' }],
  ['pia', 'Pia Castellanos', desk, { Patients: '190', Appointments: '640' }],
  ['bo', 'Bo Andersen', own, {}],
  ['mara', 'Mara Whitfield', managing, { Patients: '30' }],
  ['vera', 'Vera Santos', own, {}],
  ['hatt', 'Hattie Ormond', own, {}],
] as const

/** What an open page shows of what it is about. */
const shows: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  '/calendar': (page) => page.getByRole('button', { name: 'Today' }).waitFor(),
  '/team': (page) => page.getByText('22 people').waitFor(),
  '/roles': (page) => page.getByText('14 roles · 62 permissions').waitFor(),
  '/practice': (page) => page.getByRole('heading', { name: 'Owner' }).waitFor(),
  '/activity': (page) => page.getByRole('button', { name: 'Verify the log' }).waitFor(),
  '/import': (page) => page.getByRole('button', { name: 'Choose a folder' }).waitFor(),
}

const labels: Readonly<Record<string, string>> = {
  '/calendar': 'Calendar',
  '/team': 'Team',
  '/roles': 'Roles',
  '/practice': 'Practice',
  '/activity': 'Activity',
  '/import': 'Import',
}

test.each(people)(
  '%s is offered the pages that are open, and told of the others what they need',
  async (id, name, offered, counts) => {
    expect(pagesByCore(id)).toEqual(offered)
    const page = await visitAs(name)
    const links = page.getByRole('navigation').first().getByRole('link')
    expect(await links.allInnerTexts()).toEqual(offered)
    for (const [path, isThere] of Object.entries(shows)) {
      const label = labels[path] ?? ''
      const isOffered = (offered as readonly string[]).includes(label)
      await (isOffered ? links.getByText(label, { exact: true }).click() : follow(page, path))
      await page.getByRole('heading', { level: 1, name: label, exact: true }).waitFor()
      if (isOffered) await isThere(page)
      else
        await page
          .getByRole('main')
          .getByText(/You don’t have access to /)
          .waitFor()
    }
    await page.goto('/account')
    await page.getByRole('heading', { name: 'What you can do' }).waitFor()
    await page.getByRole('heading', { name: 'You can', exact: true }).waitFor()
    const counted = page.locator('dl > div')
    const rows = await counted.evaluateAll((all) =>
      all.map((one) => [one.querySelector('dt')?.textContent, one.querySelector('dd')?.textContent]),
    )
    expect(Object.fromEntries(rows)).toEqual(counts)
  },
)

/** As a link from elsewhere in the console would lead there. */
async function follow(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({}, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
}

test('the help names the admins to ask, and no one before sign-in', async () => {
  const ana = await visitAs('Ana Silva')
  const ask = async (page: Page) => {
    await page.getByRole('button', { name: 'Help with this page' }).click()
    return page.getByRole('dialog').getByRole('heading', { name: 'Who to ask' }).locator('+ p').innerText()
  }
  expect(await ask(ana)).toBe('For access, or if something isn’t working, ask Dr Wei Chen or Mara Whitfield.')
  const owner = await visitAs('Dr Wei Chen')
  expect(await ask(owner)).toBe('For access, or if something isn’t working, ask Mara Whitfield.')
  expect(await ask(await visit('/sign-in'))).toMatch(/^Ask an admin of your practice\./)
})

test('nobody is left out who can sign in', async () => {
  const page = await visit('/sign-in')
  await page.getByRole('button', { name: 'Dr Wei Chen' }).waitFor()
  expect(await page.getByRole('main').getByRole('button', { disabled: false }).count()).toBe(people.length)
})

/** The pages whose first question is open to somebody, by the engine alone. */
function pagesByCore(member: string): readonly string[] {
  const { snapshot, at } = practiceOfDemo()
  const access = accessOf(snapshot, { member, at })
  const isOpen = (needs: Needs): boolean => {
    if (typeof needs === 'string') return true
    if ('anyOf' in needs)
      return needs.anyOf.some((permission) => holds(snapshot, { member, at, permission }).allowed)
    const { kind, act } = needs
    // What belongs to the whole practice lies nowhere, and is closed to who may in some places alone.
    if (practiceCatalog.kinds[kind]?.team === 'wide')
      return allows(snapshot, { member, at, act, record: { id: kind, kind } })
    const plan = planOf(access, kind, act)
    return plan.reach !== 'nowhere' || !beforeAnyRecord.has(plan.refusal)
  }
  const open = Object.entries(operations).flatMap(([id, { needs }]) => (isOpen(needs) ? [id] : []))
  return openPages({ open }).map(({ label }) => label)
}

/** What refuses whatever the record. Further on, some other record may be open. */
const beforeAnyRecord: ReadonlySet<Step> = new Set(['inactive', 'module-off', 'kind', 'permission', 'acting'])

function practiceOfDemo(): { readonly snapshot: Snapshot; readonly at: Instant } {
  const read = readPracticeFile(demo.practiceFile, { catalog: practiceCatalog, name: 'practice.yaml' })
  if (!read.ok) throw new Error('the demo wrote a practice file that cannot be read')
  return { snapshot: snapshotOf(practiceCatalog, read.file.policy), at: read.file.now }
}
