import type { SpanText } from '@rolecall/contract'
import { type Instant, type Span, within } from '@rolecall/core'
import { dayOf } from '../access/day-of.ts'

/** When something holds, as an answer says it. */
export function spanText({ from, until }: Span): SpanText {
  return { from: instantText(from), until: instantText(until) }
}

function instantText(instant: Instant | undefined): string | null {
  return instant === undefined ? null : new Date(instant).toISOString()
}

/** A span as a request says it. */
export interface SpanAsked {
  readonly from?: string | null | undefined
  readonly until?: string | null | undefined
}

/** A span as the tables hold it. */
export function spanColumns({ from, until }: SpanAsked) {
  return { starts_at: dateOf(from), ends_at: dateOf(until) }
}

export function dateOf(text: string | null | undefined): Date | null {
  return text == null ? null : new Date(text)
}

/** The same as the engine has it. */
export function spanOf({ from, until }: SpanAsked): Span {
  return {
    ...(from != null && { from: Date.parse(from) }),
    ...(until != null && { until: Date.parse(until) }),
  }
}

/** Where an instant lies to a span. */
export function whenOf(span: Span, at: Instant): 'now' | 'later' | 'over' {
  if (within(span, at)) return 'now'
  return span.from !== undefined && at < span.from ? 'later' : 'over'
}

/** `, from 2026-01-01, until 2027-01-01`, or nothing: days by the clocks of a time zone. */
export function spanWords({ from, until }: Span, timeZone: string): string {
  const day = (instant: Instant) => dayOf(instant, timeZone).toString()
  return `${from === undefined ? '' : `, from ${day(from)}`}${until === undefined ? '' : `, until ${day(until)}`}`
}
