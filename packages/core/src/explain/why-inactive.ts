import type { Standing } from '../plan/subject.ts'
import { within } from '../policy/snapshot.ts'
import type { Cause } from './cause.ts'
import { boundWords, nameOf, possessive } from './names.ts'

export function whyInactive({ member, who, snapshot }: Standing): Cause {
  const name = nameOf(snapshot, who.member)
  if (member === undefined)
    return { cause: 'there is no such team member', mend: 'ask an admin to invite them' }
  if (member.status === 'invited')
    return {
      cause: `${name} hasn't accepted the invitation yet`,
      mend: `ask ${name} to accept the invitation`,
    }
  if (member.status === 'locked')
    return { cause: `${possessive(name)} account is locked`, mend: 'ask an admin to unlock it' }
  if (member.status === 'archived')
    return { cause: `${name} is no longer in the practice`, mend: 'ask an admin to add them again' }
  if (!within(member, who.at))
    return {
      cause: `${possessive(name)} access ${boundWords(member, who.at)}`,
      mend: 'ask an admin to change the dates',
    }
  return member.kind === 'integration'
    ? { cause: `${name} has no active API key`, mend: 'ask an admin for a new key' }
    : { cause: `${name} has no login`, mend: 'ask an admin to give them a login' }
}
