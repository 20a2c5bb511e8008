import { Skeleton } from '@mantine/core'
import type { Appointment, WholePatient } from '@rolecall/contract'
import { IconCalendarPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { eyesOf } from '../api/questions.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { dayOf } from '../calendar/days.ts'
import { askAppointmentsOf } from '../calendar/questions.ts'
import { statusWords } from '../calendar/status-words.ts'
import { SlowNotice, Trouble } from '../shell/trouble.tsx'
import { useMe } from '../shell/use-me.ts'
import { useTimeZone } from '../shell/use-time-zone.ts'
import { useWhen } from '../shell/use-when.ts'
import classes from './appointments-part.module.css'
import { Closed } from './closed.tsx'

/** Past ones beyond this many are shown on demand. */
const few = 10

/** The patient's appointments: what lies ahead, and what was, the latest first. */
export function AppointmentsPart({ patient }: { readonly patient: WholePatient }) {
  const me = useMe()
  const isOpen = me.open.includes('listAppointments')
  const question = askAppointmentsOf(eyesOf(me), patient.id)
  const { data, error, isFetching } = useQuery({ ...question, enabled: isOpen })
  const retry = useAskAgain(question.queryKey)
  const [now] = useState(() => Date.now())
  const [isWhole, setIsWhole] = useState(false)
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
      {me.open.includes('bookAppointment') ? (
        <Link to="/calendar" className={classes.book}>
          <IconCalendarPlus size={17} aria-hidden="true" />
          Book in the calendar
        </Link>
      ) : (
        <Closed
          label="Book"
          why="no role of yours lets you book appointments"
          question={{ kind: 'appointment', act: 'create' }}
          what="book appointments"
        />
      )}
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
    const ahead = data.filter(({ end }) => Date.parse(end) >= now)
    const past = data.filter(({ end }) => Date.parse(end) < now).reverse()
    return (
      <>
        {error && (
          <Trouble what="the appointments as they are now" error={error} busy={isFetching} retry={retry} />
        )}
        <Rows title="Ahead" none="Nothing that you may see lies ahead." appointments={ahead} />
        <Rows
          title="Past"
          none="Nothing that you may see lies behind."
          appointments={isWhole ? past : past.slice(0, few)}
        />
        {past.length > few && !isWhole && (
          <button type="button" className={classes.more} onClick={() => setIsWhole(true)}>
            Show all {past.length} past appointments
          </button>
        )}
      </>
    )
  }
}

interface RowsProps {
  readonly title: string
  /** What is said where there is none. */
  readonly none: string
  readonly appointments: readonly Appointment[]
}

function Rows({ title, none, appointments }: RowsProps) {
  return (
    <div>
      <h2 className={classes.title}>{title}</h2>
      {appointments.length === 0 ? (
        <p className={classes.none}>{none}</p>
      ) : (
        <ul className={classes.list} aria-label={title}>
          {appointments.map((appointment) => (
            <Row key={appointment.id} appointment={appointment} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Row({ appointment }: { readonly appointment: Appointment }) {
  const { id, start, end, practitioner, location, status, description } = appointment
  const timeZone = useTimeZone()
  const { dayInWords, timeInWords } = useWhen()
  return (
    <li className={classes.row} data-status={status}>
      <Link to="/calendar" search={{ day: dayOf(start, timeZone), open: id }} className={classes.when}>
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
