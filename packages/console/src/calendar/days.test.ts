import { expect, test } from 'vitest'
import { clock, daysOn, instantAt, isDay, minutesIn, minutesOf, mondayOf } from './days.ts'

test.each([
  ['2026-11-21', '2026-11-16'],
  ['2026-11-22', '2026-11-16'],
  ['2026-11-23', '2026-11-23'],
  ['2026-01-01', '2025-12-29'],
])('the week of %s begins on Monday %s', (day, monday) => {
  expect(mondayOf(day)).toBe(monday)
})

test('days go on over the end of a month, and back', () => {
  expect(daysOn('2026-02-27', 2)).toBe('2026-03-01')
  expect(daysOn('2026-03-01', -1)).toBe('2026-02-28')
})

test('a time of a day is the same time when it is read again', () => {
  expect(minutesOf(instantAt('2026-11-21', 570))).toBe(570)
  expect(clock(570)).toBe('09:30')
  expect(minutesIn('09:30')).toBe(570)
  expect(minutesIn('soon')).toBeUndefined()
})

test('what is no day is none', () => {
  expect(isDay('2026-02-30')).toBe(false)
  expect(isDay('tomorrow')).toBe(false)
  expect(isDay('2026-02-28')).toBe(true)
})
