import { createdEnding, foundEnding, savedEnding } from '../access/endings.ts'
import { problem } from '../access/problem.ts'
import { responsibleFor } from '../access/record-owner.ts'
import type { HandlersOf } from '../request/handler.ts'
import { book } from './book.ts'
import { calendarOf, mostEntries } from './calendar.ts'
import { type Cancelled, cancel, change, isPast, isUnfit } from './change.ts'
import { type Clash, isClash } from './conflict.ts'
import { listCalendars } from './list-calendars.ts'
import { readAppointment } from './read-appointment.ts'
import { isMisplaced, type Misplaced, setStatus } from './set-status.ts'

type AppointmentOperation =
  | 'listAppointments'
  | 'listCalendars'
  | 'readAppointment'
  | 'bookAppointment'
  | 'changeAppointment'
  | 'setAppointmentStatus'
  | 'cancelAppointment'

export function appointmentHandlers(): HandlersOf<AppointmentOperation> {
  return {
    async listAppointments({ query: { from, until, ...asked } }, { door }) {
      const { practitioner, location, patient } = asked
      const body = await calendarOf(door, {
        from: dateOf(from),
        until: dateOf(until),
        practitioner,
        location,
        patient,
      })
      if (body === 'too-many')
        return problem(
          422,
          `more than ${mostEntries} lie between these two, ask for fewer days or for one practitioner`,
        )
      // Some view appointments and not their patients. Where there are none, the log tells whether the patient is out of reach.
      if (patient !== undefined && body.appointments.length === 0) await door.find('patient', patient)
      return { status: 200, body, records: body.appointments.map(({ id }) => id) }
    },
    async listCalendars(_, { door }) {
      return { status: 200, body: listCalendars(door), records: [] }
    },
    async readAppointment({ params: { id } }, { door }) {
      return foundEnding(await readAppointment(door, id), id)
    },
    async bookAppointment({ body: { practitioner: named, start, end, ...given } }, { door }) {
      const owner = responsibleFor(door, named)
      if ('wrong' in owner) return problem(422, owner.wrong)
      const times = { start: new Date(start), end: new Date(end) }
      const saved = await book(door, { ...given, ...times, practitioner: owner.id })
      return isClash(saved) ? clashEnding(saved) : createdEnding(saved)
    },
    async changeAppointment({ params: { id }, body: { confirmed: _, ...body }, version }, { door }) {
      const owner = body.practitioner === undefined ? undefined : responsibleFor(door, body.practitioner)
      if (owner !== undefined && 'wrong' in owner) return problem(422, owner.wrong)
      const saved = await change(
        door,
        { id, version },
        { ...body, start: dateOf(body.start), end: dateOf(body.end) },
      )
      if (isClash(saved)) return clashEnding(saved)
      return isUnfit(saved) ? problem(422, unfitWords[saved.unfit]) : keptEnding(saved, id)
    },
    async setAppointmentStatus({ params: { id }, body: { status }, version }, { door }) {
      const saved = await setStatus(door, { id, version }, status)
      if (isClash(saved)) return clashEnding(saved)
      if (isMisplaced(saved))
        return problem(saved.misplaced === 'too-early' ? 422 : 409, misplacedWords(saved))
      return keptEnding(saved, id)
    },
    async cancelAppointment({ params: { id }, body: { reason }, version }, { door }) {
      return keptEnding(await cancel(door, { id, version }, reason), id)
    },
  }
}

function keptEnding(saved: Cancelled, id: string) {
  return isPast(saved)
    ? problem(409, `this appointment is ${pastWords[saved.past]}, book another one`)
    : savedEnding(saved, id)
}

const pastWords = {
  booked: 'booked',
  arrived: 'under way',
  fulfilled: 'over',
  cancelled: 'cancelled',
  noshow: 'one that nobody came to',
}

function misplacedWords({ misplaced, status }: Misplaced): string {
  return misplaced === 'too-early'
    ? 'it has not begun yet, say this once it has'
    : `this appointment is ${pastWords[status]}, which this does not follow`
}

const unfitWords = {
  'ends-first': '`end` lies behind `start`, give both',
  'too-long': '`end` lies at most 24 hours behind `start`, give both',
}

/** Tells that the time is taken and never by whom: it may be somebody hidden. */
function clashEnding({ clash }: Clash) {
  return clash === 'taken'
    ? problem(409, 'the practitioner has something else at this time, choose another')
    : problem(422, 'there is no location under this id, name one of the practice')
}

function dateOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text)
}
