import { Button, Skeleton } from '@mantine/core'
import type { Appointment, WholePatient } from '@rolecall/contract'
import { IconCalendarPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { queryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useLocations } from '../api/use-locations.ts'
import { useMe } from '../api/use-me.ts'
import { useTimeZone } from '../api/use-time-zone.ts'
import { statusWords } from '../calendar/status-words.ts'
import { useCalendars } from '../calendar/use-calendars.ts'
import { dayOf, today } from '../ui/days.ts'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { isKept, useKeptOpen } from '../ui/use-draft.ts'
import { useWhen } from '../ui/use-when.ts'
import classes from './appointments-part.module.css'
import { Closed } from './closed.tsx'

/** Past ones beyond this many are shown on demand. */
const few = 10

/** The patient's appointments: upcoming ones, then past ones, the latest first. */
export function AppointmentsPart({ patient }: { readonly patient: WholePatient }) {
  const me = useMe()
  const isOpen = me.open.includes('listAppointments')
  const question = queryOf('GET /api/appointments', viewerKey(me), { query: { patient: patient.id } })
  const { data, error, isFetching } = useQuery({ ...question, enabled: isOpen })
  const retry = useAskAgain(question.queryKey)
  const [now] = useState(() => Date.now())
  const [isWhole, setIsWhole] = useState(false)
  if (!isOpen) {
    return (
      <Closed
        label="View appointments"
        why="your roles don’t include viewing appointments"
        question={{ kind: 'appointment', act: 'view' }}
        what="view appointments"
      />
    )
  }
  return (
    <section className={classes.all} aria-label="Appointments">
      {me.open.includes('bookAppointment') ? (
        <Book patient={patient} />
      ) : (
        <Closed
          label="Book"
          why="your roles don’t include booking appointments"
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
    const ahead = data.appointments.filter(({ end }) => Date.parse(end) >= now)
    const past = data.appointments.filter(({ end }) => Date.parse(end) < now).reverse()
    return (
      <>
        {error && <Trouble what="the latest appointments" error={error} busy={isFetching} retry={retry} />}
        <Rows title="Upcoming" none="No upcoming appointments" appointments={ahead} />
        <Rows title="Past" none="No past appointments" appointments={isWhole ? past : past.slice(0, few)} />
        {past.length > few && !isWhole && (
          <button type="button" className={classes.more} onClick={() => setIsWhole(true)}>
            Show all {past.length} past appointments
          </button>
        )}
      </>
    )
  }
}

const BookingDialog = lazy(() =>
  import('../calendar/booking-dialog.tsx').then(({ BookingDialog }) => ({ default: BookingDialog })),
)

/** Books for this patient, with somebody of their care team where one may. */
function Book({ patient: { id, given, family, careTeam } }: { readonly patient: WholePatient }) {
  const me = useMe()
  const viewer = viewerKey(me)
  const timeZone = useTimeZone()
  const { bookable, isKnown } = useCalendars(me)
  const places = useLocations()
  const keptAs = `booking for ${id}`
  const [isOpen, setIsOpen] = useKeptOpen(viewer, keptAs)
  if (isKnown && bookable.length === 0) {
    return (
      <Closed
        label="Book"
        why="you can’t book in any practitioner’s calendar"
        question={{ kind: 'appointment', act: 'create' }}
        what="book appointments"
      />
    )
  }
  return (
    <div className={classes.bar}>
      <Button
        leftSection={<IconCalendarPlus size={17} aria-hidden="true" />}
        disabled={!isKnown}
        onClick={() => setIsOpen(true)}
      >
        {isKept(viewer, keptAs) ? 'Continue booking' : 'Book an appointment'}
      </Button>
      <Link to="/calendar" className={classes.calendar}>
        Open calendar
      </Link>
      {isOpen && isKnown && (
        <Suspense>
          <BookingDialog
            isOpen
            keptAs={keptAs}
            patient={{ value: id, label: `${given} ${family}`.trim() }}
            place={{
              day: today(timeZone),
              minutes: 9 * 60,
              practitioner: careTeam.find((one) => bookable.some((other) => other.id === one.id))?.id,
            }}
            isPointedAt={false}
            people={bookable}
            places={[...places.values()]}
            close={() => setIsOpen(false)}
          />
        </Suspense>
      )}
    </div>
  )
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
        {practitioner?.name ?? 'No practitioner'}
        {location && `, ${location.name}`}
      </span>
      <span className={classes.what}>{description}</span>
      <span className={classes.status}>{statusWords[status]}</span>
    </li>
  )
}
