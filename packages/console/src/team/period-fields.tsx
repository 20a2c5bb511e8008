import type { SpanText } from '@rolecall/contract'
import { useState } from 'react'
import { useTimeZone } from '../api/use-time-zone.ts'
import classes from './period-fields.module.css'
import { daysOf, SpanFields, spanOfDays } from './span-fields.tsx'
import { spanWords } from './team-words.ts'

interface ForATimeProps {
  /** What it is that holds, as it is said to who hears the page: `the tag limit`. */
  readonly what: string
  readonly span: SpanText
  readonly change: (span: SpanText) => void
}

/** Between which days something holds, folded away as long as it holds always. */
export function ForATime({ what, span, change }: ForATimeProps) {
  const timeZone = useTimeZone()
  // A day that is not touched keeps the hour it had when the form was opened.
  const [before] = useState(span)
  const [days, setDays] = useState(() => daysOf(span, timeZone))
  const words = spanWords(span, timeZone).replace(/^, /, '') || 'always'
  return (
    <details className={classes.time} aria-label={`How long: ${what}`}>
      <summary>
        Holds {words}
        <span className={classes.unseen}>: {what}</span>
      </summary>
      <SpanFields
        days={days}
        change={(next) => {
          setDays(next)
          change(spanOfDays(next, timeZone, before))
        }}
      />
    </details>
  )
}
