/** Instants of the log as people say them, in the time of whoever reads. */
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long' })
const longDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
const shortDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const minute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const second = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' })

/** `Today, Saturday 21 November 2026`. */
export function dayInWords(at: string, now = new Date()): string {
  const yesterday = new Date(now)
  yesterday.setDate(now.getDate() - 1)
  const day = longDay(new Date(at))
  if (day === longDay(now)) return `Today, ${day}`
  return day === longDay(yesterday) ? `Yesterday, ${day}` : day
}

export function timeInWords(at: string): string {
  return minute.format(new Date(at))
}

/** To the second, with the day. */
export function instantInWords(at: string): string {
  const instant = new Date(at)
  return `${longDay(instant)}, ${second.format(instant)}`
}

/** `2026-11-21` or an instant as `21 Nov 2026`. */
export function shortDayInWords(day: string): string {
  return shortDate.format(new Date(day.length === 10 ? `${day}T00:00` : day))
}

/** Browsers differ in the comma. */
function longDay(instant: Date): string {
  return `${weekday.format(instant)} ${longDate.format(instant)}`
}
