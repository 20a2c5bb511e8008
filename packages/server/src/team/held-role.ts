import type { HeldRole } from '@rolecall/contract'
import { type Grant, type Instant, locationName, type Snapshot, tagName } from '@rolecall/core'
import { spanText, spanWords, whenOf } from './span-text.ts'

/** When it is asked, and by whose clocks the days are told. */
export interface Now {
  readonly at: Instant
  readonly timeZone: string
}

/** A role somebody was given, in words that can be read out. */
export function heldRole(snapshot: Snapshot, grant: Grant, { at, timeZone }: Now): HeldRole {
  const label = snapshot.roles.get(grant.role)?.role.label ?? grant.role
  const named = grant.at?.map((id) => locationName(snapshot, id))
  const tagged = grant.tagged?.map((id) => tagName(snapshot, id))
  const places = named === undefined ? '' : ` at ${named.join(', ') || 'no location'}`
  const tags = tagged === undefined ? '' : ` for patients tagged ${tagged.join(', ') || 'nothing'}`
  return {
    grant: grant.id,
    role: grant.role,
    label,
    at: grant.at === undefined ? null : [...grant.at],
    tagged: grant.tagged === undefined ? null : [...grant.tagged],
    ...spanText(grant),
    when: whenOf(grant, at),
    words: `${label}${places}${tags}${spanWords(grant, timeZone)}`,
  }
}
