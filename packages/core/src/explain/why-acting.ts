import type { Standing } from '../plan/subject.ts'
import type { Member } from '../policy/policy.ts'
import { within } from '../policy/snapshot.ts'
import type { Cause, Examined } from './cause.ts'
import { boundWords, doWords, nameOf, possessive } from './names.ts'
import { whyInactive } from './why-inactive.ts'

export function whyActing({ asked: { standing, cell } }: Examined): Cause {
  const { snapshot, who, member, subject } = standing
  const name = nameOf(snapshot, who.member)
  if (member === undefined) return whyInactive(standing)
  if (member.kind !== 'assistant')
    return {
      cause: `${name} isn't an assistant and can't work for someone else`,
      mend: 'stop working for someone else',
    }
  if (who.actingFor === undefined)
    return { cause: `${name} isn't working for anyone`, mend: 'choose a practitioner to work for' }
  const practitioner = nameOf(snapshot, who.actingFor)
  if (subject !== undefined && cell.account)
    return {
      cause: `${practitioner} isn't an admin, so ${name} can't ${doWords(cell)} for them`,
      mend: 'work for an admin, or ask one to do it',
    }
  return notManaged(member, standing, practitioner)
}

function notManaged(member: Member, standing: Standing, practitioner: string): Cause {
  const { snapshot, who } = standing
  const name = nameOf(snapshot, who.member)
  const links = member.manages.filter((link) => link.practitioner === who.actingFor)
  const [link] = links
  if (link === undefined)
    return {
      cause: `${name} can't work for ${practitioner}`,
      mend: `ask an admin to let ${name} work for ${practitioner}`,
    }
  if (!links.some((one) => within(one, who.at)))
    return {
      cause: `${possessive(name)} work for ${practitioner} ${boundWords(link, who.at)}`,
      mend: 'ask an admin to change the dates',
    }
  const { cause } = whyInactive({
    ...standing,
    member: snapshot.members.get(who.actingFor ?? ''),
    who: { ...who, member: who.actingFor ?? '' },
  })
  return { cause, mend: 'work for another practitioner' }
}
