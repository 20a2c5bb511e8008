import type { ListedMember } from '@rolecall/contract'
import type { Instant, Member } from '@rolecall/core'

/** What somebody's status, account and dates come to at an instant: the first thing that keeps them out, if any does. */
export function standingOf(member: Member, at: Instant): ListedMember['standing'] {
  const { status, account, from, until } = member
  if (status === 'archived' || status === 'locked') return status
  if (until !== undefined && at >= until) return 'ended'
  if (status === 'invited') return status
  if (from !== undefined && at < from) return 'not-begun'
  return account ? 'active' : 'no-account'
}
