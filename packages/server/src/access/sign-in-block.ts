import type { Instant, Member } from '@rolecall/core'

/** Why a member cannot sign in now, as the end of a sentence. Undefined: they can. */
export function whyNoSignIn(member: Member, at: Instant): string | undefined {
  if (member.kind === 'integration') return 'is a program and uses a key'
  if (!member.account) return 'has no account'
  switch (member.status) {
    case 'invited':
      return 'was invited and has not accepted yet'
    case 'locked':
      return 'is locked until an admin unlocks them'
    case 'archived':
      return 'has left the practice'
    case 'active':
      break
  }
  if (member.from !== undefined && at < member.from) return `starts on ${day(member.from)}`
  if (member.until !== undefined && at >= member.until) return `left on ${day(member.until)}`
  return undefined
}

function day(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 10)
}
