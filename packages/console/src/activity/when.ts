/** Instants of the log in words, by the clock of the practice. */
import { type Day, dayOf, daysOn } from '../ui/days.ts'

/** `Today, Saturday 21 November 2026`. */
export function dayInWords(at: string, timeZone: string, now = new Date()): string {
  const day = dayOf(at, timeZone)
  const today = dayOf(now.toISOString(), timeZone)
  if (day === today) return `Today, ${longDay(day)}`
  return day === daysOn(today, -1) ? `Yesterday, ${longDay(day)}` : longDay(day)
}

/** To the second, with the day. */
export function instantInWords(at: string, timeZone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone }).format(new Date(at))
  return `${longDay(dayOf(at, timeZone))}, ${time}`
}

/** `2026-11-21` as `21 Nov 2026`. */
export function shortDayInWords(day: Day): string {
  return shortDate.format(new Date(`${day}T12:00:00Z`))
}

/** Browsers differ in the comma. */
function longDay(day: Day): string {
  const date = new Date(`${day}T12:00:00Z`)
  return `${weekday.format(date)} ${longDate.format(date)}`
}

const timeZone = 'UTC'
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone })
const longDate = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone,
})
const shortDate = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone,
})
