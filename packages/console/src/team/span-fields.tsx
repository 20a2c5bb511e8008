import { TextInput } from '@mantine/core'
import classes from './span-fields.module.css'

/** Days, as the fields have them: `2026-01-31`, or nothing. */
export interface Days {
  readonly from: string
  readonly until: string
}

export const noDays: Days = { from: '', until: '' }

/** The two days between which something holds. */
export function SpanFields({ days, change }: { readonly days: Days; readonly change: (days: Days) => void }) {
  return (
    <div className={classes.fields}>
      <TextInput
        type="date"
        label="From"
        description="Left empty: from now on"
        value={days.from}
        onChange={(event) => change({ ...days, from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label="Until"
        description="From this day on it no longer holds"
        min={days.from}
        value={days.until}
        onChange={(event) => change({ ...days, until: event.currentTarget.value })}
      />
    </div>
  )
}

/** The instants at which these days begin here. Null: no bound. */
export function spanOfDays({ from, until }: Days): {
  readonly from: string | null
  readonly until: string | null
} {
  return { from: instantOf(from), until: instantOf(until) }
}

function instantOf(day: string): string | null {
  return day === '' ? null : new Date(`${day}T00:00`).toISOString()
}
