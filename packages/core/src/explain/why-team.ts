import type { RecordFacts } from '../evaluate/facts.ts'
import { meets } from '../evaluate/meets.ts'
import type { Asked } from '../plan/asked.ts'
import { ownerReached } from '../plan/steps/team.ts'
import type { Cause, Examined } from './cause.ts'
import { listed, nameOf } from './names.ts'

export function whyTeam({ asked, record }: Examined): Cause {
  const { standing, cell } = asked
  const { row, rule } = cell
  const whose = whoseReach(asked)
  if (row.team === 'self')
    return { cause: `it belongs to someone other than ${whose}`, mend: 'ask the person it belongs to' }
  if (row.note && standing.ownNotesOnly && record?.owner !== standing.subject?.id)
    return { cause: `${whose} is limited to their own notes`, mend: 'ask an admin to lift *own notes only*' }
  if (record === undefined)
    return { cause: `${whose} reaches the work of nobody`, mend: 'ask an admin for team access' }
  const ownerMissed = row.team === 'owner' && !meets(ownerReached(standing, row.section, rule.level), record)
  return ownerMissed ? whyOwner(asked, record) : whyCareTeam(asked, record)
}

function whoseReach({ standing: { snapshot, subject, who } }: Asked): string {
  return nameOf(snapshot, subject?.id ?? who.member)
}

function whyOwner(asked: Asked, { owner }: RecordFacts): Cause {
  if (owner == null)
    return {
      cause: 'nobody is responsible for it, and only those who reach all team members see such records',
      mend: 'ask an admin for *all team members*',
    }
  const { standing, cell } = asked
  const name = nameOf(standing.snapshot, owner)
  return {
    cause: `the team access of ${whoseReach(asked)} does not reach the work of ${name} (${cell.rule.level})`,
    mend: `ask an admin for team access to ${name} (${cell.rule.level})`,
  }
}

function whyCareTeam(asked: Asked, { patient }: RecordFacts): Cause {
  if (patient == null)
    return { cause: 'it should be about a patient, and is about none', mend: 'name its patient' }
  if (patient.careTeam.length === 0)
    return {
      cause: 'nobody treats the patient yet, and only those who reach all team members see such patients',
      mend: 'ask for someone to be put on the care team',
    }
  const { standing, cell } = asked
  const names = listed(patient.careTeam.map((id) => nameOf(standing.snapshot, id)))
  const treat = patient.careTeam.length === 1 ? 'treats' : 'treat'
  return {
    cause: `the team access of ${whoseReach(asked)} does not reach ${names}, who ${treat} the patient (${cell.rule.level})`,
    mend: `ask an admin for team access to ${names} (${cell.rule.level})`,
  }
}
