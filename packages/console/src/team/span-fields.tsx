import { TextInput } from '@mantine/core'
import type { SpanText } from '@rolecall/contract'
import { dayOf, isDay, midnight } from '../ui/days.ts'
import classes from './span-fields.module.css'

/** Days, as the fields have them: `2026-01-31`, or nothing. */
export interface Days {
  readonly from: string
  readonly until: string
}

export const noDays: Days = { from: '', until: '' }

interface SpanFieldsProps {
  readonly days: Days
  readonly change: (days: Days) => void
  readonly disabled?: boolean
  /** What the last day says of itself. */
  readonly untilMeans?: string
}

/** The two days between which something holds. */
export function SpanFields({
  days,
  change,
  disabled = false,
  untilMeans = 'From this day on it no longer holds',
}: SpanFieldsProps) {
  return (
    <div className={classes.fields}>
      <TextInput
        type="date"
        label="From"
        description="Left empty: from now on"
        disabled={disabled}
        value={days.from}
        onChange={(event) => change({ ...days, from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label="Until"
        description={untilMeans}
        disabled={disabled}
        min={days.from}
        value={days.until}
        onChange={(event) => change({ ...days, until: event.currentTarget.value })}
      />
    </div>
  )
}

/** The days on which a span begins and ends, by the clock of the practice. */
export function daysOf({ from, until }: SpanText, timeZone: string): Days {
  return { from: dayAt(from, timeZone), until: dayAt(until, timeZone) }
}

/** The instants at which these days begin. Null: no bound. A day that stays as it was keeps its hour. */
export function spanOfDays(
  { from, until }: Days,
  timeZone: string,
  before: SpanText = { from: null, until: null },
): SpanText {
  const kept = daysOf(before, timeZone)
  return {
    from: from === kept.from ? before.from : startOf(from, timeZone),
    until: until === kept.until ? before.until : startOf(until, timeZone),
  }
}

function dayAt(instant: string | null, timeZone: string): string {
  return instant === null ? '' : dayOf(instant, timeZone)
}

function startOf(day: string, timeZone: string): string | null {
  return isDay(day) ? midnight(day, timeZone) : null
}
