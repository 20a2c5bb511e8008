import type { HeldRole } from '@rolecall/contract'
import type { Grant, Instant, Snapshot } from '@rolecall/core'
import { spanText, spanWords, whenOf } from './span-text.ts'

/** A role somebody was given, in words that can be read out. */
export function heldRole(snapshot: Snapshot, grant: Grant, at: Instant): HeldRole {
  const label = snapshot.roles.get(grant.role)?.role.label ?? grant.role
  const places = grant.at === undefined ? '' : ` at ${grant.at.join(', ') || 'no location'}`
  const tags =
    grant.tagged === undefined ? '' : ` for patients tagged ${grant.tagged.join(', ') || 'nothing'}`
  return {
    grant: grant.id,
    role: grant.role,
    label,
    at: grant.at === undefined ? null : [...grant.at],
    tagged: grant.tagged === undefined ? null : [...grant.tagged],
    ...spanText(grant),
    when: whenOf(grant, at),
    words: `${label}${places}${tags}${spanWords(grant)}`,
  }
}
