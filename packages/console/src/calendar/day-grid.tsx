import type { Appointment, BusySlot } from '@rolecall/contract'
import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTimeZone } from '../api/use-time-zone.ts'
import { clock, type Day, dayOf, minutesOf } from '../ui/days.ts'
import classes from './day-grid.module.css'
import { inLanes, type Span } from './lanes.ts'
import { nameOf } from './name-of.ts'
import { statusWords } from './status-words.ts'

/** A column: a day of somebody. */
export interface Column {
  readonly id: string
  readonly day: Day
  readonly practitioner: string | undefined
  /** What the column is called aloud: `Dr Wei Chen, Monday 16 November`. */
  readonly label: string
  readonly heading: ReactNode
  /** Whether one may book in it. */
  readonly isBookable: boolean
  readonly appointments: readonly Appointment[]
  readonly busy: readonly BusySlot[]
}

interface Place {
  readonly column: Column
  /** Since midnight. */
  readonly minutes: number
}

interface DayGridProps {
  readonly columns: readonly Column[]
  /** Hours that are always shown; earlier and later ones where something lies there. */
  readonly hours: { readonly from: number; readonly until: number }
  readonly open: (appointment: Appointment) => void
  /** Somebody wants to book here. Undefined: they may not. */
  readonly bookAt: ((place: Place) => void) | undefined
  readonly move: (appointment: Appointment, to: Place) => void
}

type Block = Span &
  (
    | { readonly kind: 'appointment'; readonly appointment: Appointment }
    | { readonly kind: 'busy'; readonly slot: BusySlot }
  )

/** Pixels a minute: as many as the letters in it are large. */
const scale =
  typeof document === 'undefined'
    ? 1.35
    : (1.35 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)) / 16
/** What a move snaps to, in minutes. */
const step = 15
/** Pixels before a press becomes a move. */
const slack = 5

interface Drag {
  readonly appointment: Appointment
  readonly column: number
  readonly minutes: number
  readonly length: number
}

/** Columns with the hours of a day, and what lies in them. */
export function DayGrid({ columns, hours: usual, open, bookAt, move }: DayGridProps) {
  const timeZone = useTimeZone()
  const grid = useRef<HTMLDivElement>(null)
  const [drag, setDrag] = useState<Drag>()
  const press = useRef<{ x: number; y: number; grip: number; appointment: Appointment; from: Block }>(
    undefined,
  )
  const wasDragged = useRef(false)
  const blocks = columns.map((column) => ({ column, laned: inLanes(blocksOf(column, timeZone)) }))
  const all = blocks.flatMap(({ laned }) => laned.map(({ span }) => span))
  const from = Math.min(usual.from, ...all.map((span) => Math.floor(span.from / 60)))
  const until = Math.max(usual.until, ...all.map((span) => Math.ceil(span.until / 60)))
  const hours = Array.from({ length: until - from }, (_, index) => from + index)
  const now = useNow(timeZone)

  // While something is moved, Escape lets it go where it was.
  const isDragging = drag !== undefined
  useEffect(() => {
    if (!isDragging) return
    const letGo = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return
      press.current = undefined
      setDrag(undefined)
    }
    window.addEventListener('keydown', letGo)
    return () => window.removeEventListener('keydown', letGo)
  }, [isDragging])

  const placeAt = (x: number, y: number): { column: number; minutes: number } | undefined => {
    const days = [...(grid.current?.querySelectorAll<HTMLElement>('[data-column]') ?? [])]
    const column = days.findIndex((day) => {
      const { left, right } = day.getBoundingClientRect()
      return x >= left && x < right
    })
    const top = days[column]?.getBoundingClientRect().top
    if (column === -1 || top === undefined) return undefined
    return { column, minutes: from * 60 + (y - top) / scale }
  }
  const snapped = (minutes: number, length: number): number =>
    Math.max(0, Math.min(24 * 60 - length, Math.round(minutes / step) * step))

  const down = (event: PointerEvent<HTMLElement>, appointment: Appointment, block: Block): void => {
    wasDragged.current = false
    // A finger scrolls; by touch one moves through the dialog.
    if (event.button !== 0 || event.pointerType === 'touch' || !isAhead(appointment)) return
    const place = placeAt(event.clientX, event.clientY)
    if (place === undefined) return
    event.currentTarget.setPointerCapture(event.pointerId)
    press.current = {
      x: event.clientX,
      y: event.clientY,
      grip: place.minutes - block.from,
      appointment,
      from: block,
    }
  }
  const over = (event: PointerEvent<HTMLElement>): void => {
    const held = press.current
    if (held === undefined) return
    if (!isDragging && Math.hypot(event.clientX - held.x, event.clientY - held.y) < slack) return
    const place = placeAt(event.clientX, event.clientY)
    if (place === undefined) return
    const length = held.from.until - held.from.from
    wasDragged.current = true
    setDrag({
      appointment: held.appointment,
      column: place.column,
      minutes: snapped(place.minutes - held.grip, length),
      length,
    })
  }
  const up = (): void => {
    press.current = undefined
    if (drag === undefined) return
    setDrag(undefined)
    const column = columns[drag.column]
    if (column === undefined) return
    const { appointment } = drag
    const isSame =
      dayOf(appointment.start, timeZone) === column.day &&
      minutesOf(appointment.start, timeZone) === drag.minutes &&
      (column.practitioner === undefined || appointment.practitioner?.id === column.practitioner)
    if (!isSame) move(appointment, { column, minutes: drag.minutes })
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is scrolled by the arrow keys
    <section className={classes.scroller} tabIndex={0} aria-label="Appointments">
      <div
        ref={grid}
        className={classes.grid}
        data-dragging={isDragging || undefined}
        style={{ '--columns': columns.length } as React.CSSProperties}
      >
        <div className={classes.corner} aria-hidden="true" />
        {columns.map(({ id, heading }) => (
          <div key={id} className={classes.heading}>
            {heading}
          </div>
        ))}
        <div className={classes.hours} aria-hidden="true" style={{ height: (until - from) * 60 * scale }}>
          {hours.map((hour) => (
            <span key={hour} className={classes.hour} style={{ top: (hour - from) * 60 * scale }}>
              {clock(hour * 60)}
            </span>
          ))}
        </div>
        {blocks.map(({ column, laned }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard books with the button above the calendar
          // biome-ignore lint/a11y/noStaticElementInteractions: as above
          <div
            key={column.id}
            data-column={column.id}
            className={classes.day}
            data-bookable={(bookAt !== undefined && column.isBookable) || undefined}
            style={
              {
                height: (until - from) * 60 * scale,
                '--hour': `${60 * scale}px`,
              } as React.CSSProperties
            }
            onClick={(event) => {
              if (event.target !== event.currentTarget || wasDragged.current) return
              if (bookAt === undefined || !column.isBookable) return
              const { top } = event.currentTarget.getBoundingClientRect()
              const minutes = from * 60 + Math.floor((event.clientY - top) / scale / step) * step
              bookAt({ column, minutes })
            }}
          >
            <ul aria-label={column.label} className={classes.blocks}>
              {laned.map(({ span, lane, lanes }) => (
                <li
                  key={span.kind === 'busy' ? `busy ${span.slot.start} ${lane}` : span.appointment.id}
                  className={classes.block}
                  style={{
                    top: (span.from - from * 60) * scale,
                    height: Math.max((span.until - span.from) * scale, 18),
                    left: `${(lane / lanes) * 100}%`,
                    width: `${100 / lanes}%`,
                  }}
                >
                  {span.kind === 'busy' ? (
                    <div className={classes.busy} title={`Busy, ${clock(span.from)}–${clock(span.until)}`}>
                      <span className={classes.busyWord}>Busy</span>
                      <span className={classes.unseen}>
                        {clock(span.from)} to {clock(span.until)}
                      </span>
                    </div>
                  ) : (
                    <button
                      type="button"
                      className={classes.appointment}
                      data-status={span.appointment.status}
                      data-moving={drag?.appointment.id === span.appointment.id || undefined}
                      data-short={span.until - span.from < 30 || undefined}
                      data-two-lines={span.until - span.from < 42 || undefined}
                      title={titleOf(span.appointment, span)}
                      onPointerDown={(event) => down(event, span.appointment, span)}
                      onPointerMove={over}
                      onPointerUp={up}
                      onPointerCancel={() => {
                        press.current = undefined
                        setDrag(undefined)
                      }}
                      onClick={() => {
                        if (!wasDragged.current) open(span.appointment)
                        wasDragged.current = false
                      }}
                    >
                      <span className={classes.name}>{nameOf(span.appointment.patient)}</span>
                      {isTold(span.appointment) && (
                        <span className={classes.status}>{statusWords[span.appointment.status]}</span>
                      )}
                      <span className={classes.time}>
                        {clock(span.from)}–{clock(span.until)}
                      </span>
                      <span className={classes.what}>{span.appointment.description}</span>
                    </button>
                  )}
                </li>
              ))}
            </ul>
            {drag?.column === index && (
              <div
                className={classes.ghost}
                style={{ top: (drag.minutes - from * 60) * scale, height: drag.length * scale }}
              >
                {clock(drag.minutes)}–{clock(drag.minutes + drag.length)}
              </div>
            )}
            {column.day === now.day && now.minutes > from * 60 && now.minutes < until * 60 && (
              <div
                className={classes.now}
                aria-hidden="true"
                style={{ top: (now.minutes - from * 60) * scale }}
              />
            )}
          </div>
        ))}
      </div>
    </section>
  )
}

/** What is cancelled takes no time, and stands only in the patient's chart. */
function blocksOf({ day, appointments, busy }: Column, timeZone: string): readonly Block[] {
  return [
    ...appointments
      .filter(({ status }) => status !== 'cancelled')
      .map((appointment) => ({
        kind: 'appointment' as const,
        appointment,
        ...spanOn(day, appointment, timeZone),
      })),
    ...busy.map((slot) => ({ kind: 'busy' as const, slot, ...spanOn(day, slot, timeZone) })),
  ]
}

/** The part of it that lies on the day. */
function spanOn(
  day: Day,
  { start, end }: { readonly start: string; readonly end: string },
  timeZone: string,
): Span {
  const from = dayOf(start, timeZone) < day ? 0 : minutesOf(start, timeZone)
  const until = dayOf(end, timeZone) > day ? 24 * 60 : minutesOf(end, timeZone)
  return { from, until: Math.max(until, from + 5) }
}

/** What is over took place, unless it says otherwise: that is what colour tells. */
function isTold({ status }: Appointment): boolean {
  return status === 'arrived' || status === 'noshow'
}

function isAhead({ status }: Appointment): boolean {
  return status === 'booked' || status === 'arrived'
}

function titleOf(
  { patient, practitioner, location, description }: Appointment,
  { from, until }: Span,
): string {
  return [
    `${nameOf(patient)}, ${clock(from)}–${clock(until)}`,
    practitioner?.name,
    location?.name,
    description === '' ? undefined : description,
  ]
    .filter((part) => part !== undefined)
    .join('\n')
}

/** The day and the minute it is, minute by minute. */
function useNow(timeZone: string): { readonly day: Day; readonly minutes: number } {
  const [instant, setInstant] = useState(() => new Date().toISOString())
  useEffect(() => {
    const timer = setInterval(() => setInstant(new Date().toISOString()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return { day: dayOf(instant, timeZone), minutes: minutesOf(instant, timeZone) }
}
