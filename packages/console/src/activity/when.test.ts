import { expect, test } from 'vitest'
import { dayInWords, instantInWords, shortDayInWords } from './when.ts'

const now = new Date('2026-11-21T09:00:00Z')

test.each([
  ['2026-11-21T00:00:00Z', 'UTC', 'Today, Saturday 21 November 2026'],
  ['2026-11-20T23:59:00Z', 'UTC', 'Yesterday, Friday 20 November 2026'],
  ['2026-11-19T12:00:00Z', 'UTC', 'Thursday 19 November 2026'],
  // Where the practice is, the day has begun by then, or not yet.
  ['2026-11-20T23:59:00Z', 'Europe/Berlin', 'Today, Saturday 21 November 2026'],
  ['2026-11-21T04:59:00Z', 'America/New_York', 'Yesterday, Friday 20 November 2026'],
])('%s in %s is %s', (at, timeZone, words) => {
  expect(dayInWords(at, timeZone, now)).toBe(words)
})

test('an instant is told by the clock of the practice', () => {
  expect(instantInWords('2026-11-20T23:59:58Z', 'Europe/Berlin')).toBe('Saturday 21 November 2026, 00:59:58')
})

test('a day without time is the same day everywhere', () => {
  expect(shortDayInWords('2026-11-21')).toBe('21 Nov 2026')
})
