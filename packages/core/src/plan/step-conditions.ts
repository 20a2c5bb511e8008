/**
 * The nine steps as conditions on a record, for one standing and one act.
 *
 * What a step needs of the policy is settled here; what it needs of the record stays a condition. A broken glass widens
 * steps 4, 6 and 7 and nothing else.
 */
import type { Step } from '../catalog/catalog.ts'
import type { Asked } from './cell-request.ts'
import { always, type Condition, never, stateIs } from './condition.ts'
import { actingPasses } from './steps/acting.ts'
import { moduleOpen, withinCeiling } from './steps/ceiling.ts'
import { fieldPasses } from './steps/field.ts'
import { patientPasses } from './steps/patient.ts'
import { permissionPasses } from './steps/permission.ts'
import { teamPasses } from './steps/team.ts'

/** In order; each is worked out only when those before it can pass. */
export const stepConditions: readonly { readonly step: Step; readonly of: (asked: Asked) => Condition }[] = [
  { step: 'inactive', of: ({ standing }) => (standing.active ? always : never) },
  { step: 'module-off', of: ({ standing, cell }) => (moduleOpen(standing.snapshot, cell) ? always : never) },
  { step: 'kind', of: kindPasses },
  { step: 'permission', of: permissionPasses },
  { step: 'acting', of: actingPasses },
  { step: 'team', of: teamPasses },
  { step: 'patient', of: patientPasses },
  { step: 'state', of: ({ cell: { rule } }) => (rule.state === undefined ? always : stateIs(rule.state)) },
  { step: 'field', of: fieldPasses },
]

function kindPasses({ standing: { member }, cell }: Asked): Condition {
  return member !== undefined && withinCeiling(member.kind, cell) ? always : never
}
