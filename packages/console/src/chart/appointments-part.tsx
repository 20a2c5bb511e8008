import { Button, Skeleton } from '@mantine/core'
import type { Appointment, WholePatient } from '@rolecall/contract'
import { IconCalendarPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { eyesOf } from '../api/questions.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { dayOf, today } from '../calendar/days.ts'
import { statusWords } from '../calendar/status-words.ts'
import { SlowNotice, Trouble } from '../shell/trouble.tsx'
import { useMe } from '../shell/use-me.ts'
import classes from './appointments-part.module.css'
import { Closed } from './closed.tsx'
import { askAppointmentsOf } from './questions.ts'
import { dayInWords, timeInWords } from './when.ts'

const day = 86_400_000
/** As many days as the calendar shows at once. */
const stretch = 60

/** The patient's appointments, two months at a time, those around today first. */
export function AppointmentsPart({ patient }: { readonly patient: WholePatient }) {
  const me = useMe()
  const [moved, setMoved] = useState(0)
  const middle = new Date(`${today()}T00:00:00`).getTime()
  const from = new Date(middle + (moved - 0.5) * stretch * day).toISOString()
  const until = new Date(middle + (moved + 0.5) * stretch * day).toISOString()
  const isOpen = me.open.includes('listAppointments')
  const question = askAppointmentsOf(eyesOf(me), patient.id, from, until)
  const { data, error, isFetching } = useQuery({ ...question, enabled: isOpen })
  const retry = useAskAgain(question.queryKey)
  if (!isOpen) {
    return (
      <Closed
        label="View appointments"
        why="no role of yours opens appointments"
        question={{ kind: 'appointment', act: 'view' }}
        what="view appointments"
      />
    )
  }
  return (
    <section className={classes.all} aria-label="Appointments">
      <div className={classes.bar}>
        <Button variant="default" size="xs" onClick={() => setMoved(moved - 1)}>
          Earlier
        </Button>
        <span className={classes.range}>
          {dayInWords(from)} to {dayInWords(until)}
        </span>
        <Button variant="default" size="xs" onClick={() => setMoved(moved + 1)}>
          Later
        </Button>
        <Link to="/calendar" className={classes.book}>
          <IconCalendarPlus size={17} aria-hidden="true" />
          Book in the calendar
        </Link>
      </div>
      {content()}
    </section>
  )

  function content() {
    if (error && !data) {
      return <Trouble what="the appointments" error={error} busy={isFetching} retry={retry} />
    }
    if (!data) {
      return (
        <>
          <SlowNotice what="the appointments" retry={retry} />
          <Skeleton height={160} radius="lg" />
        </>
      )
    }
    if (data.length === 0) {
      return <p className={classes.none}>No appointment of theirs that you may see lies in these days.</p>
    }
    return (
      <ul className={classes.list}>
        {data.map((appointment) => (
          <Row key={appointment.id} appointment={appointment} />
        ))}
      </ul>
    )
  }
}

function Row({ appointment }: { readonly appointment: Appointment }) {
  const { id, start, end, practitioner, location, status, description } = appointment
  return (
    <li className={classes.row} data-status={status}>
      <Link to="/calendar" search={{ day: dayOf(start), open: id }} className={classes.when}>
        <strong>{dayInWords(start)}</strong> {timeInWords(start)}–{timeInWords(end)}
      </Link>
      <span>
        {practitioner?.name ?? 'Nobody'}
        {location && `, ${location.name}`}
      </span>
      <span className={classes.what}>{description}</span>
      <span className={classes.status}>{statusWords[status]}</span>
    </li>
  )
}
