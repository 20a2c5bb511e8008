import type { Standing } from '../plan/subject.ts'
import { within } from '../policy/snapshot.ts'
import type { Cause } from './cause.ts'
import { boundWords, nameOf } from './names.ts'

export function whyInactive({ member, who, snapshot }: Standing): Cause {
  const name = nameOf(snapshot, who.member)
  if (member === undefined)
    return { cause: `there is no member \`${who.member}\` here`, mend: 'ask an admin to invite them' }
  if (member.status === 'invited')
    return {
      cause: `${name} was invited and has not accepted yet`,
      mend: `ask ${name} to accept the invitation`,
    }
  if (member.status === 'locked') return { cause: `${name} is locked`, mend: 'ask an admin to unlock them' }
  if (member.status === 'archived')
    return { cause: `${name} has left the practice`, mend: 'ask an admin to bring them back' }
  if (!within(member, who.at))
    return {
      cause: `the time of ${name} here ${boundWords(member, who.at)}`,
      mend: 'ask an admin to change the dates',
    }
  return member.kind === 'integration'
    ? { cause: `${name} has no living key`, mend: 'ask an admin for a new key' }
    : { cause: `${name} has no sign-in`, mend: 'ask an admin to link an account' }
}
