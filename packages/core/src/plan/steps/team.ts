import type { Cell } from '../../catalog/catalog.ts'
import type { MemberId } from '../../policy/policy.ts'
import type { Asked } from '../asked.ts'
import { all, always, any, type Condition, never, ownedBy, treatedBy } from '../condition.ts'
import { remembered, type Standing, subjectIds } from '../standing.ts'
import { limitPasses } from './limits.ts'
import { scopePasses } from './scope.ts'

/** Step 6: the record, and its patient, are the work of someone within reach. */
export function teamPasses(question: Asked): Condition {
  const { standing, cell, glass } = question
  if (standing.member?.kind === 'collaborator' && cell.row.team !== 'self') return always
  return any([glass, assignedToAssistant(standing, cell), teamReaches(question)])
}

/** A task given to an assistant is their own work, whoever they act for, its patient included. */
export function assignedToAssistant({ member, who }: Standing, { row }: Cell): Condition {
  const assignable = Object.values(row.acts).some((act) => act.withoutActing)
  return member?.kind === 'assistant' && row.team === 'owner' && assignable ? ownedBy([who.member]) : never
}

function teamReaches({ standing, cell: { row, rule } }: Asked): Condition {
  const { who } = standing
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
        row.patient === 'no' ? always : any([{ is: 'patient-missing' }, viewsPatient(standing)]),
      ])
  }
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
    if (ids === 'everyone') return always
    const listed = worklist(standing)
    // The whole worklist holds what one registered oneself.
    const created = listed.is === 'untreated' ? never : untreatedCreated(standing)
    return any([treatedBy(ids), created, listed])
  })
}

/** Nobody treats the patient yet, and the one whose reach counts registered them. */
export function untreatedCreated({ subject }: Standing): Condition {
  return subject === undefined ? never : all([{ is: 'untreated' }, { is: 'created-by', ids: [subject.id] }])
}

function worklist({ snapshot: { catalog }, grants, member }: Standing): Condition {
  const { worklist: permissions, adminPermission } = catalog
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
