import { expect, test } from 'vitest'
import { whenIn } from './when.ts'

test.each([
  ['UTC', '21 Nov 2026, 23:30'],
  ['Europe/Berlin', '22 Nov 2026, 00:30'],
  ['America/New_York', '21 Nov 2026, 18:30'],
])('in %s an instant is %s', (timeZone, words) => {
  expect(whenIn(timeZone).whenInWords('2026-11-21T23:30:00Z')).toBe(words)
})
