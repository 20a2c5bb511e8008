import type { Note, NotePage, Problem } from '@rolecall/contract'
import { describe, expect, test } from 'vitest'
import { withSmallPractice } from './with-small-practice.ts'

const lapsed = await withSmallPractice(practice('lapsed: { clinical: read-only }'))
const off = await withSmallPractice(practice('modules: []'))

type Asked = readonly [method: 'GET' | 'POST' | 'PATCH', url: string, body: object | undefined]

const reads: readonly Asked[] = [
  ['GET', '/api/notes', undefined],
  ['GET', '/api/patients/p1/notes', undefined],
  ['GET', '/api/notes/n1', undefined],
  ['GET', '/api/notes/n1/versions/1', undefined],
]
const writes: readonly Asked[] = [
  ['POST', '/api/notes', { patient: 'p1', text: 'x' }],
  ['PATCH', '/api/notes/n1', { text: 'x' }],
  ['POST', '/api/notes/n1/sign', undefined],
  ['POST', '/api/notes/n2/addenda', { text: 'x' }],
  ['POST', '/api/notes/n2/unlock', { reason: 'x' }],
]

describe('where the clinical module is off', () => {
  test.each([...reads, ...writes])('%s %s answers `module-off`', async (method, url, body) => {
    const answer = await (await off.as('chen')).ask(method, url, body, 1)
    expect([answer.statusCode, answer.json<Problem>().step]).toEqual([403, 'module-off'])
  })
})

describe('where it has lapsed and is read-only', () => {
  test('notes are read', async () => {
    const chen = await lapsed.as('chen')
    for (const [method, url] of reads) expect((await chen.ask(method, url)).statusCode).toBe(200)
    expect((await chen.get<NotePage>('/api/notes')).notes).toHaveLength(2)
    const { acts } = await chen.get<Note>('/api/notes/n1')
    expect(acts.map(({ open, step }) => [open, step])).toEqual(Array(4).fill([false, 'module-off']))
  })

  test.each(writes)('%s %s answers `module-off`', async (method, url, body) => {
    const answer = await (await lapsed.as('chen')).ask(method, url, body, 1)
    expect([answer.statusCode, answer.json<Problem>().step]).toEqual([403, 'module-off'])
  })
})

function practice(modules: string): string {
  return `
practice: { name: Modules, ${modules}, now: 2026-11-21T09:00:00Z }
roles:
  writes: { permissions: [patients.view, notes.view, notes.viewSigned, notes.write, notes.sign, notes.unlock] }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: writes }] }
patients:
  p1: { careTeam: [chen] }
records:
  n1: { kind: note, patient: p1, owner: chen }
  n2: { kind: note, patient: p1, owner: chen, signed: true }
`
}
