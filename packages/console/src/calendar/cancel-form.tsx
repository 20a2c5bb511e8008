import { Button, Textarea } from '@mantine/core'
import type { AppointmentInFull } from '@rolecall/contract'
import type { FormEvent } from 'react'
import { eyesOf } from '../api/queries.ts'
import { useMe } from '../api/use-me.ts'
import { useKept } from '../ui/use-draft.ts'
import classes from './dialogs.module.css'
import { NotChanged } from './not-changed.tsx'
import { type Asked, cancelAppointment } from './queries.ts'
import { useCalendarChange } from './use-calendar-change.ts'

interface CancelFormProps {
  readonly appointment: AppointmentInFull
  readonly close: () => void
  readonly back: () => void
}

/** Cancels an appointment, with a reason. */
export function CancelForm({ appointment, close, back }: CancelFormProps) {
  const [reason = '', keep] = useKept<string>(eyesOf(useMe()), `cancel ${appointment.id}`)
  const save = useCalendarChange(
    (why: Asked<{ readonly reason: string }>) => cancelAppointment(appointment, why),
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
