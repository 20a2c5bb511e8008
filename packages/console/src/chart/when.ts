const day = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short', year: 'numeric' })
const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

/** The day of an instant: `21 Nov 2026`. */
export function dayInWords(instant: string): string {
  return day.format(new Date(instant))
}

export function timeInWords(instant: string): string {
  return time.format(new Date(instant))
}

/** `21 Nov 2026, 09:30`. */
export function whenInWords(instant: string): string {
  return `${dayInWords(instant)}, ${timeInWords(instant)}`
}
