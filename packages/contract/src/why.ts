import { steps } from '@rolecall/core'
import { z } from 'zod'

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
