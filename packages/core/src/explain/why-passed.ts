import type { Step } from '../catalog/catalog.ts'
import type { RecordFacts } from '../evaluate/facts.ts'
import { meets } from '../evaluate/meets.ts'
import { ownTask } from '../plan/steps/own-task.ts'
import { reachesPatient, untreatedCreated, viewsPatient } from '../plan/steps/team.ts'
import type { Standing } from '../plan/subject.ts'
import { untilWords } from './broken-glass.ts'
import type { Examined } from './cause.ts'
import { actWords, carrierWords, kindName, listed, moduleName, nameOf, scopeWords, unique } from './names.ts'
import { outcomeOf } from './outcome.ts'

/** Why a step passed, in a sentence. */
export function whyPassed(step: Step, examined: Examined): string {
  const { asked } = examined
  const { member, snapshot, subject, who } = asked.standing
  const name = nameOf(snapshot, who.member)
  switch (step) {
    case 'inactive':
      return `${name} is active and ${member?.kind === 'integration' ? 'has a living key' : 'can sign in'}`
    case 'module-off':
      return `the module ${moduleName(asked)} is there`
    case 'kind':
      return `${member === undefined ? name : kindName(member.kind)} can be given this`
    case 'permission':
      return whyPermitted(examined)
    case 'acting':
      if (member?.kind !== 'assistant') return `${name} acts for nobody but themselves`
      return subject === undefined ? 'it is their own' : `${name} acts for ${nameOf(snapshot, subject.id)}`
    case 'team':
      return whyWithinTeam(examined)
    case 'patient':
      return whyPatientReached(examined)
    case 'state':
      return 'it is in a state that allows this'
    case 'field':
      return 'no field asked for is closed'
  }
}

/** Why a step passed that a broken glass alone opens. */
export function whyPassedByGlass(step: Step, { asked, record }: Examined): string {
  const { standing, carrying } = asked
  const until = untilWords(standing, record)
  if (step !== 'permission') return `a broken glass opens this patient${until}`
  const held = carrying
    .filter(({ unscoped }) => outcomeOf(unscoped, record) === 'passed')
    .map(
      (carrier) => `${carrierWords(standing, carrier)}${scopeWords(standing.snapshot, carrier.grant?.grant)}`,
    )
  return `${nameOf(standing.snapshot, standing.who.member)} holds ${listed(unique(held), 'and')}, and a broken glass lifts the scope${until}`
}

function whyPermitted({ asked: { standing, cell, carrying }, record }: Examined): string {
  if (carrying.some(({ id }) => id === 'own')) return 'no permission is needed'
  const scope = cell.rule.beyondReach ? 'unscoped' : 'scoped'
  const held = carrying
    .filter((carrier) => outcomeOf(carrier[scope], record) === 'passed')
    .map((carrier) => carrierWords(standing, carrier))
  return `${nameOf(standing.snapshot, standing.who.member)} holds ${listed(unique(held), 'and')}`
}

function whyWithinTeam({ asked: { standing, cell }, record }: Examined): string {
  const { member, snapshot, subject } = standing
  const theirs = subject === undefined || subject === member ? undefined : nameOf(snapshot, subject.id)
  const { row, rule } = cell
  if (row.team === 'wide') return 'it belongs to the whole practice'
  if (row.team === 'self')
    return row.followsPractitioner && theirs !== undefined
      ? `it belongs to ${theirs}, for whom they act`
      : 'it is their own'
  if (member?.kind === 'collaborator') return 'a collaborator needs no team access'
  if (rule.beyondReach) return `to ${actWords(cell)} needs no team access`
  if (row.assignedTo !== undefined && rule.creates)
    return record?.owner == null
      ? 'it is not assigned yet'
      : `it can be assigned to ${nameOf(snapshot, record.owner)}`
  if (record !== undefined && meets(ownTask(standing, cell), record))
    return record.owner === standing.who.member ? 'it is assigned to them' : 'they wrote it'
  if (record !== undefined && row.team !== 'owner' && record.patient?.careTeam.length === 0) {
    const isViewed = row.team === 'careTeam' && rule.reads
    const reached = isViewed ? viewsPatient(standing) : reachesPatient(standing, row.section, rule.level)
    if (reached.is !== 'always') return whyUntreatedReached(standing, record)
  }
  return theirs === undefined
    ? 'it is within their team access'
    : `it is within the team access of ${theirs}, for whom they act`
}

function whyUntreatedReached(standing: Standing, record: RecordFacts): string {
  const { snapshot, subject, who } = standing
  const by = meets(untreatedCreated(standing), record)
    ? `${nameOf(snapshot, subject?.id ?? who.member)} registered them`
    : `${nameOf(snapshot, who.member)} sees such patients as a worklist`
  return `nobody treats the patient yet, and ${by}`
}

function whyPatientReached({ asked: { standing, cell }, record }: Examined): string {
  const { member, snapshot, who } = standing
  if (member?.kind === 'collaborator' && cell.row.shared !== undefined)
    return `the case is among those shared with ${nameOf(snapshot, who.member)}`
  if (cell.rule.beyondReach) return `to ${actWords(cell)} asks for no limit or restricted chart`
  if (record !== undefined && meets(ownTask(standing, cell), record))
    return 'for their own tasks no patient is asked'
  const isAboutNobody = cell.row.patient === 'no' || (record !== undefined && record.patient == null)
  return isAboutNobody ? 'it is about no patient' : 'no limit or restricted chart stands in the way'
}
