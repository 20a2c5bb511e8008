import type { MemberAccess, RolePreview } from '@rolecall/contract'
import { expect, test } from 'vitest'
import type { Client } from './client.ts'
import { withSmallPractice } from './with-small-practice.ts'

const { as } = await withSmallPractice(`
practice: { name: Green Street, modules: [clinical], now: 2026-11-21T09:00:00Z }
locations: [green, blue]
tags: [green-st, blue-st]
roles:
  people: { label: People, fits: [administrative], permissions: [accounts.manage, patients.view] }
  desk: { label: Desk, fits: [administrative], permissions: [patients.manage], tags: { any: [blue-st] } }
  reader: { label: Reader, fits: [administrative, practitioner], permissions: [patients.view, notes.view] }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: provider }, { role: reader }] }
  dee: { kind: practitioner, grants: [{ role: reader }] }
  mara: { kind: administrative, grants: [{ role: admin }] }
  lena: { kind: administrative, grants: [{ role: people, at: [green] }], team: { all: view } }
  ana: { kind: administrative, grants: [{ role: reader }], team: { all: edit }, tags: { any: [green-st] }, ownNotesOnly: true }
  bea: { kind: administrative, grants: [{ role: desk }], team: { all: edit } }
  cy: { kind: administrative, grants: [{ role: reader }], team: { all: edit } }
patients:
  p1: { careTeam: [chen], tags: [green-st], locations: [green] }
  p2: { careTeam: [chen], tags: [green-st], locations: [green] }
  p3: { careTeam: [chen], tags: [blue-st], locations: [blue] }
  p4: { careTeam: [dee], tags: [green-st], locations: [blue] }
  p5: { careTeam: [dee], locations: [green] }
  p6: { careTeam: [chen], tags: [green-st], locations: [green], restrictedTo: [chen] }
records:
  n1: { kind: note, patient: p1, owner: chen }
  n2: { kind: note, patient: p3, owner: chen }
  n4: { kind: note, patient: p4, owner: dee }
`)
const mara = await as('mara')

const accessOf = (client: Client, member: string) => client.get<MemberAccess>(`/api/members/${member}/access`)
const patientsIn = ({ counts }: MemberAccess) => counts.find(({ kind }) => kind === 'patient')
const takenIn = ({ limits }: MemberAccess) => limits.map(({ limit, takes }) => [limit, takes])

test('who may view the log reads of how many patients of the practice somebody sees how many', async () => {
  // Of six patients one is closed to all but Chen.
  expect(patientsIn(await accessOf(mara, 'cy'))).toEqual({
    kind: 'patient',
    count: 5,
    of: 6,
    whole: 'practice',
  })
  expect(patientsIn(await accessOf(mara, 'chen'))).toMatchObject({ count: 4, of: 6 })
})

test('who may not reads of how many that they reach themselves, and nothing about the others', async () => {
  const lena = await as('lena')
  // At Green: p1, p2 and p5; p6 is there and closed. Of these Dee treats p5, and Cy sees all.
  expect(patientsIn(await accessOf(lena, 'dee'))).toEqual({ kind: 'patient', count: 1, of: 3, whole: 'own' })
  expect(patientsIn(await accessOf(lena, 'cy'))).toMatchObject({ count: 3, of: 3, whole: 'own' })
  const own = await (await as('ana')).get<MemberAccess>('/api/me/access')
  // p1, p2 and p4 carry the tag and are open to her.
  expect(patientsIn(own)).toEqual({ kind: 'patient', count: 3, of: 3, whole: 'own' })
})

test('each limit says how much more somebody would see without it', async () => {
  expect(takenIn(await accessOf(mara, 'ana'))).toEqual([
    // p3 and p5.
    ['tag-limit', { kind: 'patient', count: 2 }],
    // The notes of p1 and p4: that of p3 the other limit takes as well.
    ['own-notes-only', { kind: 'note', count: 2 }],
  ])
  // All but p3 and the restricted one.
  expect(takenIn(await accessOf(mara, 'bea'))).toEqual([['tag-limit', { kind: 'patient', count: 4 }]])
  // Dee treats p4 and p5: with everybody's work p1 to p3 come, and p6 does not.
  expect(takenIn(await accessOf(mara, 'dee'))).toEqual([['team-access', { kind: 'patient', count: 3 }]])
})

test('what a limit takes away is told to nobody who may not view the log, the limited one included', async () => {
  const own = await (await as('ana')).get<MemberAccess>('/api/me/access')
  expect(takenIn(own)).toEqual([
    ['tag-limit', null],
    ['own-notes-only', null],
  ])
  expect(takenIn(await accessOf(await as('lena'), 'bea'))).toEqual([['tag-limit', null]])
})

test('who manages accounts of one place looks ahead at a change of a role without counts of the others', async () => {
  const lena = await as('lena')
  const response = await lena.ask('POST', '/api/roles/reader/preview', { permissions: ['notes.view'] })
  expect(response.statusCode).toBe(200)
  const { people, differences } = response.json<RolePreview>()
  // Dee, Ana and Cy; Chen sees patients through another role as well.
  expect(people).toBe(3)
  expect(new Set(differences.map(({ gained, lost }) => gained ?? lost))).toEqual(new Set([null]))
})
