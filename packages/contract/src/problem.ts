import { steps } from '@rolecall/core'
import { z } from 'zod'

/** Why something was not done (RFC 9457). `detail` is a sentence for the person who asked. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  /** Where access refused: the step of the decision that failed. */
  step: z.enum(steps).optional(),
  /** What would mend it. */
  mend: z.string().optional(),
  /**
   * Of a 401: whether the session waits for the password again, or there is none. Of a 409: that it changes the access
   * of the only admin, who has to say so with `confirmed`. Of a 403: that it would widen the access of an admin to a
   * patient, which it does where the request says `confirmed`.
   */
  reason: z.enum(['locked', 'signed-out', 'own-access', 'wider-access']).optional(),
})
export type Problem = z.infer<typeof problem>

/** The endings of every operation that needs somebody to be signed in. */
export const refusals = { 401: problem, 403: problem, 429: problem, 503: problem } as const
