import { NativeSelect, TextInput } from '@mantine/core'
import type { Location, Named } from '@rolecall/contract'
import { type Day, instantAt, isDay, minutesIn } from '../ui/days.ts'
import classes from './dialogs.module.css'

/** When, with whom and where, as it stands in a form. */
export interface TypedTime {
  readonly day: Day
  /** `09:30`. */
  readonly from: string
  readonly until: string
  readonly practitioner: string
  /** Empty: none. */
  readonly location: string
}

/** Undefined where the day or a time is missing, or it ends before it begins. */
export function instantsOf(
  { day, from, until }: TypedTime,
  timeZone: string,
): { start: string; end: string } | undefined {
  const [begins, ends] = [minutesIn(from), minutesIn(until)]
  if (!isDay(day) || begins === undefined || ends === undefined || ends <= begins) return undefined
  return { start: instantAt(day, begins, timeZone), end: instantAt(day, ends, timeZone) }
}

interface TimeFieldsProps {
  readonly typed: TypedTime
  readonly change: (typed: TypedTime) => void
  readonly people: readonly Named[]
  readonly places: readonly Location[]
}

export function TimeFields({ typed, change, people, places }: TimeFieldsProps) {
  const isTurned = (minutesIn(typed.until) ?? 1) <= (minutesIn(typed.from) ?? 0)
  return (
    <>
      <div className={classes.beside}>
        <TextInput
          type="date"
          label="Day"
          required
          withAsterisk={false}
          value={typed.day}
          onChange={(event) => change({ ...typed, day: event.currentTarget.value })}
        />
        <TextInput
          type="time"
          label="From"
          required
          withAsterisk={false}
          value={typed.from}
          onChange={(event) => change({ ...typed, from: event.currentTarget.value })}
        />
        <TextInput
          type="time"
          label="Until"
          required
          withAsterisk={false}
          value={typed.until}
          error={isTurned ? 'End time is before the start' : undefined}
          onChange={(event) => change({ ...typed, until: event.currentTarget.value })}
        />
      </div>
      <div className={classes.beside}>
        <NativeSelect
          label="Practitioner"
          value={typed.practitioner}
          data={people.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => change({ ...typed, practitioner: event.currentTarget.value })}
        />
        {places.length > 0 && (
          <NativeSelect
            label="Location"
            value={typed.location}
            data={[
              { value: '', label: 'No location' },
              ...places.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(event) => change({ ...typed, location: event.currentTarget.value })}
          />
        )}
      </div>
    </>
  )
}
