import { z } from 'zod'

/** Whom a record is about. Without a name where the patient may not be viewed. */
export const aboutPatient = z.object({
  id: z.string(),
  family: z.string().nullable(),
  given: z.string().nullable(),
})
export type AboutPatient = z.infer<typeof aboutPatient>
