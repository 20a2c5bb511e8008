import type { ExplainedStep } from './explanation.ts'

/** The name of each check. */
export const topics = {
  inactive: 'Account',
  'module-off': 'Module',
  kind: 'Account type',
  permission: 'Permission',
  acting: 'Working for',
  team: 'Team access',
  patient: 'Tags and restrictions',
  state: 'Status',
  field: 'Fields',
} as const satisfies Record<ExplainedStep['step'], string>
