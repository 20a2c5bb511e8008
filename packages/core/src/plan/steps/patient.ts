import type { Cell } from '../../catalog/catalog.ts'
import type { Share } from '../../policy/policy.ts'
import type { Asked } from '../cell-request.ts'
import { all, always, any, type Condition, never, ownedBy } from '../condition.ts'
import { remembered, type Standing } from '../subject.ts'
import type { Carrying } from './granting.ts'
import { limitPasses } from './limits.ts'
import { ownTask } from './own-task.ts'

/** Step 7: tag limits, restricted charts and shares let the member reach the patient or case. */
export function patientPasses({ standing, cell, carrying, glass }: Asked): Condition {
  const parts: Condition[] = []
  if (cell.row.patient !== 'no') {
    const reached = patientReached(standing, cell, carrying)
    parts.push(cell.row.patient === 'itself' ? reached : any([{ is: 'patient-missing' }, reached]))
  }
  if (standing.member?.kind === 'collaborator' && cell.row.shared !== undefined)
    parts.push(caseShared(carrying, cell))
  return any([glass, ownTask(standing, cell), all(parts)])
}

function patientReached(standing: Standing, { row }: Cell, carrying: readonly Carrying[]): Condition {
  const clinical = standing.snapshot.catalog.modules[row.module]?.clinical === true
  const open = remembered(standing, `open ${clinical}`, () => chartOpen(standing, clinical))
  const limited = carrying.some((carrier) => carrier.tagLimit !== undefined)
  return all([
    open,
    limited ? any(carrying.map((carrier) => all([carrier.scoped, limitPasses(carrier.tagLimit)]))) : always,
    standing.member?.kind === 'collaborator' && row.shared !== undefined ? { is: 'consent-kept' } : always,
  ])
}

/** Restricted charts and the limits set on people: what closes a patient whatever carries the act. */
function chartOpen(standing: Standing, clinical: boolean): Condition {
  const { tagLimits } = standing
  return all([
    chartOpenAt(standing, 'whole'),
    clinical ? chartOpenAt(standing, 'clinical') : always,
    ...tagLimits.map(({ limit }) => limitPasses(limit)),
  ])
}

/** An assistant needs both themselves and the practitioner on the list, so acting for nobody is not enough. */
function chartOpenAt({ who, subject }: Standing, level: 'whole' | 'clinical'): Condition {
  if (subject === undefined) return { is: 'chart-unrestricted', level }
  return { is: 'chart-open', level, ids: [...new Set([who.member, subject.id])] }
}

/** One of the shares that carry the act covers the case. */
export function caseShared(carrying: readonly Carrying[], cell: Cell): Condition {
  return any(carrying.map(({ share }) => (share === undefined ? never : shareCovers(share, cell))))
}

function shareCovers(share: Share, { row, rule }: Cell): Condition {
  if (row.shared === 'through-case')
    return all([
      { is: 'case-owner-in', ids: [share.by] },
      share.cases === 'all' ? always : { is: 'case-in', ids: share.cases },
    ])
  // A new order joins the share it is added under: it is on no list yet.
  const cases = rule.creates ? 'all' : share.cases
  return all([ownedBy([share.by]), cases === 'all' ? always : { is: 'id-in', ids: cases }])
}
