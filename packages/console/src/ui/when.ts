/** Instants as people say them, by the clock of the practice wherever the reader is. */
export interface When {
  /** The day of an instant: `21 Nov 2026`. */
  dayInWords(instant: string): string
  /** `09:30`. */
  timeInWords(instant: string): string
  /** `21 Nov 2026, 09:30`. */
  whenInWords(instant: string): string
}

const known = new Map<string, When>()

export function whenIn(timeZone: string): When {
  const made = known.get(timeZone) ?? makeWhen(timeZone)
  known.set(timeZone, made)
  return made
}

function makeWhen(timeZone: string): When {
  const day = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short', year: 'numeric', timeZone })
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone })
  const dayInWords = (instant: string): string => day.format(new Date(instant))
  const timeInWords = (instant: string): string => time.format(new Date(instant))
  return {
    dayInWords,
    timeInWords,
    whenInWords: (instant) => `${dayInWords(instant)}, ${timeInWords(instant)}`,
  }
}
