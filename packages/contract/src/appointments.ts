import { z } from 'zod'
import { aboutPatient } from './about-patient.ts'
import { id } from './id.ts'
import { givenInstant } from './instant.ts'
import { changedMeanwhile, edit } from './meanwhile.ts'
import { openAct } from './open-act.ts'
import type { Operation } from './operation.ts'
import { named } from './people.ts'
import { problem, refusals } from './problem.ts'
import { text, words } from './text.ts'

const instant = z.iso.datetime()

/** FHIR's words. */
const status = z.enum(['booked', 'arrived', 'fulfilled', 'cancelled', 'noshow'])

export const appointment = z.object({
  id: z.string(),
  start: instant,
  end: instant,
  patient: aboutPatient,
  practitioner: named.nullable(),
  /** Who booked it. */
  author: named.nullable(),
  location: named.nullable(),
  status,
  description: z.string(),
  /** Raised by every change: what `If-Match` names. */
  version: z.number(),
})
export type Appointment = z.infer<typeof appointment>

/**
 * A slot that is taken in a calendar one may view, by a patient one may not reach: when, with whom and where, and
 * nothing else.
 */
export const busySlot = z.object({
  busy: z.literal(true),
  start: instant,
  end: instant,
  practitioner: named,
  location: named.nullable(),
})
export type BusySlot = z.infer<typeof busySlot>

export const calendar = z.object({
  appointments: z.array(appointment),
  busy: z.array(busySlot),
  /**
   * With a filter by practitioner or location: how many more appointments in reach lie there without it, cancelled ones
   * aside. What is out of reach is counted nowhere.
   */
  hiddenByFilter: z.number().optional(),
})
export type Calendar = z.infer<typeof calendar>

export const appointmentInFull = appointment.extend({
  cancelledBecause: z.string().nullable(),
  edited: edit.nullable(),
  /** What may follow what it is at, as long as its time allows it: who may `edit` says so. */
  next: z.array(status.exclude(['cancelled'])),
  /** `edit` and `cancel`. */
  acts: z.array(openAct),
})
export type AppointmentInFull = z.infer<typeof appointmentInFull>

/** Somebody whose calendar one may look into. */
const calendarOf = z.object({
  practitioner: named,
  /** Whether one may book there, for a patient whom nothing keeps from it. */
  mayBook: z.boolean(),
})
export const calendars = z.object({ calendars: z.array(calendarOf) })
export type Calendars = z.infer<typeof calendars>

/** What an appointment is at after it was written to. */
export const savedAppointment = appointment.pick({ id: true, version: true, status: true })
export type SavedAppointment = z.infer<typeof savedAppointment>

const hour = 3_600_000

/** The longest stretch of a calendar that is shown at once: two months. */
export const longestRange = 62 * 24 * hour
/** The longest appointment that is booked. */
export const longestAppointment = 24 * hour

const range = z
  .object({
    /** Both are needed unless a patient is named, whose appointments may all be asked for. */
    from: givenInstant.optional(),
    /** Exclusive. */
    until: givenInstant.optional(),
    practitioner: id.optional(),
    location: id.optional(),
    /** The appointments of this patient alone. What others take is not among them. */
    patient: id.optional(),
  })
  .refine(
    ({ from, until, patient }) => patient !== undefined || (from !== undefined && until !== undefined),
    {
      path: ['from'],
      error: 'give `from` and `until`, or a patient',
    },
  )
  .refine(
    ({ from, until }) => from === undefined || until === undefined || Date.parse(from) < Date.parse(until),
    {
      path: ['until'],
      error: 'it lies behind `from`',
    },
  )
  .refine(
    ({ from, until, patient }) =>
      patient !== undefined ||
      from === undefined ||
      until === undefined ||
      Date.parse(until) - Date.parse(from) <= longestRange,
    { path: ['until'], error: 'it lies at most 62 days behind `from`' },
  )

const description = text(2000)
/** That an admin means to widen their own access to the patient. */
const confirmed = z.boolean().default(false)
const params = z.object({ id })

const booking = z
  .object({
    patient: id,
    practitioner: id.optional(),
    start: givenInstant,
    end: givenInstant,
    location: id.nullable().default(null),
    description: description.default(''),
    confirmed,
  })
  .refine(({ start, end }) => Date.parse(start) < Date.parse(end), {
    path: ['end'],
    error: 'it lies behind `start`',
  })
  .refine(({ start, end }) => Date.parse(end) - Date.parse(start) <= longestAppointment, {
    path: ['end'],
    error: 'it lies at most 24 hours behind `start`',
  })

const writes = { 400: problem, 404: problem, 409: problem, ...refusals }
const onVersion = { 412: changedMeanwhile, 428: problem }

export const appointmentOperations = {
  listAppointments: {
    method: 'GET',
    path: '/api/appointments',
    summary:
      'The appointments of some days, or of a patient; in a calendar those of patients out of reach are times that are taken, and no more',
    needs: { kind: 'appointment', act: 'view' },
    effect: 'looks',
    query: range,
    endings: { 200: calendar, 400: problem, 422: problem, ...refusals },
  },
  listCalendars: {
    method: 'GET',
    path: '/api/calendars',
    summary: 'The practitioners whose calendars one may look into, and in which of them one may book',
    needs: { kind: 'appointment', act: 'view' },
    effect: 'looks',
    endings: { 200: calendars, ...refusals },
  },
  readAppointment: {
    method: 'GET',
    path: '/api/appointments/:id',
    summary: 'An appointment, and what may be done with it',
    needs: { kind: 'appointment', act: 'view' },
    effect: 'looks',
    params,
    endings: { 200: appointmentInFull, 400: problem, 404: problem, ...refusals },
  },
  bookAppointment: {
    method: 'POST',
    path: '/api/appointments',
    summary: 'Book an appointment with oneself, the practitioner one acts for, or a colleague',
    needs: { kind: 'appointment', act: 'create' },
    effect: 'changes',
    body: booking,
    endings: { 201: savedAppointment, 422: problem, ...writes },
  },
  changeAppointment: {
    method: 'PATCH',
    path: '/api/appointments/:id',
    summary: 'Move an appointment to another time, place or practitioner, or describe it otherwise',
    needs: { kind: 'appointment', act: 'edit' },
    effect: 'changes',
    params,
    body: z.object({
      practitioner: id.optional(),
      start: givenInstant.optional(),
      end: givenInstant.optional(),
      location: id.nullable().optional(),
      description: description.optional(),
      confirmed,
    }),
    ifMatch: true,
    endings: { 200: savedAppointment, 422: problem, ...writes, ...onVersion },
  },
  setAppointmentStatus: {
    method: 'PUT',
    path: '/api/appointments/:id/status',
    summary: 'Say that a patient arrived, was seen, or did not come, or take that back',
    needs: { kind: 'appointment', act: 'edit' },
    effect: 'changes',
    params,
    body: z.object({ status: status.exclude(['cancelled']), confirmed }),
    ifMatch: true,
    endings: { 200: savedAppointment, 422: problem, ...writes, ...onVersion },
  },
  cancelAppointment: {
    method: 'POST',
    path: '/api/appointments/:id/cancel',
    summary: 'Cancel an appointment, with a reason',
    needs: { kind: 'appointment', act: 'cancel' },
    effect: 'changes',
    params,
    body: z.object({ reason: words(2000), confirmed }),
    ifMatch: true,
    endings: { 200: savedAppointment, ...writes, ...onVersion },
  },
} as const satisfies Record<string, Operation>
