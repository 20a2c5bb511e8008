import type { RoleView } from '@rolecall/contract'
import { expect, test } from 'vitest'
import { blankDraft, draftOf, editOf, mergedDraft, roleOf, whyNotReady } from './role-draft.ts'

const desk: RoleView = {
  id: 'desk',
  label: 'Desk',
  permissions: ['patients.view', 'messages.use'],
  fits: ['administrative'],
  grantableBy: null,
  tagLimit: { match: 'any', tags: ['vip'], from: null, until: '2099-01-01T00:00:00.000Z' },
  hidePrices: null,
  version: 1,
  holders: 0,
  holdersLater: 0,
  copyOf: null,
  beyond: [],
  unknown: [],
  warnings: [],
}

test('an unchanged draft is an empty edit, in any order of its permissions', () => {
  expect(editOf(desk, draftOf(desk))).toEqual({})
  expect(editOf(desk, { ...draftOf(desk), held: new Set(['messages.use', 'patients.view']) })).toEqual({})
})

test('an edit holds only what changed, and an unchanged limit keeps its dates', () => {
  const draft = draftOf(desk)
  expect(editOf(desk, { ...draft, fits: ['administrative', 'assistant'], hidesPrices: true })).toEqual({
    fits: ['administrative', 'assistant'],
    hidePrices: { from: null, until: null },
  })
  expect(editOf(desk, { ...draft, limit: { match: 'all', tags: ['vip', 'hill'] } })).toEqual({
    tagLimit: { match: 'all', tags: ['vip', 'hill'], from: null, until: '2099-01-01T00:00:00.000Z' },
  })
  expect(editOf(desk, { ...draft, limit: { match: 'none', tags: ['vip'] } })).toEqual({ tagLimit: null })
  const time = { from: null, until: '2098-01-01T00:00:00.000Z' }
  expect(editOf(desk, { ...draft, limitTime: time })).toEqual({
    tagLimit: { match: 'any', tags: ['vip'], ...time },
  })
  expect(editOf(desk, { ...draft, hidesPrices: true, pricesTime: time })).toEqual({ hidePrices: time })
  expect(editOf(desk, { ...draft, granters: [] })).toEqual({ grantableBy: [] })
})

test('a merged draft keeps the other person’s changes and applies these on top', () => {
  const draft = { ...draftOf(desk), held: new Set(['patients.view', 'tasks.use']), hidesPrices: true }
  const current: RoleView = {
    ...desk,
    label: 'Front desk',
    permissions: ['patients.view', 'messages.use', 'forms.view'],
    fits: ['administrative', 'assistant'],
  }
  const merged = mergedDraft(desk, current, draft)
  expect(merged).toMatchObject({
    label: 'Front desk',
    fits: ['administrative', 'assistant'],
    granters: null,
    hidesPrices: true,
  })
  expect([...merged.held].sort()).toEqual(['forms.view', 'patients.view', 'tasks.use'])
})

test('a role needs a name, an account type and someone who can assign it', () => {
  const draft = draftOf(desk)
  expect(whyNotReady(draft)).toBeUndefined()
  expect(whyNotReady({ ...draft, label: ' ' })).toBe('Enter a name.')
  expect(whyNotReady({ ...draft, fits: [] })).toBe('Select at least one account type.')
  expect(whyNotReady({ ...draft, granters: [] })).toBe('Select who can assign it.')
})

test('a new role is for all staff accounts, is assigned by any admin and allows nothing', () => {
  expect(roleOf({ ...blankDraft, label: ' Sterile room ' })).toEqual({
    label: 'Sterile room',
    permissions: [],
    fits: ['practitioner', 'administrative', 'assistant', 'integration'],
    grantableBy: null,
    tagLimit: null,
    hidePrices: null,
  })
})
