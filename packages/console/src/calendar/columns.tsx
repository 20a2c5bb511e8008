import type { Appointment, Calendar, Named } from '@rolecall/contract'
import { type Day, dayOf, daysOn, dayTitle, midnight, shortDay, today } from '../ui/days.ts'
import classes from './calendar-page.module.css'
import type { Column } from './day-grid.tsx'

interface Shown {
  readonly data: Calendar
  readonly timeZone: string
  readonly isBookable: (practitioner: string | undefined) => boolean
}

interface WeekShown extends Shown {
  readonly monday: Day
  readonly practitioner: string | undefined
  /** Whether Saturday and Sunday are shown also where nothing lies there. */
  readonly weekend: boolean
  readonly openDay: (day: Day) => void
}

/** A week: a column for each day. */
export function weekColumns(shown: WeekShown): readonly Column[] {
  const { data, timeZone, monday, practitioner, weekend, isBookable, openDay } = shown
  return [0, 1, 2, 3, 4, 5, 6].flatMap((index) => {
    const day = daysOn(monday, index)
    const appointments = data.appointments.filter((entry) => liesOn(entry, day, timeZone))
    const busy = data.busy.filter((entry) => liesOn(entry, day, timeZone))
    if (index > 4 && !weekend && appointments.length === 0 && busy.length === 0) return []
    return [
      {
        id: day,
        day,
        practitioner: undefined,
        label: dayTitle(day),
        isBookable: isBookable(practitioner),
        heading: (
          <button
            type="button"
            className={classes.day}
            data-today={day === today(timeZone) || undefined}
            onClick={() => openDay(day)}
          >
            {shortDay(day)}
          </button>
        ),
        appointments,
        busy,
      },
    ]
  })
}

/** More columns than anyone reads at once: from here on those are left out in which nothing lies. */
const many = 12

interface DayShown extends Shown {
  readonly day: Day
  /** Whose calendars are open. */
  readonly people: readonly Named[]
  /** The only one to be shown. */
  readonly practitioner: string | undefined
  /** Who is shown with nothing in their calendar, too. */
  readonly own: (practitioner: string) => boolean
}

interface DayColumns {
  readonly columns: readonly Column[]
  /** How many calendars are left out, since nothing lies there and there are many. */
  readonly left: number
}

/** A day: a column for each practitioner. */
export function dayColumns(shown: DayShown): DayColumns {
  const { data, day, people, practitioner, own, isBookable } = shown
  const named = new Map<string, Named>(people.map((one) => [one.id, one]))
  // Who is here no more may still have something on this day.
  for (const { practitioner: one } of [...data.appointments, ...data.busy])
    if (one !== null && !named.has(one.id)) named.set(one.id, one)
  const all = [...named.values()]
    .filter(({ id }) => practitioner === undefined || id === practitioner)
    .map(({ id, name }) => ({
      id,
      day,
      practitioner: id,
      label: `${name}, ${dayTitle(day)}`,
      isBookable: isBookable(id),
      heading: name,
      appointments: data.appointments.filter((entry) => entry.practitioner?.id === id),
      busy: data.busy.filter((entry) => entry.practitioner.id === id),
    }))
  if (all.length <= many) return { columns: all, left: 0 }
  const columns = all.filter(
    ({ id, appointments, busy }) => own(id) || appointments.length > 0 || busy.length > 0,
  )
  return { columns, left: all.length - columns.length }
}

function liesOn({ start, end }: Pick<Appointment, 'start' | 'end'>, day: Day, timeZone: string): boolean {
  return dayOf(start, timeZone) <= day && Date.parse(end) > Date.parse(midnight(day, timeZone))
}
