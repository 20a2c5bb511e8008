/**
 * Why a step failed or depends on the record, and what would mend it: one function a step.
 *
 * They look at the same standing the condition was made from, and name the limit, grant or flag and where it was set.
 */
import { memberKinds, type Step } from '../catalog/catalog.ts'
import { withinCeiling } from '../plan/steps/ceiling.ts'
import type { Cause, Examined } from './cause.ts'
import { describe, stateWords } from './describe.ts'
import { accountsOfKind, doWords, moduleName, oneOfKind } from './names.ts'
import { whyActing } from './why-acting.ts'
import { whyField } from './why-field.ts'
import { whyInactive } from './why-inactive.ts'
import { whyPatient } from './why-patient.ts'
import { whyPermission } from './why-permission.ts'
import { whyTeam } from './why-team.ts'

/** Why a step failed. */
export const failures: Readonly<Record<Step, (examined: Examined) => Cause>> = {
  inactive: ({ asked }) => whyInactive(asked.standing),
  'module-off': whyModuleOff,
  kind: whyKind,
  permission: whyPermission,
  acting: whyActing,
  team: whyTeam,
  patient: whyPatient,
  state: whyState,
  field: whyField,
}

/** Which records pass a step, where none was named: `only signed notes`, `all patients except restricted charts`. */
export function whyDepends({ asked, condition }: Examined): string {
  return describe(asked.standing.snapshot, condition, asked.cell.row)
}

function whyModuleOff({ asked }: Examined): Cause {
  const readOnly = asked.standing.snapshot.modulesReadOnly.has(asked.cell.row.module)
  const module = moduleName(asked)
  return {
    cause: readOnly ? `the ${module} module is read-only` : `the practice doesn't have the ${module} module`,
    mend: `ask the owner to subscribe to ${module}`,
  }
}

function whyKind({ asked: { standing, cell } }: Examined): Cause {
  const { member } = standing
  if (member === undefined) return whyInactive(standing)
  const able = memberKinds.find((kind) => withinCeiling(kind, cell))
  return {
    cause: `${accountsOfKind(member.kind)} can't ${doWords(cell)}`,
    mend: able === undefined ? 'no role can change this' : `ask ${oneOfKind(able)}; no role can change this`,
  }
}

function whyState({ asked: { cell } }: Examined): Cause {
  const { row, rule } = cell
  const { participle } = rule.verb
  if (rule.state === undefined) return { cause: `these ${row.plural} can't be ${participle}` }
  const { field, is } = rule.state
  if (typeof is === 'string') {
    const { after } = stateWords(field, is)
    return {
      cause: `only ${row.plural} ${after} can be ${participle}`,
      mend: `wait until it has this ${field}`,
    }
  }
  const { before } = stateWords(field, !is)
  return { cause: `${before} ${row.plural} can't be ${participle}`, mend: stateMend(field, is) }
}

function stateMend(field: string, is: boolean): string {
  if (field !== 'signed') return `wait until it ${is ? 'is' : 'is no longer'} ${field}`
  return is ? 'sign it first' : 'add an addendum instead, or unlock it with a reason'
}
