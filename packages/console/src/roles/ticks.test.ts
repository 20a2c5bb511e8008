import { expect, test } from 'vitest'
import { needing, tick } from './ticks.ts'

test('a permission also selects the smallest one it needs', () => {
  const { held, added } = tick(new Set(), 'messages.use')
  expect([...held]).toEqual(['messages.use', 'patients.view'])
  expect(added).toEqual([{ permission: 'patients.view', because: 'messages.use' }])
})

test('a permission whose need is met selects nothing else', () => {
  const { held, added } = tick(new Set(['patients.manage']), 'messages.use')
  expect([...held]).toEqual(['patients.manage', 'messages.use'])
  expect(added).toEqual([])
})

test('the needs of a needed permission are selected too', () => {
  const { held } = tick(new Set(), 'results.sign')
  expect([...held].sort()).toEqual(['patients.view', 'results.sign', 'results.view'])
})

test('lists the permissions that need another', () => {
  const held = new Set(['patients.view', 'messages.use', 'notes.view', 'payouts.view'])
  expect(needing(held, 'patients.view')).toEqual(['messages.use', 'notes.view'])
  expect(needing(held, 'payouts.view')).toEqual([])
  expect(needing(new Set([...held, 'patients.manage']), 'patients.view')).toEqual([])
})
