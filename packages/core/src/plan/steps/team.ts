import type { Cell } from '../../catalog/catalog.ts'
import type { MemberId } from '../../policy/policy.ts'
import type { Asked } from '../cell-request.ts'
import { all, always, any, type Condition, never, ownedBy, treatedBy } from '../condition.ts'
import { remembered, type Standing, subjectIds } from '../subject.ts'
import { limitPasses } from './limits.ts'
import { ownTask } from './own-task.ts'
import { scopePasses } from './scope.ts'

/** Step 6: the record, and its patient, are the work of someone within reach. */
export function teamPasses(question: Asked): Condition {
  const { standing, cell, glass } = question
  if (standing.member?.kind === 'collaborator' && cell.row.team !== 'self') return always
  if (cell.row.assignedTo !== undefined && cell.rule.creates) return assignable(standing, cell)
  return any([glass, ownTask(standing, cell), teamReaches(question)])
}

/** Its owner can be an assignee, or it is unassigned. */
function assignable({ assignees }: Standing, { kind }: Cell): Condition {
  return any([{ is: 'owner-missing' }, ownedBy(assignees.get(kind) ?? [])])
}

function teamReaches({ standing, cell }: Asked): Condition {
  const { who } = standing
  const { row, rule } = cell
  switch (row.team) {
    case 'wide':
      return always
    case 'self':
      return ownedBy(row.followsPractitioner ? subjectIds(standing) : [who.member])
    case 'careTeam':
      return rule.reads ? viewsPatient(standing) : reachesPatient(standing, row.section, rule.level)
    case 'asPatient':
      return all([{ is: 'patient-present' }, reachesPatient(standing, row.section, rule.level)])
    case 'owner':
      return all([
        ownerReached(standing, row.section, rule.level),
        row.note && standing.ownNotesOnlyOn.length > 0 ? ownedBy(subjectIds(standing)) : always,
        row.shared === 'through-case' ? { is: 'case-present' } : always,
        row.patient === 'no' ? always : any([{ is: 'patient-missing' }, ownersPatient(standing, cell)]),
      ])
  }
}

/**
 * The patient of a record that has an owner. Who owns one joins the care team, so it is created only with *edit* of the
 * patient; without a care team, viewing is enough to take a patient on.
 */
export function ownersPatient(standing: Standing, { row, rule }: Cell): Condition {
  if (!rule.creates) return viewsPatient(standing)
  return any([reachesPatient(standing, row.section, 'edit'), viewsUntreated(standing)])
}

/** The colleagues reached in a section at a level, oneself among them; `everyone` for *all team members*. */
function colleagues(
  standing: Standing,
  level: 'view' | 'edit',
  inSection: (section: string | undefined) => boolean,
): readonly MemberId[] | 'everyone' {
  const ids = new Set(subjectIds(standing))
  for (const entry of standing.team) {
    if (level === 'edit' && entry.level !== 'edit') continue
    if (entry.section !== undefined && !inSection(entry.section)) continue
    if (entry.colleague === undefined) return 'everyone'
    ids.add(entry.colleague)
  }
  return [...ids]
}

/** The owner is within reach in a section, at a level. */
export function ownerReached(
  standing: Standing,
  section: string | undefined,
  level: 'view' | 'edit',
): Condition {
  return remembered(standing, `owner ${section} ${level}`, () => {
    const ids = colleagues(standing, level, (one) => one === section)
    return ids === 'everyone' ? always : ownedBy(ids)
  })
}

/** The patient is within reach in a section, at a level. */
export function reachesPatient(
  standing: Standing,
  section: string | undefined,
  level: 'view' | 'edit',
): Condition {
  return remembered(standing, `patient ${section} ${level}`, () => {
    const ids = colleagues(standing, level, (one) => one === section)
    return ids === 'everyone' ? always : any([treatedBy(ids), untreatedCreated(standing)])
  })
}

/** Viewing the patient: reach into any section is enough for the basic record, and so is a worklist. */
export function viewsPatient(standing: Standing): Condition {
  return remembered(standing, 'views', () => {
    const ids = colleagues(standing, 'view', () => true)
    return ids === 'everyone' ? always : any([treatedBy(ids), viewsUntreated(standing)])
  })
}

/** Viewing a patient without a care team: by *all team members*, by having registered them, or as a worklist. */
function viewsUntreated(standing: Standing): Condition {
  return remembered(standing, 'views untreated', () => {
    if (colleagues(standing, 'view', () => true) === 'everyone') return { is: 'untreated' }
    const listed = worklist(standing)
    // The whole worklist holds what one registered oneself.
    const created = listed.is === 'untreated' ? never : untreatedCreated(standing)
    return any([created, listed])
  })
}

/** Nobody treats the patient yet, and the one whose reach counts registered them. */
export function untreatedCreated({ subject }: Standing): Condition {
  return subject === undefined ? never : all([{ is: 'untreated' }, { is: 'created-by', ids: [subject.id] }])
}

/** The worklist permissions that count: an assistant's account permissions only while they act for an admin. */
export function worklistPermissions({ snapshot, member, subjectIsAdmin }: Standing): readonly string[] {
  const { worklist: permissions, permissions: table } = snapshot.catalog
  if (member?.kind !== 'assistant' || subjectIsAdmin) return permissions
  return permissions.filter((id) => table[id]?.mark !== 'account')
}

function worklist(standing: Standing): Condition {
  const { snapshot, grants, member } = standing
  const { catalog } = snapshot
  const { adminPermission } = catalog
  const permissions = worklistPermissions(standing)
  if (member?.owner === true && permissions.some((id) => id === adminPermission)) return { is: 'untreated' }
  const patientCell = cellOfPatients(catalog)
  if (patientCell === undefined) return never
  const listing = grants.filter(({ role }) => permissions.some((id) => role.permissions.has(id)))
  return all([
    { is: 'untreated' },
    any(listing.map((held) => all([scopePasses(held, patientCell), limitPasses(held.tagLimit)]))),
  ])
}

function cellOfPatients({ patientKind, cells }: Standing['snapshot']['catalog']): Cell | undefined {
  return patientKind === undefined ? undefined : cells.get(patientKind)?.values().next().value
}
