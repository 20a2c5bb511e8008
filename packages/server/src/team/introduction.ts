import type { Member } from '@rolecall/core'

/** How a person is introduced where one picks whom to sign in as. */
export interface Introduction {
  readonly job: string
  /** One line on what to try as them. */
  readonly hint: string
}

export type Introductions = ReadonlyMap<string, Introduction>

export function nameOf({ id, name }: Pick<Member, 'id' | 'name'>): string {
  return name ?? id
}

/** What they are, where nobody said what they do. */
export function jobOf({ id, kind, owner }: Member, introductions: Introductions): string {
  return introductions.get(id)?.job ?? (owner ? 'owner' : kind)
}
