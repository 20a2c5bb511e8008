import { TextInput } from '@mantine/core'
import type { SpanText } from '@rolecall/contract'
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

/** The days here on which a span begins and ends. */
export function daysOf({ from, until }: SpanText): Days {
  return { from: dayOf(from), until: dayOf(until) }
}

/** The instants at which these days begin here. Null: no bound. A day that stays as it was keeps its hour. */
export function spanOfDays({ from, until }: Days, before: SpanText = noSpan): SpanText {
  return {
    from: from === dayOf(before.from) ? before.from : instantOf(from),
    until: until === dayOf(before.until) ? before.until : instantOf(until),
  }
}

const noSpan: SpanText = { from: null, until: null }

function dayOf(instant: string | null): string {
  if (instant === null) return ''
  const date = new Date(instant)
  const two = (part: number): string => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

function instantOf(day: string): string | null {
  return day === '' ? null : new Date(`${day}T00:00`).toISOString()
}
