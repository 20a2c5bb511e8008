import type { RecordFacts } from '../evaluate/facts.ts'
import { meets } from '../evaluate/meets.ts'
import { ownerReached, ownersPatient, worklistPermissions } from '../plan/steps/team.ts'
import type { Member, MemberId, TeamEntry } from '../policy/policy.ts'
import { within } from '../policy/snapshot.ts'
import type { Cause, Examined } from './cause.ts'
import { boundWords, kindNoun, listed, nameOf, permissionName, possessive } from './names.ts'
import { whyActing } from './why-acting.ts'
import { whyInactive } from './why-inactive.ts'

export function whyTeam(examined: Examined): Cause {
  const { asked, record } = examined
  const { standing, cell } = asked
  const { row, rule } = cell
  if (row.team === 'self') return whyNotOwn(examined)
  if (row.assignedTo !== undefined && rule.creates) return whyNotAssignable(examined)
  const { subject } = standing
  if (subject === undefined || record === undefined) return whyNobody(examined)
  const reach: Reach = { ...examined, subject, record }
  const { ownNotesOnlyOn } = standing
  const ownNotes =
    row.note && ownNotesOnlyOn.length > 0 && record.owner !== subject.id
      ? whyOwnNotesOnly(reach, ownNotesOnlyOn)
      : undefined
  if (row.shared === 'through-case' && record.case == null)
    return { cause: "it isn't part of a case", mend: 'add it to a case' }
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
  const kinds = (cell.row.assignedTo ?? []).map(kindNoun)
  const assignee = record?.owner == null ? 'the assignee' : nameOf(standing.snapshot, record.owner)
  return {
    cause: `${assignee} isn't an active ${listed(kinds)}`,
    mend: 'assign it to an active team member, or leave it unassigned',
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
  if (cell.row.followsPractitioner && subject === undefined) return whyNobody(examined)
  const whose = cell.row.followsPractitioner ? (subject?.id ?? who.member) : who.member
  return {
    cause: `this doesn't belong to ${nameOf(snapshot, whose)}`,
    mend: 'ask its owner',
  }
}

/** What an assistant reaches is what the practitioner reaches whom they act for. */
function whyNobody(examined: Examined): Cause {
  const { standing } = examined.asked
  return standing.member === undefined ? whyInactive(standing) : whyActing(examined)
}

function whyOwnNotesOnly({ asked: { standing }, record }: Reach, on: readonly MemberId[]): Cause {
  const { snapshot } = standing
  const people = listed(
    on.map((id) => nameOf(snapshot, id)),
    'and',
  )
  const whoseNote =
    record.owner == null
      ? 'this note is unassigned'
      : `this is ${possessive(nameOf(snapshot, record.owner))} note`
  return {
    cause: `${people} can only open their own notes, and ${whoseNote}`,
    mend: `ask an admin to remove the own-notes limit from ${people}`,
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
  const access = workOf(reach, [record.owner], isAdvanced(reach) ? row.section : undefined, 'records')
  return notIncluded(reach, rule.level, access)
}

/** Team access that is missing, and to ask for. */
function notIncluded(reach: Reach, level: Level, access: string): Cause {
  return {
    cause: `${possessive(whose(reach))} team access doesn't include ${gerunds[level]} ${access}`,
    mend: `ask an admin for team access to ${level} ${access}`,
  }
}

type Level = 'view' | 'edit'

const gerunds: Readonly<Record<Level, string>> = { view: 'viewing', edit: 'editing' }

function whyOwnerless(reach: Reach): Cause {
  const { level } = reach.asked.cell.rule
  const over = lapsed(reach, { people: [], section: reach.asked.cell.row.section, level })
  if (over !== undefined) return over
  const { cause, mend } = notIncluded(reach, level, "everyone's records")
  return { cause: `it is unassigned, and ${cause}`, mend: `assign it to someone, or ${mend}` }
}

function whyCareTeam(reach: Reach): Cause {
  const { asked, record } = reach
  const { patient } = record
  if (patient == null) return { cause: 'it needs a patient and has none', mend: 'add its patient' }
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
  const named = isAdvanced(reach) && section !== 'any' ? section : undefined
  return notIncluded(reach, level, workOf(reach, patient.careTeam, named, 'patients'))
}

/** Permissions for unassigned patients let people view them too. It goes by the roles of the person signed in. */
function whyUntreated(reach: Reach, isViewed: boolean, level: Level): Cause {
  const { standing } = reach.asked
  const labels = worklistPermissions(standing).map((id) => permissionName(standing.snapshot, id))
  const worklist = isViewed && labels.length > 0 ? `, or for the permission ${listed(labels)}` : ''
  const { cause, mend } = notIncluded(reach, level, "everyone's patients")
  return {
    cause: `this patient is unassigned, ${whose(reach)} didn't add them, and ${cause}`,
    mend: `assign a practitioner, or ${mend}${worklist}`,
  }
}

function whose({ asked, subject }: Reach): string {
  return nameOf(asked.standing.snapshot, subject.id)
}

/** Whether sections count: some entry of theirs is for one. */
function isAdvanced({ subject }: Reach): boolean {
  return subject.team.some(({ section }) => section !== undefined)
}

/** `chen's invoices`; all of it where no section is named. */
function workOf(
  { asked }: Reach,
  people: readonly MemberId[],
  section: string | undefined,
  all: 'records' | 'patients',
): string {
  const names = people.map((id) => possessive(nameOf(asked.standing.snapshot, id)))
  return `${listed(names)} ${section ?? all}`
}

/** One of the people, in the section, at the level. Nobody named: all team members. */
interface Sought {
  readonly people: readonly MemberId[]
  readonly section: string | undefined
  readonly level: Level
}

/** An entry of team access that would have reached, but is over or has not begun. */
function lapsed(reach: Reach, sought: Sought): Cause | undefined {
  const { who } = reach.asked.standing
  const entry = reach.subject.team.find((one) => !within(one, who.at) && wouldReach(one, sought))
  if (entry === undefined) return undefined
  const access =
    entry.colleague === undefined
      ? "everyone's records"
      : workOf(reach, [entry.colleague], entry.section, 'records')
  return {
    cause: `${possessive(whose(reach))} team access to ${access} ${boundWords(entry, who.at)}`,
    mend: 'ask an admin to change the dates',
  }
}

function wouldReach({ colleague, section, level }: TeamEntry, sought: Sought): boolean {
  if (level === 'none' || (sought.level === 'edit' && level !== 'edit')) return false
  if (section !== undefined && sought.section !== 'any' && section !== sought.section) return false
  return colleague === undefined || sought.people.includes(colleague)
}
