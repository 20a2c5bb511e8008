import { type Instant, type Member, within } from '@rolecall/core'
import type { Door } from './door.ts'
import { nameOf } from './member-name.ts'

/**
 * The practitioner a new record will belong to: the one named, the one acted for, or oneself. Whether that may be is
 * for the door; this asks only that it is a practitioner who works here, with or without a sign-in.
 */
export function responsibleFor(
  { snapshot, member, actingFor, at }: Door,
  named: string | undefined,
): Member | { readonly wrong: string } {
  const id = named ?? actingFor ?? member.id
  const found = snapshot.members.get(id)
  if (found !== undefined && worksHere(found, at)) return found
  if (named === undefined && actingFor === undefined)
    return { wrong: 'you are no practitioner yourself, name the one it is for' }
  return {
    wrong: `${found ? nameOf(found) : `\`${id}\``} is no practitioner who works here, name one who does`,
  }
}

/** Who is to come may be booked already; who is locked, archived or gone may not. */
export function worksHere(member: Member, at: Instant): boolean {
  return hasCalendar(member, at) && member.status !== 'locked'
}

/** A practitioner who is here or to come, locked out or not: there may be something in their calendar. */
export function hasCalendar({ kind, status, until }: Member, at: Instant): boolean {
  return kind === 'practitioner' && status !== 'archived' && (until === undefined || within({ until }, at))
}
