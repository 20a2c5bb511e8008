import type { Condition } from '@rolecall/core'

/** What a screen shows of the patients in reach. */
export interface Filter {
  /** The beginnings of words of a name. */
  readonly search: string
  readonly tag?: string | undefined
  /** Somebody on the care team. */
  readonly practitioner?: string | undefined
}

/** A filter as a condition, asked as whatever limits access is. The words of a search are asked otherwise. */
export function havingOf({ tag, practitioner }: Filter): Condition | undefined {
  const parts: Condition[] = []
  if (tag !== undefined) parts.push({ is: 'patient-tagged', match: 'any', tags: [tag] })
  if (practitioner !== undefined) parts.push({ is: 'treated-by', ids: [practitioner] })
  return parts.length === 0 ? undefined : { is: 'all', of: parts }
}
