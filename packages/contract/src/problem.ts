import { z } from 'zod'

/** Why something was not done (RFC 9457). `detail` is a sentence for the person who asked. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
})
export type Problem = z.infer<typeof problem>
