/** Days as `2026-11-21`, in the zone of this computer, and no instant in between: a day has 23 to 25 hours. */
export type Day = string

export function today(): Day {
  return dayOfDate(new Date())
}

/** The day an instant lies on here. */
export function dayOf(instant: string): Day {
  return dayOfDate(new Date(instant))
}

export function isDay(text: unknown): text is Day {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const date = midnight(text)
  return !Number.isNaN(date.getTime()) && dayOfDate(date) === text
}

/** When a day begins here. */
export function midnight(day: Day): Date {
  return new Date(`${day}T00:00:00`)
}

export function daysOn(day: Day, count: number): Day {
  const date = midnight(day)
  date.setDate(date.getDate() + count)
  return dayOfDate(date)
}

/** The Monday on or before a day. */
export function mondayOf(day: Day): Day {
  return daysOn(day, -((midnight(day).getDay() + 6) % 7))
}

/** Minutes since midnight, as the clock shows them: 09:30 is 570. */
export function minutesOf(instant: string): number {
  const date = new Date(instant)
  return date.getHours() * 60 + date.getMinutes()
}

/** The instant at which the clock shows so many minutes on a day. */
export function instantAt(day: Day, minutes: number): string {
  const date = midnight(day)
  date.setHours(0, minutes, 0, 0)
  return date.toISOString()
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

function dayOfDate(date: Date): Day {
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
