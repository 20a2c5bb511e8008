import { text } from './text.ts'

/** An id as a request names it. */
export const id = text(200).min(1)
