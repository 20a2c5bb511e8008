import { steps } from '@rolecall/core'
import { z } from 'zod'
import { id } from './id.ts'
import type { Operation } from './operation.ts'
import { problem, refusals } from './problem.ts'

/** The nine steps of a decision, in their order. */
const step = z.enum(steps)

const explanation = z.object({
  answer: z.enum(['yes', 'no', 'depends']),
  step: step.optional(),
  verdict: z.string(),
  mend: z.string().optional(),
  grants: z.array(z.object({ id: z.string(), words: z.string() })).readonly(),
  steps: z
    .array(
      z.object({
        step,
        asks: z.string(),
        outcome: z.enum(['passed', 'failed', 'depends', 'not-asked']),
        cause: z.string(),
        mend: z.string().optional(),
      }),
    )
    .readonly(),
})

export const why = z.object({
  /** `reach`: what one reaches at all, where the id is out of reach, or nobody's, or not given. */
  about: z.enum(['record', 'reach']),
  explanation,
})
export type Why = z.infer<typeof why>

export const whyOperations = {
  why: {
    method: 'GET',
    path: '/api/why',
    summary: 'Why one may view a patient or not; about somebody else for those who may view the log',
    needs: 'signed-in',
    effect: 'looks',
    query: z.object({
      patient: id.optional(),
      member: id.optional(),
      actingFor: id.optional(),
    }),
    endings: { 200: why, 400: problem, 404: problem, ...refusals },
  },
} as const satisfies Record<string, Operation>
