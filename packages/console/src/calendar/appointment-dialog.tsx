import { Button, Modal, Skeleton, Textarea } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { AppointmentInFull, Location, Named } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import { meanwhileOf } from '../api/meanwhile.ts'
import { eyesOf } from '../api/questions.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { Closed } from '../chart/closed.tsx'
import { ChangedBy } from '../shell/changed-by.tsx'
import { clock, dayOf, minutesOf } from '../shell/days.ts'
import { NotSaved } from '../shell/not-saved.tsx'
import { Trouble } from '../shell/trouble.tsx'
import { isKept, useKept } from '../shell/use-kept.ts'
import { useMe } from '../shell/use-me.ts'
import { useTimeZone } from '../shell/use-time-zone.ts'
import { useWhen } from '../shell/use-when.ts'
import classes from './dialogs.module.css'
import { nameOf } from './name-of.ts'
import {
  askAppointment,
  cancelAppointment,
  type Move,
  moveAppointment,
  type Said,
  sayStatus,
} from './questions.ts'
import { sayWords, statusWords } from './status-words.ts'
import { instantsOf, TimeFields, type TypedTime } from './time-fields.tsx'
import { useCalendarChange } from './use-calendar-change.ts'

interface AppointmentDialogProps {
  /** Undefined: closed. */
  readonly id: string | undefined
  readonly people: readonly Named[]
  readonly places: readonly Location[]
  readonly close: () => void
}

/** An appointment: to read, and to move or cancel where that is open. */
export function AppointmentDialog({ id, people, places, close }: AppointmentDialogProps) {
  const isNarrow = useMediaQuery('(max-width: 36em)')
  return (
    <Modal.Root opened={id !== undefined} onClose={close} size={540} fullScreen={isNarrow} centered>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content classNames={{ content: classes.surface }}>
        {/* The page has its banner already. */}
        <Modal.Header role="presentation" className={classes.surface}>
          <Modal.Title className={classes.title}>Appointment</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </Modal.Header>
        <Modal.Body>
          {id !== undefined && <Loaded key={id} id={id} people={people} places={places} close={close} />}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function Loaded({ id, ...others }: AppointmentDialogProps & { readonly id: string }) {
  const question = askAppointment(eyesOf(useMe()), id)
  const { data, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  if (data === null) return <p>No appointment here is within your reach.</p>
  if (data) return <Details appointment={data} {...others} />
  if (error) return <Trouble what="the appointment" error={error} busy={isFetching} retry={retry} />
  return <Skeleton height={190} aria-busy="true" />
}

interface DetailsProps extends Omit<AppointmentDialogProps, 'id'> {
  readonly appointment: AppointmentInFull
}

function Details({ appointment, people, places, close }: DetailsProps) {
  const { id, patient, practitioner, location, start, end, status, description, edited } = appointment
  const { dayInWords, timeInWords, whenInWords } = useWhen()
  const me = useMe()
  // What was begun and not sent is what one comes back to.
  const [does, setDoes] = useState<'move' | 'cancel' | undefined>(() =>
    (['move', 'cancel'] as const).find((one) => isKept(eyesOf(me), `${one} ${id}`)),
  )
  const edit = appointment.acts.find(({ act }) => act === 'edit')
  const cancel = appointment.acts.find(({ act }) => act === 'cancel')
  const isAhead = status === 'booked' || status === 'arrived'
  return (
    <div className={classes.details}>
      <dl className={classes.facts}>
        <dt>Patient</dt>
        <dd>
          <Link to="/patients/$patient" params={{ patient: patient.id }} className={classes.link}>
            {nameOf(patient)}
          </Link>
        </dd>
        <dt>When</dt>
        <dd>
          {dayInWords(start)}, {timeInWords(start)}–{timeInWords(end)}
        </dd>
        <dt>With</dt>
        <dd>{practitioner?.name ?? 'Nobody'}</dd>
        <dt>At</dt>
        <dd>{location?.name ?? 'No location'}</dd>
        {description !== '' && (
          <>
            <dt>What for</dt>
            <dd>{description}</dd>
          </>
        )}
        <dt>State</dt>
        <dd aria-live="polite">
          {statusWords[status]}
          {appointment.cancelledBecause !== null && `: ${appointment.cancelledBecause}`}
        </dd>
        {edited && (
          <>
            <dt>Last changed</dt>
            <dd>
              {edited.by.name}, {whenInWords(edited.at)}
            </dd>
          </>
        )}
      </dl>
      {me.open.includes('listAudit') && (
        <Link to="/activity" search={{ record: id }} className={classes.link}>
          What was done with it, and by whom
        </Link>
      )}
      {does === 'move' && (
        <MoveForm
          appointment={appointment}
          people={people}
          places={places}
          close={close}
          back={() => setDoes(undefined)}
        />
      )}
      {does === 'cancel' && (
        <CancelForm appointment={appointment} close={close} back={() => setDoes(undefined)} />
      )}
      {does === undefined && edit?.open && appointment.next.length > 0 && (
        <StatusButtons appointment={appointment} />
      )}
      {does === undefined && isAhead && (
        <div className={classes.actions}>
          {edit?.open && <Button onClick={() => setDoes('move')}>Move or change</Button>}
          {cancel?.open && (
            <Button variant="default" onClick={() => setDoes('cancel')}>
              Cancel the appointment
            </Button>
          )}
        </div>
      )}
      {does === undefined && isAhead && (edit?.open === false || cancel?.open === false) && (
        <div className={classes.shut}>
          {edit?.open === false && (
            <Closed
              label="Move or change, or say how it went"
              why={edit.why}
              question={{ kind: 'appointment', act: 'edit', record: id }}
              what="change this appointment"
            />
          )}
          {cancel?.open === false && (
            <Closed
              label="Cancel"
              why={cancel.why}
              question={{ kind: 'appointment', act: 'cancel', record: id }}
              what="cancel this appointment"
            />
          )}
        </div>
      )}
    </div>
  )
}

interface FormProps {
  readonly appointment: AppointmentInFull
  readonly close: () => void
  readonly back: () => void
}

interface TypedMove {
  readonly time: TypedTime
  readonly description: string
}

function MoveForm({
  appointment,
  people,
  places,
  close,
  back,
}: FormProps & Pick<DetailsProps, 'people' | 'places'>) {
  const { practitioner } = appointment
  const timeZone = useTimeZone()
  const [typed, keep] = useKept<TypedMove>(eyesOf(useMe()), `move ${appointment.id}`)
  const time: TypedTime = typed?.time ?? {
    day: dayOf(appointment.start, timeZone),
    from: clock(minutesOf(appointment.start, timeZone)),
    until: clock(minutesOf(appointment.end, timeZone)),
    practitioner: practitioner?.id ?? '',
    location: appointment.location?.id ?? '',
  }
  const description = typed?.description ?? appointment.description
  const known =
    practitioner === null || people.some(({ id }) => id === practitioner.id)
      ? people
      : [practitioner, ...people]
  const save = useCalendarChange(
    (given: Move) => moveAppointment(given),
    () => {
      keep(undefined)
      close()
    },
  )
  const instants = instantsOf(time, timeZone)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (instants === undefined) return
    save.mutate({
      appointment,
      to: {
        ...instants,
        ...(time.practitioner !== practitioner?.id && { practitioner: time.practitioner }),
        ...(time.location !== (appointment.location?.id ?? '') && {
          location: time.location === '' ? null : time.location,
        }),
        ...(description !== appointment.description && { description }),
      },
    })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      {save.isError && !save.isPending && (
        <Failed error={save.error} what="The appointment stays where it was" />
      )}
      <TimeFields
        typed={time}
        change={(next) => keep({ time: next, description })}
        people={known}
        places={places}
      />
      <Textarea
        label="What for"
        maxLength={2000}
        rows={2}
        value={description}
        onChange={(event) => keep({ time, description: event.currentTarget.value })}
      />
      <div className={classes.actions}>
        <Button type="submit" loading={save.isPending} disabled={instants === undefined}>
          Save the change
        </Button>
        <Button
          variant="default"
          onClick={() => {
            keep(undefined)
            back()
          }}
        >
          Back
        </Button>
      </div>
    </form>
  )
}

function CancelForm({ appointment, close, back }: FormProps) {
  const [reason = '', keep] = useKept<string>(eyesOf(useMe()), `cancel ${appointment.id}`)
  const save = useCalendarChange(
    (why: string) => cancelAppointment(appointment, why),
    () => {
      keep(undefined)
      close()
    },
  )
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (reason.trim() !== '') save.mutate(reason)
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      {save.isError && !save.isPending && (
        <Failed error={save.error} what="The appointment is not cancelled" />
      )}
      <Textarea
        label="Why is it cancelled?"
        data-autofocus
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={(event) => keep(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button type="submit" color="red" loading={save.isPending} disabled={reason.trim() === ''}>
          Cancel it
        </Button>
        <Button
          variant="default"
          onClick={() => {
            keep(undefined)
            back()
          }}
        >
          Back
        </Button>
      </div>
    </form>
  )
}

/** What the patient did: one press, and taken back by another. */
function StatusButtons({ appointment }: { readonly appointment: AppointmentInFull }) {
  const buttons = useRef<HTMLFieldSetElement>(null)
  const say = useCalendarChange(
    (said: Said) => sayStatus(said),
    // The button that was pressed is gone, and the keyboard goes on beside it.
    () => buttons.current?.focus(),
  )
  const isOver = appointment.status === 'fulfilled' || appointment.status === 'noshow'
  return (
    <fieldset ref={buttons} tabIndex={-1} className={classes.statuses}>
      <legend>{isOver ? 'Was that a mistake?' : 'How did it go?'}</legend>
      {say.isError && !say.isPending && <Failed error={say.error} what="The appointment is as it was" />}
      <div className={classes.actions}>
        {appointment.next.map((status) => (
          <Button
            key={status}
            variant={isOver || status === 'booked' ? 'subtle' : 'light'}
            loading={say.isPending && say.variables.status === status}
            disabled={say.isPending}
            onClick={() => say.mutate({ appointment, status })}
          >
            {sayWords(appointment.status, status)}
          </Button>
        ))}
      </div>
    </fieldset>
  )
}

const fieldWords: Readonly<Record<string, string>> = {
  practitioner: 'with whom it is',
  start: 'when it begins',
  end: 'when it ends',
  location: 'where it is',
  description: 'what it is for',
  status: 'its state',
}

function Failed({ error, what }: { readonly error: Error; readonly what: string }) {
  const stale = meanwhileOf(error)
  if (stale === undefined) return <NotSaved error={error} means={`${what}, and nothing you typed is lost.`} />
  return (
    <div role="alert" className={classes.meanwhile}>
      <p>The appointment changed meanwhile:</p>
      <ChangedBy edits={stale} words={fieldWords} />
      <p>Above is how it is now. What you chose is still here, to send again.</p>
    </div>
  )
}
