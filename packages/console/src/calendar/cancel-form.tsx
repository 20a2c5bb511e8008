import { Button, Textarea } from '@mantine/core'
import type { AppointmentInFull } from '@rolecall/contract'
import type { FormEvent } from 'react'
import { call } from '../api/call.ts'
import { viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { useKept } from '../ui/use-draft.ts'
import classes from './dialogs.module.css'
import { NotChanged } from './not-changed.tsx'
import { type Confirmable, useCalendarChange } from './use-calendar-change.ts'

interface CancelFormProps {
  readonly appointment: AppointmentInFull
  readonly close: () => void
  readonly back: () => void
}

/** Cancels an appointment, with a reason. */
export function CancelForm({ appointment, close, back }: CancelFormProps) {
  const [reason = '', keep] = useKept<string>(viewerKey(useMe()), `cancel ${appointment.id}`)
  const save = useCalendarChange(
    (body: Confirmable<{ readonly reason: string }>) =>
      call('POST /api/appointments/:id/cancel', {
        params: { id: appointment.id },
        version: appointment.version,
        body,
      }),
    () => {
      keep(undefined)
      close()
    },
  )
  const send = (confirmed: boolean): void => {
    if (reason.trim() !== '') save.mutate({ reason, confirmed })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    send(false)
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      {save.isError && !save.isPending && (
        <NotChanged error={save.error} what="The appointment isn’t cancelled" confirm={() => send(true)} />
      )}
      <Textarea
        label="Reason for cancelling"
        data-autofocus
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={(event) => keep(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
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
        <Button type="submit" color="red" loading={save.isPending} disabled={reason.trim() === ''}>
          Cancel appointment
        </Button>
      </div>
    </form>
  )
}
