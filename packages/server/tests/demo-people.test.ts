import type { Me, Members } from '@rolecall/contract'
import { practiceCatalog } from '@rolecall/core'
import { expect, test } from 'vitest'
import { signedIn } from './client.ts'
import { withDemo } from './with-practice.ts'

const { app, snapshot } = await withDemo()
const { members } = snapshot.policy

test('every kind of member is there, and somebody who may sign in holds every ready-made role', () => {
  expect(new Set(members.map(({ kind }) => kind))).toEqual(
    new Set(['practitioner', 'administrative', 'assistant', 'collaborator', 'integration']),
  )
  const signingIn = members.filter(
    ({ account, status, kind }) => account && status === 'active' && kind !== 'integration',
  )
  const held = new Set(signingIn.flatMap(({ grants }) => grants.map(({ role }) => role)))
  expect(Object.keys(practiceCatalog.roles).filter((role) => !held.has(role))).toEqual([])
})

test('whom the catalogue has a job title for carries it', async () => {
  const { members: listed } = await (await signedIn(app, 'chen')).get<Members>('/api/members')
  const untitled = listed.filter(({ jobTitle }) => jobTitle === null).map(({ id }) => id)
  expect(untitled.toSorted()).toEqual(['bo', 'hatt', 'omar', 'scribe', 'tess'])
  expect(listed.find(({ id }) => id === 'noor')?.jobTitle).toBe('treatment-coordinator')
  expect(listed.every(({ jobTitle }) => jobTitle === null || jobTitle in practiceCatalog.jobTitles)).toBe(
    true,
  )
})

test('the log is open to the owner and to who manages the practice, and to nobody else', async () => {
  const open: string[] = []
  for (const { id, account, status, kind } of members) {
    if (!account || status !== 'active' || kind === 'integration' || id === 'novak') continue
    const me = await (await signedIn(app, id)).get<Me>('/api/me')
    if (me.open.includes('listAudit')) open.push(id)
  }
  expect(open.toSorted()).toEqual(['chen', 'mara'])
})
