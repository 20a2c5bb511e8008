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
  expect(asked({ from: '2026-11-20', to: '2026-11-20' }, 'Europe/Berlin')).toEqual({
    from: '2026-11-19T23:00:00.000Z',
    until: '2026-11-20T23:00:00.000Z',
  })
})

test('a day on which the clock is changed ends where the next begins', () => {
  const { from, until } = asked({ from: '2026-03-29', to: '2026-03-29' }, 'Europe/Berlin')
  expect(asked({ from: '2026-03-30' }, 'Europe/Berlin')).toEqual({ from: until })
  expect([from, until]).toEqual(['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'])
})
