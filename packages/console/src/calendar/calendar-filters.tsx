import { NativeSelect, SegmentedControl } from '@mantine/core'
import '@mantine/core/styles/FloatingIndicator.layer.css'
import '@mantine/core/styles/SegmentedControl.layer.css'
import type { Location, Named } from '@rolecall/contract'
import type { Day } from '../ui/days.ts'
import classes from './calendar-page.module.css'

interface Chosen {
  readonly day: Day
  readonly view: 'day' | 'week'
  /** Undefined or empty: all of them. */
  readonly practitioner: string | undefined
  readonly location: string | undefined
}

interface CalendarFiltersProps extends Chosen {
  readonly people: readonly Named[]
  readonly places: readonly Location[]
  /** Whether there is room for all practitioners side by side. */
  readonly mayShowAll: boolean
  readonly change: (next: Partial<Chosen>) => void
}

/** What of the calendar is shown: which day, a day or a week, whose and where. */
export function CalendarFilters(props: CalendarFiltersProps) {
  const { day, view, practitioner, location, people, places, mayShowAll, change } = props
  return (
    <>
      <input
        type="date"
        className={classes.pick}
        aria-label="Go to a day"
        value={day}
        onChange={({ currentTarget: { value } }) => value !== '' && change({ day: value })}
      />
      <SegmentedControl
        aria-label="Show"
        value={view}
        data={[
          { value: 'day', label: 'Day' },
          { value: 'week', label: 'Week' },
        ]}
        onChange={(next) => change({ view: next === 'week' ? 'week' : 'day' })}
      />
      <NativeSelect
        aria-label="Practitioner"
        value={practitioner ?? ''}
        data={[
          ...(mayShowAll ? [{ value: '', label: 'All practitioners' }] : []),
          ...people.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => change({ practitioner: event.currentTarget.value })}
      />
      {places.length > 1 && (
        <NativeSelect
          aria-label="Location"
          value={location ?? ''}
          data={[
            { value: '', label: 'All locations' },
            ...places.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) => change({ location: event.currentTarget.value })}
        />
      )}
    </>
  )
}
