/**
 * The hospital's rules in words: which role may do what on which kind. One line a rule: 33 for each department, and
 * five for the whole hospital.
 */
export const hospitalRoles = [
  'attending',
  'resident',
  'nurse',
  'lab-technician',
  'pharmacist',
  'admin',
  'billing',
  'auditor',
  'researcher',
] as const
export type HospitalRole = (typeof hospitalRoles)[number]

/** Ten kinds with their acts; twelve acts in all. */
export const hospitalKinds = {
  chart: ['view', 'create', 'edit', 'archive', 'export'],
  note: ['view', 'create', 'edit', 'sign', 'amend'],
  vitals: ['view', 'create', 'edit'],
  order: ['view', 'create', 'sign', 'approve', 'cancel'],
  labResult: ['view', 'create', 'edit', 'verify', 'sign', 'export'],
  imaging: ['view', 'create', 'sign', 'export'],
  prescription: ['view', 'create', 'sign', 'verify', 'dispense', 'cancel'],
  appointment: ['view', 'create', 'edit', 'cancel'],
  invoice: ['view', 'create', 'edit', 'approve', 'export'],
  accessLog: ['view', 'export'],
} as const
export type HospitalKind = keyof typeof hospitalKinds

export interface HospitalRule {
  readonly role: HospitalRole
  readonly kind: HospitalKind
  readonly acts: readonly string[]
  /** Only records that no longer tell whose they are. */
  readonly deidentified?: true
}

function rule(role: HospitalRole, kind: HospitalKind, acts: string): HospitalRule {
  return { role, kind, acts: acts.split(' ') }
}

/** Each holds in a department, for those who work there. */
export const departmentRules: readonly HospitalRule[] = [
  rule('attending', 'chart', 'view edit archive'),
  rule('attending', 'note', 'view create edit sign amend'),
  rule('attending', 'vitals', 'view'),
  rule('attending', 'order', 'view create sign approve cancel'),
  rule('attending', 'labResult', 'view sign'),
  rule('attending', 'imaging', 'view sign'),
  rule('attending', 'prescription', 'view create sign cancel'),
  rule('attending', 'appointment', 'view create edit cancel'),
  rule('resident', 'chart', 'view edit'),
  rule('resident', 'note', 'view create edit'),
  rule('resident', 'vitals', 'view create'),
  rule('resident', 'order', 'view create'),
  rule('resident', 'labResult', 'view'),
  rule('resident', 'imaging', 'view'),
  rule('resident', 'prescription', 'view create'),
  rule('nurse', 'chart', 'view'),
  rule('nurse', 'note', 'view create'),
  rule('nurse', 'vitals', 'view create edit'),
  rule('nurse', 'order', 'view'),
  rule('nurse', 'labResult', 'view'),
  rule('nurse', 'prescription', 'view'),
  rule('nurse', 'appointment', 'view edit'),
  rule('lab-technician', 'order', 'view'),
  rule('lab-technician', 'labResult', 'view create edit verify'),
  rule('lab-technician', 'imaging', 'view create'),
  rule('pharmacist', 'chart', 'view'),
  rule('pharmacist', 'labResult', 'view'),
  rule('pharmacist', 'order', 'view'),
  rule('pharmacist', 'prescription', 'view verify dispense cancel'),
  rule('admin', 'chart', 'view create'),
  rule('admin', 'appointment', 'view create edit cancel'),
  rule('billing', 'appointment', 'view'),
  rule('billing', 'invoice', 'view create edit approve'),
]

/** Each holds in the whole hospital. */
export const hospitalRules: readonly HospitalRule[] = [
  rule('admin', 'accessLog', 'view'),
  rule('auditor', 'accessLog', 'view export'),
  rule('auditor', 'invoice', 'view export'),
  { ...rule('researcher', 'labResult', 'view export'), deidentified: true },
  { ...rule('researcher', 'imaging', 'view export'), deidentified: true },
]
