import type { ExplainedStep } from './explanation.ts'

/** What each step is about, in a word or two. */
export const topics = {
  inactive: 'Account',
  'module-off': 'Module',
  kind: 'Kind of member',
  permission: 'Permission',
  acting: 'Acting for',
  team: 'Team access',
  patient: 'Tags and restrictions',
  state: 'State',
  field: 'Fields',
} as const satisfies Record<ExplainedStep['step'], string>
