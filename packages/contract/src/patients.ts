import { z } from 'zod'
import type { Operation } from './operation.ts'
import { named } from './people.ts'
import { problem, refusals } from './problem.ts'

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
export const patientCount = z.object({ count: z.number() })
export type PatientCount = z.infer<typeof patientCount>

/** The beginnings of words of a name, in any order. */
export const search = z.string().max(200).default('')

export const patientOperations = {
  listPatients: {
    method: 'GET',
    path: '/api/patients',
    summary: 'The patients one may view, by family name, given name and id',
    needs: { kind: 'patient', act: 'view' },
    effect: 'looks',
    query: z.object({
      search,
      after: z.string().max(2000).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(100),
    }),
    endings: { 200: patientPage, 400: problem, ...refusals },
  },
  countPatients: {
    method: 'GET',
    path: '/api/patients/count',
    summary: 'How many patients one may view',
    needs: { kind: 'patient', act: 'view' },
    effect: 'looks',
    query: z.object({ search }),
    endings: { 200: patientCount, 400: problem, ...refusals },
  },
} as const satisfies Record<string, Operation>
