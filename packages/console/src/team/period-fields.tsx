import type { SpanText } from '@rolecall/contract'
import { useState } from 'react'
import { useTimeZone } from '../api/use-time-zone.ts'
import { capital } from '../explain/vocabulary.ts'
import classes from './period-fields.module.css'
import { daysOf, SpanFields, spanOfDays } from './span-fields.tsx'
import { spanWords } from './team-words.ts'

interface ForATimeProps {
  /** What has the period, for screen readers: `tag limit`. */
  readonly what: string
  readonly span: SpanText
  readonly change: (span: SpanText) => void
}

/** The period of something, collapsed. */
export function ForATime({ what, span, change }: ForATimeProps) {
  const timeZone = useTimeZone()
  // A day that is not edited keeps the hour it had when the form was opened.
  const [before] = useState(span)
  const [days, setDays] = useState(() => daysOf(span, timeZone))
  const words = spanWords(span, timeZone).replace(/^, /, '') || 'no end date'
  return (
    <details className={classes.time} aria-label={`Period: ${what}`}>
      <summary>
        {capital(words)}
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
