import { z } from 'zod'
import { named } from './people.ts'

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
