import type { RecordFacts } from '../evaluate/facts.ts'
import { meets } from '../evaluate/meets.ts'
import { ownerReached, ownersPatient, worklistPermissions } from '../plan/steps/team.ts'
import type { Member, MemberId, TeamEntry } from '../policy/policy.ts'
import { within } from '../policy/snapshot.ts'
import type { Cause, Examined } from './cause.ts'
import { boundWords, kindName, listed, nameOf, permissionName } from './names.ts'
import { whyActing } from './why-acting.ts'
import { whyInactive } from './why-inactive.ts'

export function whyTeam(examined: Examined): Cause {
  const { asked, record } = examined
  const { standing, cell } = asked
  const { row, rule } = cell
  if (row.team === 'self') return whyNotOwn(examined)
  if (row.assignedTo !== undefined && rule.creates) return whyNotAssignable(examined)
  const { subject } = standing
  if (subject === undefined || record === undefined) return whyNobody(examined, 'no team access counts')
  const reach: Reach = { ...examined, subject, record }
  const { ownNotesOnlyOn } = standing
  const ownNotes =
    row.note && ownNotesOnlyOn.length > 0 && record.owner !== subject.id
      ? whyOwnNotesOnly(reach, ownNotesOnlyOn)
      : undefined
  if (row.shared === 'through-case' && record.case == null)
    return { cause: 'it belongs to no case', mend: 'name its case' }
  if (row.team === 'owner' && !meets(ownerReached(standing, row.section, rule.level), record))
    return both(both(ownNotes, whyOwner(reach)), whyOwnersPatient(reach))
  return ownNotes ?? whyCareTeam(reach)
}

/** Access to the owner is access to the patients the owner treats; the patient of a task or of a new record may be another's. */
function whyOwnersPatient(reach: Reach): Cause | undefined {
  const { asked, record } = reach
  const { row, rule } = asked.cell
  if (record.patient == null || (row.assignedTo === undefined && !rule.creates)) return undefined
  if (record.owner != null && record.patient.careTeam.includes(record.owner)) return undefined
  return meets(ownersPatient(asked.standing, asked.cell), record) ? undefined : whyCareTeam(reach)
}

function whyNotAssignable({ asked: { standing, cell }, record }: Examined): Cause {
  const kinds = (cell.row.assignedTo ?? []).map(kindName)
  const assignee = record?.owner == null ? 'the assignee' : nameOf(standing.snapshot, record.owner)
  return {
    cause: `${assignee} is not active, or is not ${listed(kinds)}`,
    mend: 'assign it to an active member of staff, or leave it unassigned',
  }
}

/** A question about a record, with the one whose team access counts. */
interface Reach extends Examined {
  readonly subject: Member
  readonly record: RecordFacts
}

function whyNotOwn(examined: Examined): Cause {
  const { standing, cell } = examined.asked
  const { snapshot, subject, who } = standing
  if (cell.row.followsPractitioner && subject === undefined)
    return whyNobody(examined, 'nothing here is theirs')
  const whose = cell.row.followsPractitioner ? (subject?.id ?? who.member) : who.member
  return {
    cause: `it belongs to someone other than ${nameOf(snapshot, whose)}`,
    mend: 'ask the person it belongs to',
  }
}

/** What an assistant reaches is what the practitioner reaches whom they act for. */
function whyNobody(examined: Examined, without: string): Cause {
  const { standing } = examined.asked
  const { cause, ...mend } = standing.member === undefined ? whyInactive(standing) : whyActing(examined)
  return { cause: `${without}, since ${cause}`, ...mend }
}

function whyOwnNotesOnly({ asked: { standing }, record }: Reach, on: readonly MemberId[]): Cause {
  const { snapshot } = standing
  const people = listed(
    on.map((id) => nameOf(snapshot, id)),
    'and',
  )
  const owner = record.owner == null ? 'nobody' : nameOf(snapshot, record.owner)
  return {
    cause: `*own notes only* is set on ${people}, and ${owner} is responsible for this note`,
    mend: `ask an admin to lift *own notes only* on ${people}`,
  }
}

/** Either alone stands in the way, so that it takes both mends. */
function both(first: Cause | undefined, second: Cause): Cause
function both(first: Cause, second: Cause | undefined): Cause
function both(first: Cause | undefined, second: Cause | undefined): Cause | undefined {
  if (first === undefined || second === undefined) return first ?? second
  return { cause: `${first.cause}; ${second.cause}`, mend: `${first.mend}, and ${second.mend}` }
}

function whyOwner(reach: Reach): Cause {
  const { asked, record } = reach
  const { row, rule } = asked.cell
  if (record.owner == null) return whyOwnerless(reach)
  const sought: Sought = { people: [record.owner], section: row.section, level: rule.level }
  const over = lapsed(reach, sought)
  if (over !== undefined) return over
  const name = nameOf(asked.standing.snapshot, record.owner)
  const work = isAdvanced(reach) ? sectionWords(row.section, name) : `the work of ${name}`
  const access = isAdvanced(reach) ? work : name
  return {
    cause: `the team access of ${whose(reach)} does not reach ${work} (${rule.level})`,
    mend: `ask an admin for team access to ${access} (${rule.level})`,
  }
}

function whyOwnerless(reach: Reach): Cause {
  const { level } = reach.asked.cell.rule
  const over = lapsed(reach, { people: [], section: reach.asked.cell.row.section, level })
  return (
    over ?? {
      cause: `nobody is responsible for it, and the team access of ${whose(reach)} does not reach all team members (${level})`,
      mend: `name who is responsible for it, or ask an admin for *all team members* (${level})`,
    }
  )
}

function whyCareTeam(reach: Reach): Cause {
  const { asked, record } = reach
  const { patient } = record
  if (patient == null)
    return { cause: 'it should be about a patient, and is about none', mend: 'name its patient' }
  const { row, rule } = asked.cell
  // To view a patient, as is needed for what others are responsible for, any section is enough.
  const isViewed =
    (row.team === 'owner' && !(rule.creates && patient.careTeam.length > 0)) ||
    (row.team === 'careTeam' && rule.reads)
  const sought: Sought = {
    people: patient.careTeam,
    section: isViewed ? 'any' : row.section,
    level: isViewed ? 'view' : rule.level,
  }
  const { level, section } = sought
  const over = lapsed(reach, sought)
  if (over !== undefined) return over
  if (patient.careTeam.length === 0) return whyUntreated(reach, isViewed, level)
  const names = listed(patient.careTeam.map((id) => nameOf(asked.standing.snapshot, id)))
  const access = isAdvanced(reach) ? sectionWords(section, names) : names
  const treat = patient.careTeam.length === 1 ? 'treats' : 'treat'
  return {
    cause: `the team access of ${whose(reach)} does not reach ${access}, who ${treat} the patient (${level})`,
    mend: `ask an admin for team access to ${access} (${level})`,
  }
}

/** Those who may see a worklist see such patients too. It goes by what the person signed in holds. */
function whyUntreated(reach: Reach, isViewed: boolean, level: string): Cause {
  const { standing } = reach.asked
  const { snapshot, who } = standing
  const labels = worklistPermissions(standing).map((id) => `*${permissionName(snapshot, id)}*`)
  const worklist =
    isViewed && labels.length > 0
      ? `; nor does ${nameOf(snapshot, who.member)} hold ${listed(labels)} for them`
      : ''
  return {
    cause: `nobody treats the patient yet, and ${whose(reach)} neither registered them nor reaches all team members (${level})${worklist}`,
    mend: `put someone within their team access on the care team, or ask an admin for *all team members* (${level})`,
  }
}

function whose({ asked, subject }: Reach): string {
  return nameOf(asked.standing.snapshot, subject.id)
}

/** Whether sections count: some entry of theirs is for one. */
function isAdvanced({ subject }: Reach): boolean {
  return subject.team.some(({ section }) => section !== undefined)
}

/** `any`: access to one section is as good as to another. */
function sectionWords(section: string | undefined, names: string): string {
  if (section === undefined) return names
  return section === 'any' ? `any section of ${names}` : `the section ${section} of ${names}`
}

/** One of the people, in the section, at the level. Nobody named: all team members. */
interface Sought {
  readonly people: readonly MemberId[]
  readonly section: string | undefined
  readonly level: 'view' | 'edit'
}

/** An entry of team access that would have reached, but is over or has not begun. */
function lapsed(reach: Reach, sought: Sought): Cause | undefined {
  const { snapshot, who } = reach.asked.standing
  const entry = reach.subject.team.find((one) => !within(one, who.at) && wouldReach(one, sought))
  if (entry === undefined) return undefined
  const to =
    entry.colleague === undefined
      ? 'all team members'
      : sectionWords(entry.section, nameOf(snapshot, entry.colleague))
  return {
    cause: `the team access of ${whose(reach)} to ${to} ${boundWords(entry, who.at)}`,
    mend: 'ask an admin to change the dates',
  }
}

function wouldReach({ colleague, section, level }: TeamEntry, sought: Sought): boolean {
  if (level === 'none' || (sought.level === 'edit' && level !== 'edit')) return false
  if (section !== undefined && sought.section !== 'any' && section !== sought.section) return false
  return colleague === undefined || sought.people.includes(colleague)
}
