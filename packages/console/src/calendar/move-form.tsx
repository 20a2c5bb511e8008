import { Button, Textarea } from '@mantine/core'
import type { AppointmentInFull, Location, Named } from '@rolecall/contract'
import type { FormEvent } from 'react'
import { isStale } from '../api/meanwhile.ts'
import { viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { useTimeZone } from '../api/use-time-zone.ts'
import { clock, dayOf, minutesOf } from '../ui/days.ts'
import { useKept } from '../ui/use-draft.ts'
import classes from './dialogs.module.css'
import { NotChanged } from './not-changed.tsx'
import { instantsOf, TimeFields, type TypedTime } from './time-fields.tsx'
import { type Move, useMove } from './use-calendar-change.ts'

interface MoveFormProps {
  readonly appointment: AppointmentInFull
  /** In whose calendars one may book. */
  readonly people: readonly Named[]
  readonly places: readonly Location[]
  readonly close: () => void
  readonly back: () => void
}

interface Filled {
  readonly time: TypedTime
  readonly description: string
}

/** With what it was when typing began, so that nothing is sent but what was changed here. */
interface Typed extends Filled {
  readonly before: Filled
  readonly version: number
}

/** Moves an appointment to another time, place or practitioner, or says otherwise what it is for. */
export function MoveForm({ appointment, people, places, close, back }: MoveFormProps) {
  const { id, version, practitioner } = appointment
  const timeZone = useTimeZone()
  const [typed, keep] = useKept<Typed>(viewerKey(useMe()), `move ${id}`)
  const read = filledIn(appointment, timeZone)
  const begun: Typed = typed ?? { ...read, before: read, version }
  const { time, description } = begun
  const known =
    practitioner === null || people.some((one) => one.id === practitioner.id)
      ? people
      : [practitioner, ...people]
  const save = useMove(() => {
    keep(undefined)
    close()
  })
  const to = changesIn(begun, timeZone)
  const send = (confirmed: boolean): void => {
    if (to === undefined) return
    // Whoever was told what somebody else changed, and sends it again, does so upon that.
    const upon = isStale(save.error) ? version : begun.version
    keep({ ...begun, version: upon })
    save.mutate({ appointment: { id, version: upon }, to, confirmed })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    send(false)
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      {save.isError && !save.isPending && (
        <NotChanged error={save.error} what="The appointment hasn’t changed" confirm={() => send(true)} />
      )}
      <TimeFields
        typed={time}
        change={(next) => keep({ ...begun, time: next })}
        people={known}
        places={places}
      />
      <Textarea
        label="Reason for visit"
        maxLength={2000}
        rows={2}
        value={description}
        onChange={(event) => keep({ ...begun, description: event.currentTarget.value })}
      />
      <div className={classes.buttons}>
        <Button
          variant="default"
          onClick={() => {
            keep(undefined)
            back()
          }}
        >
          Back
        </Button>
        <Button type="submit" loading={save.isPending} disabled={to === undefined}>
          Save
        </Button>
      </div>
    </form>
  )
}

function filledIn(appointment: AppointmentInFull, timeZone: string): Filled {
  const { start, end, practitioner, location, description } = appointment
  return {
    time: {
      day: dayOf(start, timeZone),
      from: clock(minutesOf(start, timeZone)),
      until: clock(minutesOf(end, timeZone)),
      practitioner: practitioner?.id ?? '',
      location: location?.id ?? '',
    },
    description,
  }
}

/** Undefined where nothing is changed, or to a time that is none. */
function changesIn({ time, description, before }: Typed, timeZone: string): Move['to'] | undefined {
  const { day, from, until, practitioner, location } = time
  const was = before.time
  const isMoved = day !== was.day || from !== was.from || until !== was.until
  const instants = instantsOf(time, timeZone)
  if (isMoved && instants === undefined) return undefined
  const to = {
    ...(isMoved && instants),
    ...(practitioner !== was.practitioner && { practitioner }),
    ...(location !== was.location && { location: location === '' ? null : location }),
    ...(description !== before.description && { description }),
  }
  return Object.keys(to).length === 0 ? undefined : to
}
