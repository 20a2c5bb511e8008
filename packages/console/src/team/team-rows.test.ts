import type { ListedMember } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { teamRows } from './team-rows.ts'

const places = { timeZone: 'UTC', locations: new Map([['river', 'River Lane']]), tags: new Map() }

function member(id: string, name: string, more: Partial<ListedMember> = {}): ListedMember {
  return {
    id,
    name,
    kind: 'administrative',
    job: 'Receptionist',
    manages: [],
    status: 'active',
    standing: 'active',
    from: null,
    until: null,
    jobTitle: null,
    email: null,
    account: true,
    owner: false,
    roles: [],
    lastSeen: null,
    ...more,
  }
}

function held(label: string, at: string[] | null = null, when: 'now' | 'over' = 'now') {
  return { grant: label, role: label, label, at, tagged: null, from: null, until: null, when, words: label }
}

const people = [
  member('z', 'Dr Zoe Adams', { kind: 'practitioner', lastSeen: '2026-01-02T00:00:00Z' }),
  member('b', 'Bill Osei', {
    roles: [held('Biller', ['river']), held('Provider')],
    lastSeen: '2026-01-03T00:00:00Z',
  }),
  member('a', 'Ana Silva', { status: 'locked', standing: 'locked', roles: [held('Biller', null, 'over')] }),
]
const plain = { search: '', group: 'none', sort: 'name', isDown: false, places } as const

function rows(asked: Partial<Parameters<typeof teamRows>[1]>) {
  return teamRows(people, { ...plain, ...asked }).map((row) =>
    row.row === 'group' ? `${row.label} ${row.count}` : row.member.id,
  )
}

test('people are sorted by name, titles ignored', () => {
  expect(rows({})).toEqual(['a', 'b', 'z'])
  expect(rows({ isDown: true })).toEqual(['z', 'b', 'a'])
})

test('the most recently seen come first, those never seen last', () => {
  expect(rows({ sort: 'seen' })).toEqual(['b', 'z', 'a'])
})

test('a person with two roles is listed under both, and an expired role does not count', () => {
  expect(rows({ group: 'role' })).toEqual(['Biller 1', 'b', 'Provider 1', 'b', 'No role 2', 'a', 'z'])
})

test('people are grouped by the offices of their roles', () => {
  expect(rows({ group: 'location' })).toEqual([
    'River Lane 1',
    'b',
    'All offices 1',
    'b',
    'No role 2',
    'a',
    'z',
  ])
})

test('a search looks at names, jobs, account types, statuses and roles', () => {
  expect(rows({ search: 'river recep' })).toEqual(['b'])
  expect(rows({ search: 'locked' })).toEqual(['a'])
  expect(rows({ search: 'practitioner' })).toEqual(['z'])
})

test('an office without a name is never shown by its id', () => {
  const nameless = { ...places, locations: new Map<string, string>() }
  expect(rows({ group: 'location', places: nameless })).not.toContain('river 1')
  expect(rows({ group: 'location', places: nameless })).toContain('another office 1')
})
