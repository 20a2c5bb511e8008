import { Button } from '@mantine/core'
import type { AppointmentInFull } from '@rolecall/contract'
import { useRef } from 'react'
import { call } from '../api/call.ts'
import classes from './dialogs.module.css'
import { NotChanged } from './not-changed.tsx'
import { sayWords } from './status-words.ts'
import { type Confirmable, useCalendarChange } from './use-calendar-change.ts'

interface StatusChange {
  readonly appointment: Pick<AppointmentInFull, 'id' | 'version'>
  readonly status: AppointmentInFull['next'][number]
}

/** What the patient did: one press, and taken back by another. */
export function StatusButtons({ appointment }: { readonly appointment: AppointmentInFull }) {
  const buttons = useRef<HTMLFieldSetElement>(null)
  const say = useCalendarChange(
    ({ appointment: { id, version }, status, confirmed }: Confirmable<StatusChange>) =>
      call('PUT /api/appointments/:id/status', { params: { id }, version, body: { status, confirmed } }),
    // The button that was pressed is gone, and the keyboard goes on beside it.
    () => buttons.current?.focus(),
  )
  const isOver = appointment.status === 'fulfilled' || appointment.status === 'noshow'
  return (
    <fieldset ref={buttons} tabIndex={-1} className={classes.statuses}>
      <legend>Change status</legend>
      {say.isError && !say.isPending && (
        <NotChanged
          error={say.error}
          what="The status hasn’t changed"
          confirm={() => say.mutate({ ...say.variables, appointment, confirmed: true })}
        />
      )}
      <div className={classes.actions}>
        {appointment.next.map((status) => (
          <Button
            key={status}
            variant={isOver || status === 'booked' ? 'subtle' : 'light'}
            loading={say.isPending && say.variables.status === status}
            disabled={say.isPending}
            onClick={() => say.mutate({ appointment, status, confirmed: false })}
          >
            {sayWords(appointment.status, status)}
          </Button>
        ))}
      </div>
    </fieldset>
  )
}
