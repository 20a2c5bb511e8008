import { z } from 'zod'
import { id } from './id.ts'
import { changedMeanwhile } from './meanwhile.ts'
import { openAct } from './open-act.ts'
import type { Operation } from './operation.ts'
import { named } from './people.ts'
import { problem, refusals } from './problem.ts'
import { text, words } from './text.ts'

export const patient = z.object({
  id: z.string(),
  family: z.string(),
  given: z.string(),
  /** As exact as it is known: `1984`, `1984-03` or `1984-03-07`; empty where it is not. */
  birthDate: z.string(),
  gender: z.string(),
  tags: z.array(z.string()),
  locations: z.array(z.string()),
  careTeam: z.array(named),
  /** Whether the chart is restricted to a list of people, and how much of it. */
  restricted: z.enum(['no', 'clinical', 'whole']),
})
export type Patient = z.infer<typeof patient>

export const patientPage = z.object({
  patients: z.array(patient),
  /** What to give as `after` for the page behind this one. */
  next: z.string().nullable(),
})
export type PatientPage = z.infer<typeof patientPage>

/** Of the patients one reaches. What is out of reach is counted nowhere. */
export const patientCount = z.object({
  count: z.number(),
  /** With a filter by tag or practitioner: how many more are found without it. */
  hiddenByFilter: z.number().optional(),
})
export type PatientCount = z.infer<typeof patientCount>

/** The beginnings of words of a name, in any order. */
const search = text(200).default('')

const restriction = z.object({
  level: z.enum(['clinical', 'whole']),
  /** The only people who reach it. */
  people: z.array(named),
  by: named.nullable(),
  at: z.iso.datetime(),
})

/** Somebody who treats a patient. */
const treating = named.extend({
  /** Whether they were added to the care team, and can be taken off it. */
  written: z.boolean(),
  /**
   * Whether records about the patient, of those one can see, are theirs, or they are on the care team by a record alone:
   * they stay on it as long as that is so.
   */
  ownsRecords: z.boolean(),
})

/** A location of a patient, and where it comes from. */
const locationOfPatient = z.object({
  id: z.string(),
  /** Whether it is written on the patient, and can be edited. */
  written: z.boolean(),
  /** Whether the patient has an appointment there that is booked, arrived or over. */
  fromVisits: z.boolean(),
})

export const wholePatient = patient.omit({ tags: true, locations: true, restricted: true }).extend({
  phone: z.string(),
  email: z.string(),
  createdBy: named.nullable(),
  createdAt: z.iso.datetime(),
  /** What `If-Match` names. */
  version: z.number(),
  tags: z.array(z.object({ id: z.string(), label: z.string(), colour: z.string() })),
  locations: z.array(locationOfPatient),
  restrictions: z.array(restriction),
  /** `edit` and `restrict`. */
  acts: z.array(openAct),
})
export type WholePatient = z.infer<typeof wholePatient>

/** What a patient is at after a change. */
const savedPatient = z.object({ id: z.string(), version: z.number() })
export type SavedPatient = z.infer<typeof savedPatient>

const careTeam = z.object({
  careTeam: z.array(treating),
  version: z.number(),
  /** Whether this person can change it: being on it because of a record is not enough. */
  change: openAct,
})
export type CareTeam = z.infer<typeof careTeam>

const restricted = savedPatient.extend({
  restrictions: z.array(restriction),
  /** What to think about. */
  warning: z.string().optional(),
})
export type Restricted = z.infer<typeof restricted>

/** Somebody in reach who may be the same person. */
const duplicate = problem.extend({ duplicate: named.optional() })
export type Duplicate = z.infer<typeof duplicate>

const birthDate = z
  .string()
  .regex(
    /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/,
    'is no date, write `1984-03-07`, or as much of it as is known',
  )
  .refine(isOnCalendar, 'is a day that no calendar has')
const described = z.object({
  family: words(200),
  given: text(200),
  birthDate,
  gender: z.enum(['female', 'male', 'other', 'unknown']),
  phone: text(100),
  email: text(300),
})
const ids = z.array(id).max(200)
/** That an admin means to widen their own access to the patient. */
const confirmed = z.boolean().default(false)
const params = z.object({ id })
const absent = { 404: problem }
const changed = { 400: problem, ...absent, 412: changedMeanwhile, 422: problem, 428: problem, ...refusals }

/** What a screen narrows a list by. */
const filter = z.object({
  search,
  /** Patients who carry this tag. */
  tag: text(200).optional(),
  /** Patients with this practitioner on their care team. */
  practitioner: text(200).optional(),
})

export const patientOperations = {
  listPatients: {
    method: 'GET',
    path: '/api/patients',
    summary: 'The patients one may view, in an order, page by page',
    needs: { kind: 'patient', act: 'view' },
    effect: 'looks',
    query: filter.extend({
      sort: z.enum(['name', '-name', 'birthDate', '-birthDate']).default('name'),
      after: text(2000).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(100),
    }),
    endings: { 200: patientPage, 400: problem, ...refusals },
  },
  countPatients: {
    method: 'GET',
    path: '/api/patients/count',
    summary: 'How many patients one may view, and how many of them a filter hides',
    needs: { kind: 'patient', act: 'view' },
    effect: 'looks',
    readsMuch: true,
    query: filter,
    endings: { 200: patientCount, 400: problem, ...refusals },
  },
  readPatient: {
    method: 'GET',
    path: '/api/patients/:id',
    summary: 'A patient, and what may be done with them',
    needs: { kind: 'patient', act: 'view' },
    effect: 'looks',
    params,
    endings: { 200: wholePatient, 400: problem, ...absent, ...refusals },
  },
  createPatient: {
    method: 'POST',
    path: '/api/patients',
    summary: 'Add a patient, unless they are likely to be there already',
    needs: { kind: 'patient', act: 'create' },
    effect: 'changes',
    budget: { of: 'patientChecks', unlessConfirmed: true },
    body: described
      .partial()
      .required({ family: true })
      .extend({
        tags: ids.default([]),
        locations: ids.default([]),
        careTeam: ids.default([]),
        /** That it is somebody else than the one who is there already. */
        confirmed: z.boolean().default(false),
      }),
    endings: { 201: savedPatient, 400: problem, 409: duplicate, 422: problem, ...absent, ...refusals },
  },
  editPatient: {
    method: 'PATCH',
    path: '/api/patients/:id',
    summary: 'Change what is known of a patient',
    needs: { kind: 'patient', act: 'edit' },
    effect: 'changes',
    params,
    body: described
      .extend({
        birthDate: birthDate.or(z.literal('')),
        /** The locations written on the patient. Those of appointments count besides. */
        locations: ids,
      })
      .partial()
      .extend({ confirmed }),
    ifMatch: true,
    endings: { 200: savedPatient, ...changed },
  },
  setPatientTags: {
    method: 'PUT',
    path: '/api/patients/:id/tags',
    summary:
      'Say which tags a patient carries; a tag that limits access needs the permission to restrict tags',
    needs: { kind: 'patient', act: 'edit' },
    effect: 'changes',
    params,
    body: z.object({ tags: ids, confirmed }),
    ifMatch: true,
    endings: { 200: savedPatient, ...changed },
  },
  readCareTeam: {
    method: 'GET',
    path: '/api/patients/:id/care-team',
    summary: 'Who treats a patient',
    needs: { kind: 'patient', act: 'view' },
    effect: 'looks',
    params,
    endings: { 200: careTeam, 400: problem, ...absent, ...refusals },
  },
  changeCareTeam: {
    method: 'PUT',
    path: '/api/patients/:id/care-team',
    summary: 'Add practitioners to a care team, and take others off it who own no record about the patient',
    needs: { kind: 'patient', act: 'edit' },
    effect: 'changes',
    params,
    body: z.object({ add: ids.default([]), remove: ids.default([]), confirmed }),
    endings: { 200: careTeam, 400: problem, ...absent, 409: problem, 422: problem, ...refusals },
  },
  restrictPatient: {
    method: 'PUT',
    path: '/api/patients/:id/restriction',
    summary: 'Close a chart to all but a list of people, in part or as a whole, or open it again',
    needs: { kind: 'patient', act: 'restrict' },
    effect: 'changes',
    params,
    body: z.object({
      level: z.enum(['none', 'clinical', 'whole']),
      /** Whoever restricts is on it, named or not. */
      people: ids.optional(),
      confirmed,
    }),
    ifMatch: true,
    endings: { 200: restricted, ...changed },
  },
} as const satisfies Record<string, Operation>

function isOnCalendar(date: string): boolean {
  const [year = '', month = '01', day = '01'] = date.split('-')
  const whole = `${year}-${month}-${day}`
  const time = Date.parse(`${whole}T00:00:00Z`)
  return year >= '1000' && !Number.isNaN(time) && new Date(time).toISOString().startsWith(whole)
}
