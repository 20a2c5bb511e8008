import { TextInput } from '@mantine/core'
import type { SpanText } from '@rolecall/contract'
import { dayOf, daysOn, isDay, midnight } from '../ui/days.ts'
import classes from './span-fields.module.css'

/** First and last day, both inclusive, as the fields have them: `2026-01-31`, or empty. */
export interface Days {
  readonly from: string
  readonly until: string
}

export const noDays: Days = { from: '', until: '' }

interface SpanFieldsProps {
  readonly days: Days
  readonly change: (days: Days) => void
  readonly disabled?: boolean
}

/** The first and the last day of a period. */
export function SpanFields({ days, change, disabled = false }: SpanFieldsProps) {
  return (
    <div className={classes.fields}>
      <TextInput
        type="date"
        label="First day"
        description="Leave blank to start now"
        disabled={disabled}
        value={days.from}
        onChange={(event) => change({ ...days, from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label="Last day"
        description="Leave blank for no end date"
        disabled={disabled}
        min={days.from}
        value={days.until}
        onChange={(event) => change({ ...days, until: event.currentTarget.value })}
      />
    </div>
  )
}

/** The first and last day of a span, by the clock of the practice. A span ends before its `until`. */
export function daysOf({ from, until }: SpanText, timeZone: string): Days {
  return {
    from: from === null ? '' : dayOf(from, timeZone),
    until: until === null ? '' : dayOf(new Date(Date.parse(until) - 1).toISOString(), timeZone),
  }
}

/** From the beginning of the first day to the end of the last. Null: no bound. An unchanged day keeps its hour. */
export function spanOfDays(
  { from, until }: Days,
  timeZone: string,
  before: SpanText = { from: null, until: null },
): SpanText {
  const kept = daysOf(before, timeZone)
  return {
    from: from === kept.from ? before.from : isDay(from) ? midnight(from, timeZone) : null,
    until: until === kept.until ? before.until : isDay(until) ? midnight(daysOn(until, 1), timeZone) : null,
  }
}
