import { ActionIcon, Button, Skeleton } from '@mantine/core'
import { useHotkeys, useMediaQuery } from '@mantine/hooks'
import type { Me } from '@rolecall/contract'
import { IconAdjustments, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { keepPrevious, queryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useLocations } from '../api/use-locations.ts'
import { useMe } from '../api/use-me.ts'
import { useTimeZone } from '../api/use-time-zone.ts'
import { Closed } from '../chart/closed.tsx'
import { Page } from '../explain/page.tsx'
import {
  clock,
  type Day,
  daysOn,
  dayTitle,
  instantAt,
  midnight,
  minutesOf,
  mondayOf,
  shortDay,
  today,
} from '../ui/days.ts'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { NotSaved } from '../ui/not-saved.tsx'
import { isKept, useKeptOpen } from '../ui/use-draft.ts'
import { AppointmentDialog } from './appointment-dialog.tsx'
import { BookingDialog, type BookingPlace } from './booking-dialog.tsx'
import { CalendarFilters } from './calendar-filters.tsx'
import { CalendarHead } from './calendar-head.tsx'
import classes from './calendar-page.module.css'
import type { CalendarSearch } from './calendar-search.ts'
import { dayColumns, weekColumns } from './columns.tsx'
import { DayGrid } from './day-grid.tsx'
import { nameOf } from './name-of.ts'
import { SettingsDialog } from './settings-dialog.tsx'
import { useMove } from './use-calendar-change.ts'
import { useCalendarSettings } from './use-calendar-settings.ts'
import { useCalendars } from './use-calendars.ts'

const route = getRouteApi('/shell/calendar')

/** Under this name a booking is kept that was begun here. */
const booking = 'booking'

/** Who is booked when: a day by practitioner, or a week. */
export function CalendarPage() {
  const me = useMe()
  return (
    <Page
      title="Calendar"
      isOpen={me.open.includes('listAppointments')}
      closed={{ what: 'the calendar', kind: 'appointment', act: 'view' }}
      help={{
        title: 'Calendar',
        page: [
          'The day view has a column for each practitioner whose calendar you can see; the week view has a column for each day. Select an appointment to view, move or cancel it, or to mark the patient as arrived. Select an empty time to book.',
          'A hatched time is taken by a patient you can’t see. It’s shown so that no one double-books; nothing else about it is shown.',
          'Mouse: drag an appointment to another time or practitioner. Keyboard: open it with Enter and choose Move or edit. T: today. Left and right arrow keys: previous and next day or week.',
        ],
        uses: ['busy', 'reach', 'patient', 'teamAccess', 'filter', 'actingFor'],
      }}
    >
      <Open key={viewerKey(me)} me={me} />
    </Page>
  )
}

function Open({ me }: { readonly me: Me }) {
  const viewer = viewerKey(me)
  const timeZone = useTimeZone()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const day = search.day ?? today(timeZone)
  const [settings, changeSettings] = useCalendarSettings()
  const [isSetting, setIsSetting] = useState(false)
  const isWeek = (search.view ?? settings.view) === 'week'
  /** The address says only what is not the rule for whoever reads it. */
  const viewAs = (view: 'day' | 'week') => (view === settings.view ? undefined : view)
  const monday = mondayOf(day)
  const isNarrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const { people, bookable, isKnown, ...unknown } = useCalendars(me)
  const places = [...useLocations().values()]
  // Where there is room for one, it is one's own, or the first.
  const alone = people.find(({ id }) => id === me.member.id)?.id ?? people[0]?.id
  const practitioner = search.practitioner ?? (isNarrow ? alone : undefined)
  const isFiltered = search.practitioner !== undefined || search.location !== undefined
  const question = queryOf('GET /api/appointments', viewer, {
    query: {
      from: midnight(isWeek ? monday : day, timeZone),
      until: midnight(daysOn(isWeek ? monday : day, isWeek ? 7 : 1), timeZone),
      practitioner,
      location: search.location,
    },
  })
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    ...question,
    // In a narrow window it is the calendar of one person.
    enabled: practitioner !== undefined || isKnown || !isNarrow,
    // The days before stay until the next are there.
    placeholderData: keepPrevious(viewer),
  })
  const retry = useAskAgain(question.queryKey)
  const isEmpty =
    data !== undefined &&
    !isPlaceholderData &&
    data.appointments.length + data.busy.length + (data.hiddenByFilter ?? 0) === 0
  // Where somebody pointed at to book.
  const [place, setPlace] = useState<BookingPlace>()
  const [isBooking, setIsBooking] = useKeptOpen(viewer, booking)
  const bookAt = (next: BookingPlace | undefined): void => {
    setPlace(next)
    setIsBooking(true)
  }
  const move = useMove(() => {})
  const [moved, setMoved] = useState<string>()
  const go = (next: { readonly [Name in keyof CalendarSearch]?: CalendarSearch[Name] | undefined }): void =>
    void navigate({
      search: (now) =>
        Object.fromEntries(
          Object.entries({ ...now, ...next }).filter(([, value]) => value !== undefined && value !== ''),
        ),
      resetScroll: false,
    })
  const turn = (by: number): void => go({ day: daysOn(day, by * (isWeek ? 7 : 1)) })
  const isFree = (): boolean => document.querySelector('[aria-modal=true]') === null
  useHotkeys([
    ['t', () => isFree() && go({ day: undefined })],
    ['ArrowLeft', () => isFree() && turn(-1)],
    ['ArrowRight', () => isFree() && turn(1)],
  ])
  const mayBook = me.open.includes('bookAppointment') && (bookable.length > 0 || !isKnown)
  const isBookable = (id: string | undefined): boolean =>
    id === undefined ? bookable.length > 0 : bookable.some((one) => one.id === id)
  const isOwn = (id: string): boolean => id === me.member.id || id === me.actingFor?.id
  const seen = { data: data ?? { appointments: [], busy: [] }, timeZone, practitioner, isBookable }
  const openDay = (one: Day): void => go({ day: one, view: viewAs('day') })
  const { columns, left } = isWeek
    ? { columns: weekColumns({ ...seen, monday, weekend: settings.weekend, openDay }), left: 0 }
    : dayColumns({ ...seen, day, people, own: isOwn })
  return (
    <>
      <CalendarHead
        title={`${isWeek ? weekTitle(monday) : dayTitle(day)}${isEmpty ? ', no appointments' : ''}`}
        unit={isWeek ? 'week' : 'day'}
        isToday={day === today(timeZone)}
        turn={turn}
        goToday={() => go({ day: undefined })}
      />
      <div className={classes.bar}>
        <CalendarFilters
          day={day}
          view={isWeek ? 'week' : 'day'}
          practitioner={practitioner}
          location={search.location}
          people={people}
          places={places}
          mayShowAll={!isNarrow}
          change={({ view, ...next }) => go({ ...next, ...(view !== undefined && { view: viewAs(view) }) })}
        />
        <ActionIcon
          className={classes.settings}
          variant="default"
          size={36}
          aria-label="Calendar settings"
          onClick={() => setIsSetting(true)}
        >
          <IconAdjustments size={18} />
        </ActionIcon>
        {mayBook && (
          <Button leftSection={<IconPlus size={17} aria-hidden="true" />} onClick={() => bookAt(undefined)}>
            {isKept(viewer, booking) ? 'Continue booking' : 'Book'}
          </Button>
        )}
      </div>
      {!mayBook && (
        <div className={classes.closed}>
          <Closed
            label="Book"
            why={
              me.open.includes('bookAppointment')
                ? 'you can’t book in any practitioner’s calendar'
                : 'your roles don’t include booking appointments'
            }
            question={{ kind: 'appointment', act: 'create' }}
            what="book appointments"
          />
        </div>
      )}
      {data?.hiddenByFilter !== undefined && data.hiddenByFilter > 0 && isFiltered && (
        <p className={classes.hidden} role="status">
          <span>{data.hiddenByFilter} hidden</span>
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => go({ practitioner: undefined, location: undefined })}
          >
            Clear filter
          </Button>
        </p>
      )}
      {move.isError && !move.isPending && (
        <div className={classes.notice}>
          <NotSaved
            error={move.error}
            means="The appointment hasn’t moved."
            confirm={() => move.mutate({ ...move.variables, confirmed: true })}
            dismiss={move.reset}
          />
        </div>
      )}
      <p className={classes.unseen} role="status">
        {moved}
      </p>
      {content()}
      {left > 0 && data !== undefined && (
        <p className={classes.zone}>
          You can see {left} more calendars, with no appointments on this day. Choose one above to show it.
        </p>
      )}
      <p className={classes.zone}>{zoneSentence(timeZone)}</p>
      <AppointmentDialog
        id={search.open}
        people={bookable}
        places={places}
        close={() => go({ open: undefined })}
      />
      <SettingsDialog
        isOpen={isSetting}
        close={() => setIsSetting(false)}
        settings={settings}
        change={changeSettings}
      />
      <BookingDialog
        isOpen={isBooking}
        keptAs={booking}
        place={place ?? { day, minutes: 9 * 60, practitioner }}
        isPointedAt={place !== undefined}
        people={bookable}
        places={places}
        close={() => setIsBooking(false)}
      />
    </>
  )

  function content() {
    if (data === undefined || !isKnown) {
      if (error) return <Trouble what="the calendar" error={error} busy={isFetching} retry={retry} />
      if (!isKnown && unknown.error)
        return <Trouble what="the calendar" error={unknown.error} busy={false} retry={unknown.askAgain} />
      return (
        <div aria-busy="true">
          <SlowNotice what="the calendar" retry={retry} />
          <Skeleton height={720} radius="lg" />
        </div>
      )
    }
    return (
      <div aria-busy={isPlaceholderData} className={classes.content}>
        {error && (
          <div className={classes.notice}>
            <Trouble what="the latest calendar" error={error} busy={isFetching} retry={retry} />
          </div>
        )}
        {people.length === 0 && columns.length === 0 ? (
          <div className={classes.none}>
            <p>
              You can’t see any practitioner’s calendar. You need a role that includes appointments, and
              access to a practitioner’s patients.
            </p>
            <Closed
              label="See appointments"
              why="your roles and team access decide whose calendars you see"
              question={{ kind: 'appointment', act: 'view' }}
              what="see appointments"
            />
          </div>
        ) : (
          <DayGrid
            columns={columns}
            hours={settings}
            open={({ id }) => go({ open: id })}
            bookAt={
              mayBook
                ? ({ column, minutes }) =>
                    bookAt({ day: column.day, minutes, practitioner: column.practitioner ?? practitioner })
                : undefined
            }
            move={(appointment, { column, minutes }) => {
              const length = Date.parse(appointment.end) - Date.parse(appointment.start)
              const start = instantAt(column.day, minutes, timeZone)
              const isOther =
                column.practitioner !== undefined && column.practitioner !== appointment.practitioner?.id
              move.mutate(
                {
                  appointment,
                  to: {
                    start,
                    end: new Date(Date.parse(start) + length).toISOString(),
                    ...(isOther && { practitioner: column.practitioner }),
                  },
                  confirmed: false,
                },
                {
                  onSuccess: () =>
                    setMoved(`${nameOf(appointment.patient)} moved to ${clock(minutes)}, ${column.label}`),
                },
              )
            }}
          />
        )}
      </div>
    )
  }
}

function weekTitle(monday: Day): string {
  const sunday = daysOn(monday, 6)
  return `${shortDay(monday)} to ${shortDay(sunday)} ${sunday.slice(0, 4)}`
}

/** Whose clock the times are of, and that this computer shows another where it does. */
function zoneSentence(timeZone: string): string {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  const now = new Date().toISOString()
  const isSame = own === timeZone || minutesOf(now, own) === minutesOf(now, timeZone)
  const sentence = `Times are in the practice’s time zone (${timeZone}).`
  return isSame ? sentence : `${sentence} This computer is set to ${own}.`
}
