import type { Appointment } from '@rolecall/contract'
import type { Instant } from '@rolecall/core'
import { dayOf } from '../access/day-of.ts'

export type Status = Appointment['status']
/** One that is said, and taken back by saying another. An appointment is cancelled by an act of its own, for good. */
export type SaidStatus = Exclude<Status, 'cancelled'>

const follows: Readonly<Record<Status, readonly SaidStatus[]>> = {
  booked: ['arrived', 'fulfilled', 'noshow'],
  arrived: ['fulfilled', 'booked'],
  fulfilled: ['arrived'],
  noshow: ['arrived', 'booked'],
  cancelled: [],
}

export function mayFollow(status: Status, next: SaidStatus): boolean {
  return follows[status].includes(next)
}

export interface Times {
  readonly start: Date
  readonly at: Instant
  /** The practice's, in which a day begins. */
  readonly timeZone: string
}

/** Nobody arrives or is seen before the day comes, and nobody is missed before the hour. */
export function isTooEarly(next: SaidStatus, { start, at, timeZone }: Times): boolean {
  switch (next) {
    case 'booked':
      return false
    case 'arrived':
    case 'fulfilled':
      return Temporal.PlainDate.compare(dayOf(at, timeZone), dayOf(start.getTime(), timeZone)) < 0
    case 'noshow':
      return at < start.getTime()
  }
}

export function nextStatuses(status: Status, times: Times): SaidStatus[] {
  return follows[status].filter((next) => !isTooEarly(next, times))
}
