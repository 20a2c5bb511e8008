import { z } from 'zod'

/**
 * Text as a request gives it, of at most so many characters. PostgreSQL keeps any but one with a zero character or half
 * a character: of what two UTF-16 units make, one alone.
 */
export function text(most: number) {
  return z
    .string()
    .max(most)
    .refine((given) => !given.includes('\0'), 'holds a zero character')
    .refine((given) => given.isWellFormed(), 'holds half a character')
}

/** Text that says something. */
export function words(most: number) {
  return text(most).refine((given) => given.trim() !== '', 'is empty, write a few words')
}
