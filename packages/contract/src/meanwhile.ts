import { z } from 'zod'
import { named } from './people.ts'
import { problem } from './problem.ts'

/** A change that somebody made: who, when, and of which fields. Never what they said. */
export const edit = z.object({
  by: named,
  actingFor: named.nullable(),
  at: z.iso.datetime(),
  fields: z.array(z.string()),
})
export type Edit = z.infer<typeof edit>

/** Somebody else has saved since the version was read that `If-Match` names. */
export const changedMeanwhile = problem.extend({ meanwhile: z.array(edit) })
export type ChangedMeanwhile = z.infer<typeof changedMeanwhile>
