import type { Standing } from '../plan/subject.ts'
import type { Member } from '../policy/policy.ts'
import { within } from '../policy/snapshot.ts'
import type { Cause, Examined } from './cause.ts'
import { boundWords, nameOf } from './names.ts'
import { whyInactive } from './why-inactive.ts'

export function whyActing({ asked: { standing, cell } }: Examined): Cause {
  const { snapshot, who, member, subject } = standing
  const name = nameOf(snapshot, who.member)
  if (member === undefined) return whyInactive(standing)
  if (member.kind !== 'assistant')
    return {
      cause: `${name} is no assistant and cannot act for someone else`,
      mend: 'ask without acting for anyone',
    }
  if (who.actingFor === undefined)
    return { cause: `${name} acts for nobody`, mend: 'choose a practitioner to act for' }
  const practitioner = nameOf(snapshot, who.actingFor)
  if (subject !== undefined && cell.account)
    return {
      cause: `account acts need ${practitioner} to be an admin, and they are not`,
      mend: 'act for an admin, or ask one to do it',
    }
  return notManaged(member, standing, practitioner)
}

function notManaged(member: Member, { snapshot, who }: Standing, practitioner: string): Cause {
  const name = nameOf(snapshot, who.member)
  const links = member.manages.filter((link) => link.practitioner === who.actingFor)
  const [link] = links
  if (link === undefined)
    return {
      cause: `${name} does not manage ${practitioner}`,
      mend: `ask an admin to let ${name} manage ${practitioner}`,
    }
  if (!links.some((one) => within(one, who.at)))
    return {
      cause: `managing ${practitioner} ${boundWords(link, who.at)}`,
      mend: 'ask an admin to change the dates',
    }
  const status = snapshot.members.get(who.actingFor ?? '')?.status ?? 'unknown'
  return { cause: `${practitioner} is ${status}`, mend: 'act for another practitioner' }
}
