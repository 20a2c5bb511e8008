import { steps } from '@rolecall/core'
import { z } from 'zod'

/** Whether an act on a record is open to who asks, so that a screen can close it and say why. */
export const openAct = z.object({
  act: z.string(),
  open: z.boolean(),
  /** The sentence why not, the step that failed and what would mend it. Only where it is not open. */
  why: z.string().optional(),
  step: z.enum(steps).optional(),
  mend: z.string().optional(),
})
export type OpenAct = z.infer<typeof openAct>
