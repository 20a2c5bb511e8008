import { expect, test } from 'vitest'
import { nextStatuses, type Status } from './next-statuses.ts'

/** At nine in the morning in Berlin, which is eight in UTC. */
const start = new Date('2030-11-21T08:00:00Z')

function next(status: Status, at: string, timeZone = 'Europe/Berlin') {
  return nextStatuses(status, { start, at: Date.parse(at), timeZone })
}

test.each([
  ['booked', '2030-11-20T22:59:00Z', []],
  ['booked', '2030-11-20T23:00:00Z', ['arrived', 'fulfilled']],
  ['booked', '2030-11-21T07:59:59Z', ['arrived', 'fulfilled']],
  ['booked', '2030-11-21T08:00:00Z', ['arrived', 'fulfilled', 'noshow']],
  ['booked', '2031-11-21T08:00:00Z', ['arrived', 'fulfilled', 'noshow']],
  ['arrived', '2030-11-21T08:00:00Z', ['fulfilled', 'booked']],
  // Moved to another week after it was said: that can be taken back.
  ['arrived', '2030-11-10T08:00:00Z', ['booked']],
  ['fulfilled', '2030-11-21T09:00:00Z', ['arrived']],
  ['noshow', '2030-11-21T09:00:00Z', ['arrived', 'booked']],
  ['cancelled', '2030-11-21T09:00:00Z', []],
] as const)('%s at %s may become %j', (status, at, statuses) => {
  expect(next(status, at)).toEqual(statuses)
})

test('the day is that of the practice', () => {
  expect(next('booked', '2030-11-21T04:59:00Z', 'America/New_York')).toEqual([])
  expect(next('booked', '2030-11-21T05:00:00Z', 'America/New_York')).toEqual(['arrived', 'fulfilled'])
})
