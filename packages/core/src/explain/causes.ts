/**
 * Why a step failed or depends on the record, and what would mend it: one function a step.
 *
 * They look at the same standing the condition was made from, and name the limit, grant or flag and where it was set.
 */
import type { Step } from '../catalog/catalog.ts'
import type { Cause, Examined } from './cause.ts'
import { describe, stateWords } from './describe.ts'
import { actWords, kindName, moduleName } from './names.ts'
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

/** Why a step depends on the record, where none was named. */
export function whyDepends({ asked, condition }: Examined): string {
  return `only ${describe(asked.standing.snapshot, condition)}`
}

function whyModuleOff({ asked }: Examined): Cause {
  const readOnly = asked.standing.snapshot.modulesReadOnly.has(asked.cell.row.module)
  const module = moduleName(asked)
  return {
    cause: readOnly
      ? `the module ${module} has lapsed and can only be looked at`
      : `the module ${module} is off`,
    mend: `ask the owner to subscribe to ${module}`,
  }
}

function whyKind({ asked: { standing, cell } }: Examined): Cause {
  const { member } = standing
  if (member === undefined) return whyInactive(standing)
  return {
    cause: `${kindName(member.kind)} can never ${actWords(cell)}`,
    mend: 'ask someone who may; no role can change it',
  }
}

function whyState({ asked: { cell } }: Examined): Cause {
  const rule = cell.rule.state
  const allowed = rule === undefined ? 'nothing' : stateWords(rule.field, rule.is)
  const mend =
    rule?.field === 'signed'
      ? rule.is === true
        ? 'sign it first'
        : 'unlock it with a reason, or write an addendum'
      : 'wait until it gets there'
  return { cause: `to ${actWords(cell)} takes ${allowed}`, mend }
}
