import type { Step } from '../catalog/catalog.ts'
import type { RecordFacts } from '../evaluate/facts.ts'
import { meets } from '../evaluate/meets.ts'
import { ownTask } from '../plan/steps/own-task.ts'
import { reachesPatient, untreatedCreated, viewsPatient } from '../plan/steps/team.ts'
import type { Standing } from '../plan/subject.ts'
import { untilWords } from './broken-glass.ts'
import type { Examined } from './cause.ts'
import {
  accountsOfKind,
  carrierWords,
  doingWords,
  listed,
  moduleName,
  nameOf,
  possessive,
  scopeWords,
  unique,
} from './names.ts'
import { outcomeOf } from './outcome.ts'

/** Why a step passed, in a sentence. */
export function whyPassed(step: Step, examined: Examined): string {
  const { asked } = examined
  const { member, snapshot, subject, who } = asked.standing
  const name = nameOf(snapshot, who.member)
  switch (step) {
    case 'inactive':
      return `${name} is active and ${member?.kind === 'integration' ? 'has an active API key' : 'can sign in'}`
    case 'module-off':
      return `the practice has the ${moduleName(asked)} module`
    case 'kind':
      return `this is possible for ${member === undefined ? 'them' : accountsOfKind(member.kind)}`
    case 'permission':
      return whyPermitted(examined)
    case 'acting':
      if (member?.kind !== 'assistant') return `${name} isn't an assistant`
      return subject === undefined
        ? 'it is their own'
        : `${name} is working for ${nameOf(snapshot, subject.id)}`
    case 'team':
      return whyWithinTeam(examined)
    case 'patient':
      return whyPatientReached(examined)
    case 'state':
      return 'its status allows this'
    case 'field':
      return 'no requested field is hidden'
  }
}

/** Why a step passed that a broken glass alone opens. */
export function whyPassedByGlass(step: Step, { asked, record }: Examined): string {
  const { standing, carrying } = asked
  const until = untilWords(standing, record)
  if (step !== 'permission') return `emergency access opens this patient${until}`
  const held = carrying
    .filter(({ unscoped }) => outcomeOf(unscoped, record) === 'passed')
    .map(
      (carrier) => `${carrierWords(standing, carrier)}${scopeWords(standing.snapshot, carrier.grant?.grant)}`,
    )
  return `allowed by ${listed(unique(held), 'and')}, and emergency access lifts this limit${until}`
}

function whyPermitted({ asked: { standing, cell, carrying }, record }: Examined): string {
  if (carrying.some(({ id }) => id === 'own')) return 'no permission is needed'
  const scope = cell.rule.beyondReach ? 'unscoped' : 'scoped'
  const held = carrying
    .filter((carrier) => outcomeOf(carrier[scope], record) === 'passed')
    .map((carrier) => carrierWords(standing, carrier))
  // Each alone leaves some records out; together they leave none.
  if (held.length === 0)
    return `allowed by ${listed(unique(carrying.map((one) => carrierWords(standing, one))), 'and')} together`
  return `allowed by ${listed(unique(held), 'and')}`
}

function whyWithinTeam({ asked: { standing, cell }, record }: Examined): string {
  const { member, snapshot, subject, who } = standing
  const name = nameOf(snapshot, who.member)
  const theirs = subject === undefined || subject === member ? undefined : nameOf(snapshot, subject.id)
  const { row, rule } = cell
  if (row.team === 'wide') return 'it belongs to the whole practice'
  if (row.team === 'self')
    return row.followsPractitioner && theirs !== undefined ? `it belongs to ${theirs}` : 'it is their own'
  if (member?.kind === 'collaborator') return "collaborators don't need team access"
  if (rule.beyondReach) return `${doingWords(cell)} doesn't need team access`
  if (row.assignedTo !== undefined && rule.creates)
    return record?.owner == null
      ? "it isn't assigned yet"
      : `it can be assigned to ${nameOf(snapshot, record.owner)}`
  if (record !== undefined && meets(ownTask(standing, cell), record))
    return record.owner === standing.who.member ? `it is assigned to ${name}` : `${name} wrote it`
  if (record !== undefined && row.team !== 'owner' && record.patient?.careTeam.length === 0) {
    const isViewed = row.team === 'careTeam' && rule.reads
    const reached = isViewed ? viewsPatient(standing) : reachesPatient(standing, row.section, rule.level)
    if (reached.is !== 'always') return whyUntreatedReached(standing, record)
  }
  return `${possessive(theirs ?? name)} team access includes it`
}

function whyUntreatedReached(standing: Standing, record: RecordFacts): string {
  const { snapshot, subject, who } = standing
  const by = meets(untreatedCreated(standing), record)
    ? `${nameOf(snapshot, subject?.id ?? who.member)} added them`
    : `${nameOf(snapshot, who.member)} can see unassigned patients`
  return `this patient is unassigned, and ${by}`
}

function whyPatientReached({ asked: { standing, cell }, record }: Examined): string {
  const { member, snapshot, who } = standing
  if (member?.kind === 'collaborator' && cell.row.shared !== undefined)
    return `the case is shared with ${nameOf(snapshot, who.member)}`
  if (cell.rule.beyondReach) return `limits and restricted charts don't affect ${doingWords(cell)}`
  if (record !== undefined && meets(ownTask(standing, cell), record))
    return "patient limits don't affect their own tasks"
  const isAboutNobody = cell.row.patient === 'no' || (record !== undefined && record.patient == null)
  return isAboutNobody ? "it isn't about a patient" : 'no limit or restricted chart blocks it'
}
