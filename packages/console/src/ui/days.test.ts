import { expect, test } from 'vitest'
import { clock, dayOf, daysOn, instantAt, isDay, midnight, minutesIn, minutesOf, mondayOf } from './days.ts'

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

test.each([
  ['UTC', '2026-11-21T09:30:00.000Z'],
  ['Europe/Berlin', '2026-11-21T08:30:00.000Z'],
  ['America/New_York', '2026-11-21T14:30:00.000Z'],
  ['Asia/Kathmandu', '2026-11-21T03:45:00.000Z'],
  ['Pacific/Auckland', '2026-11-20T20:30:00.000Z'],
])('half past nine in %s is %s', (timeZone, instant) => {
  expect(instantAt('2026-11-21', 570, timeZone)).toBe(instant)
  expect([dayOf(instant, timeZone), minutesOf(instant, timeZone)]).toEqual(['2026-11-21', 570])
})

test.each([
  ['2026-03-29', 60, '2026-03-29T00:00:00.000Z'],
  // The clock leaps from two to three.
  ['2026-03-29', 150, '2026-03-29T01:30:00.000Z'],
  ['2026-03-29', 180, '2026-03-29T01:00:00.000Z'],
  ['2026-03-29', 570, '2026-03-29T07:30:00.000Z'],
  // Between two and three it shows everything twice: the first time counts.
  ['2026-10-25', 150, '2026-10-25T00:30:00.000Z'],
  ['2026-10-25', 180, '2026-10-25T02:00:00.000Z'],
  ['2026-10-25', 570, '2026-10-25T08:30:00.000Z'],
])('on %s, when summer time changes, minute %i in Berlin is %s', (day, minutes, instant) => {
  expect(instantAt(day, minutes, 'Europe/Berlin')).toBe(instant)
})

test('a day in which summer time begins has 23 hours, and 25 the one in which it ends', () => {
  const hours = (day: string): number =>
    (Date.parse(midnight(daysOn(day, 1), 'Europe/Berlin')) - Date.parse(midnight(day, 'Europe/Berlin'))) /
    3_600_000
  expect([hours('2026-03-29'), hours('2026-03-30'), hours('2026-10-25')]).toEqual([23, 24, 25])
})

test('a time of a day is read as it is written', () => {
  expect(clock(570)).toBe('09:30')
  expect(minutesIn('09:30')).toBe(570)
  expect(minutesIn('soon')).toBeUndefined()
})

test('what is no day is none', () => {
  expect(isDay('2026-02-30')).toBe(false)
  expect(isDay('tomorrow')).toBe(false)
  expect(isDay('2026-02-28')).toBe(true)
})
