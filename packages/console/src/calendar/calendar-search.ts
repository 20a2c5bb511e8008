import { type Day, isDay } from '../ui/days.ts'

/** What the address of the calendar carries, so that it can be shared, and gone back to. */
export interface CalendarSearch {
  /** Without it: today. */
  readonly day?: Day
  /** Without it: what the reader has chosen to begin with. */
  readonly view?: 'day' | 'week'
  readonly practitioner?: string
  readonly location?: string
  /** The appointment that is open. */
  readonly open?: string
}

export function readCalendarSearch(given: Record<string, unknown>): CalendarSearch {
  return {
    ...(isDay(given.day) && { day: given.day }),
    ...((given.view === 'week' || given.view === 'day') && { view: given.view }),
    ...text(given, 'practitioner'),
    ...text(given, 'location'),
    ...text(given, 'open'),
  }
}

function text<Name extends string>(given: Record<string, unknown>, name: Name): { [name in Name]?: string } {
  const value = given[name]
  return typeof value === 'string' && value !== '' ? ({ [name]: value } as { [name in Name]: string }) : {}
}
