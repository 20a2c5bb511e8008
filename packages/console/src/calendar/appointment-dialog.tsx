import { Button, Modal, Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { AppointmentInFull, Location, Named } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { queryWithFallback, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { Closed } from '../chart/closed.tsx'
import { Trouble } from '../ui/load-error.tsx'
import { isKept } from '../ui/use-draft.ts'
import { useWhen } from '../ui/use-when.ts'
import { CancelForm } from './cancel-form.tsx'
import classes from './dialogs.module.css'
import { MoveForm } from './move-form.tsx'
import { nameOf } from './name-of.ts'
import { StatusButtons } from './status-buttons.tsx'
import { statusWords } from './status-words.ts'

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
  const question = queryWithFallback(
    'GET /api/appointments/:id',
    viewerKey(useMe()),
    { params: { id } },
    { on: [404], answer: null },
  )
  const { data, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  if (data === null) return <p>Appointment not found, or you don’t have access.</p>
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
    (['move', 'cancel'] as const).find((one) => isKept(viewerKey(me), `${one} ${id}`)),
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
        <dt>Practitioner</dt>
        <dd>{practitioner?.name ?? 'No practitioner'}</dd>
        <dt>Location</dt>
        <dd>{location?.name ?? 'No location'}</dd>
        {description !== '' && (
          <>
            <dt>Reason for visit</dt>
            <dd>{description}</dd>
          </>
        )}
        <dt>Status</dt>
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
          History
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
          {edit?.open && <Button onClick={() => setDoes('move')}>Move or edit</Button>}
          {cancel?.open && (
            <Button variant="default" onClick={() => setDoes('cancel')}>
              Cancel appointment
            </Button>
          )}
        </div>
      )}
      {does === undefined && isAhead && (edit?.open === false || cancel?.open === false) && (
        <div className={classes.shut}>
          {edit?.open === false && (
            <Closed
              label="Move, edit or change status"
              why={edit.why}
              question={{ kind: 'appointment', act: 'edit', record: id }}
              what="edit this appointment"
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
