import { z } from 'zod'

/** An id as a request names it. PostgreSQL keeps any text but one with a zero character. */
export const id = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !text.includes('\0'), 'holds a zero character')
