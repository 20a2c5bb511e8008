import { z } from 'zod'
import type { Operation } from './operation.ts'
import { named } from './people.ts'
import { problem, refusals } from './problem.ts'
import { text } from './text.ts'

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
export const search = text(200).default('')

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
      after: z.string().max(2000).optional(),
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
    query: filter,
    endings: { 200: patientCount, 400: problem, ...refusals },
  },
} as const satisfies Record<string, Operation>
