import { expect, test } from 'vitest'
import { needing, tick } from './ticks.ts'

test('what a permission needs is ticked with it, the least that will do', () => {
  const { held, added } = tick(new Set(), 'messages.use')
  expect([...held]).toEqual(['messages.use', 'patients.view'])
  expect(added).toEqual([{ permission: 'patients.view', because: 'messages.use' }])
})

test('a need that is met already ticks nothing more', () => {
  const { held, added } = tick(new Set(['patients.manage']), 'messages.use')
  expect([...held]).toEqual(['patients.manage', 'messages.use'])
  expect(added).toEqual([])
})

test('what needs a need is ticked too', () => {
  const { held } = tick(new Set(), 'results.sign')
  expect([...held].sort()).toEqual(['patients.view', 'results.sign', 'results.view'])
})

test('a permission that others need is not unticked unseen', () => {
  const held = new Set(['patients.view', 'messages.use', 'notes.view', 'payouts.view'])
  expect(needing(held, 'patients.view')).toEqual(['messages.use', 'notes.view'])
  expect(needing(held, 'payouts.view')).toEqual([])
  expect(needing(new Set([...held, 'patients.manage']), 'patients.view')).toEqual([])
})
