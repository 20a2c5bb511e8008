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

test('a draft that changes nothing asks for nothing, in whatever order things are ticked', () => {
  expect(editOf(desk, draftOf(desk))).toEqual({})
  expect(editOf(desk, { ...draftOf(desk), held: new Set(['messages.use', 'patients.view']) })).toEqual({})
})

test('only what is changed is asked for, and a limit that stays keeps its dates', () => {
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

test('what somebody else saved stays, and what was changed here comes on top', () => {
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

test('a role is not saved without a name, without anybody it fits, or where nobody could give it', () => {
  const draft = draftOf(desk)
  expect(whyNotReady(draft)).toBeUndefined()
  expect(whyNotReady({ ...draft, label: ' ' })).toBe('Give it a name.')
  expect(whyNotReady({ ...draft, fits: [] })).toBe('Say whom it fits.')
  expect(whyNotReady({ ...draft, granters: [] })).toBe('Say who may give it.')
})

test('a role from nothing fits all staff, is given by any admin, and allows nothing', () => {
  expect(roleOf({ ...blankDraft, label: ' Sterile room ' })).toEqual({
    label: 'Sterile room',
    permissions: [],
    fits: ['practitioner', 'administrative', 'assistant', 'integration'],
    grantableBy: null,
    tagLimit: null,
    hidePrices: null,
  })
})
