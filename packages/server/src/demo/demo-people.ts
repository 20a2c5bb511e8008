import type { Member } from '@rolecall/core'

/** How a person is introduced where one picks whom to sign in as. */
export interface Introduction {
  readonly job: string
  /** One line on what to try as them. */
  readonly hint: string
  /** The job title that goes with it: whoever is given another is called by that one. */
  readonly title?: string | undefined
}

export type Introductions = ReadonlyMap<string, Introduction>

/** A practice of made-up people, whom one picks instead of signing in. */
export interface Picking {
  readonly practiceId: string
  readonly introductions: Introductions
}

/** What they are, where nobody said what they do. */
export function jobOf({ id, kind, owner }: Member, introductions: Introductions | undefined): string {
  return introductions?.get(id)?.job ?? (owner ? 'owner' : kind)
}
