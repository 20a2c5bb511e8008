import { expect, test } from 'vitest'
import { dayInWords, shortDayInWords } from './when.ts'

const now = new Date('2026-11-21T09:00')

test.each([
  ['2026-11-21T00:00', 'Today, Saturday 21 November 2026'],
  ['2026-11-20T23:59', 'Yesterday, Friday 20 November 2026'],
  ['2026-11-19T12:00', 'Thursday 19 November 2026'],
])('%s is %s', (at, words) => {
  expect(dayInWords(at, now)).toBe(words)
})

test('a day without time is the same day everywhere', () => {
  expect(shortDayInWords('2026-11-21')).toBe('21 Nov 2026')
})
