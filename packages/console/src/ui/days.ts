/**
 * Days as `2026-11-21`, and what the clock shows on them. A day has no zone; where an instant becomes one, or the other
 * way round, the zone is named. A day has 23 to 25 hours.
 */
export type Day = string

export function today(timeZone: string): Day {
  return dayOf(new Date().toISOString(), timeZone)
}

/** The day an instant lies on. */
export function dayOf(instant: string, timeZone: string): Day {
  return asUtc(Date.parse(instant), timeZone).toISOString().slice(0, 10)
}

export function isDay(text: unknown): text is Day {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const date = noon(text)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** When a day begins. */
export function midnight(day: Day, timeZone: string): string {
  return instantAt(day, 0, timeZone)
}

export function daysOn(day: Day, count: number): Day {
  const date = noon(day)
  date.setUTCDate(date.getUTCDate() + count)
  return date.toISOString().slice(0, 10)
}

/** The Monday on or before a day. */
export function mondayOf(day: Day): Day {
  return daysOn(day, -((noon(day).getUTCDay() + 6) % 7))
}

/** Minutes since midnight, as the clock shows them: 09:30 is 570. */
export function minutesOf(instant: string, timeZone: string): number {
  const date = asUtc(Date.parse(instant), timeZone)
  return date.getUTCHours() * 60 + date.getUTCMinutes()
}

/** The instant at which the clock shows so many minutes on a day; an hour on where it leaps over them. */
export function instantAt(day: Day, minutes: number, timeZone: string): string {
  const shown = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000
  // The clock as it goes a day before is right, or that of the day itself is.
  const early = shown - offsetAt(shown - 86_400_000, timeZone)
  const instant = shown - offsetAt(early, timeZone)
  return new Date(offsetAt(instant, timeZone) === offsetAt(early, timeZone) ? instant : early).toISOString()
}

/** `09:30`, as a field for a time takes it. */
export function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** Minutes of `09:30`; undefined where it is no time. */
export function minutesIn(time: string): number | undefined {
  const [, hours, minutes] = time.match(/^(\d\d):(\d\d)/) ?? []
  return hours === undefined || minutes === undefined ? undefined : Number(hours) * 60 + Number(minutes)
}

/** `Saturday 21 November 2026`. */
export function dayTitle(day: Day): string {
  return longDay.format(noon(day))
}

/** `Sat 21 Nov`. */
export function shortDay(day: Day): string {
  return weekday.format(noon(day))
}

const longDay = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
const weekday = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
})

/** In UTC, which no summer moves. */
function noon(day: Day): Date {
  return new Date(`${day}T12:00:00Z`)
}

/** The instant at which the clock in UTC shows what the clock of the zone shows now. */
function asUtc(instant: number, timeZone: string): Date {
  return new Date(instant + offsetAt(instant, timeZone))
}

/** How far the clock of a zone is ahead of UTC, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = Object.fromEntries(
    clockOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let made = clocks.get(timeZone)
  if (made === undefined) {
    made = new Intl.DateTimeFormat('en', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    clocks.set(timeZone, made)
  }
  return made
}
