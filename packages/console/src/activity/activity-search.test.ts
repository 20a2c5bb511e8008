import { expect, test } from 'vitest'
import { asked, readActivitySearch } from './activity-search.ts'

test('what no filter knows is dropped from the address', () => {
  expect(
    readActivitySearch({
      member: 'finn',
      outcome: 'allowed',
      from: '2026-13-01',
      to: 'soon',
      other: 'x',
      act: '',
    }),
  ).toEqual({ member: 'finn' })
})

test('days become instants, the last one inclusive', () => {
  const { from, until } = asked({ from: '2026-11-20', to: '2026-11-20' })
  expect(new Date(from ?? '').getHours()).toBe(0)
  expect(new Date(until ?? '').getDate()).toBe(21)
})

test('a day on which the clock is changed ends where the next begins', () => {
  const { from, until } = asked({ from: '2026-03-29', to: '2026-03-29' })
  expect(asked({ from: '2026-03-30' }).from).toBe(until)
  expect(from).not.toBe(until)
})
