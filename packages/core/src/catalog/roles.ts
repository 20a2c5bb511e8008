/**
 * The roles a practice starts with. A practice may copy them or write its own.
 */
import type { CatalogRole, MemberKind } from './catalog.ts'
import { type PermissionId, permissions } from './permissions.ts'

/** Who may hold a role that is not for practitioners alone. Collaborators hold shares, never roles. */
export const anyStaff: readonly MemberKind[] = ['practitioner', 'administrative', 'assistant', 'integration']
const practitioners: readonly MemberKind[] = ['practitioner']

interface Row {
  readonly label: string
  readonly description: string
  readonly permissions: readonly PermissionId[]
  readonly beyond?: readonly PermissionId[]
  readonly fits?: readonly MemberKind[]
  readonly alsoCalled?: readonly string[]
}

function role({ beyond = [], fits = anyStaff, alsoCalled = [], ...row }: Row): CatalogRole {
  return { ...row, permissions: [...row.permissions, ...beyond], beyond, fits, alsoCalled }
}

const provider: readonly PermissionId[] = [
  'patients.manage',
  'appointments.manage',
  'messages.use',
  'clinical.manage',
  'notes.view',
  'notes.viewSigned',
  'notes.viewOwn',
  'prescriptions.send',
  'refills.manage',
  'results.view',
  'results.share',
  'results.sign',
  'profile.manage',
  'surveys.manage',
  'directory.view',
  'broadcasts.manage',
  'intake.manage',
  'appointmentSettings.manage',
  'clinicalSettings.manage',
  'demographicImport.manage',
  'clinicalImport.manage',
]
const providerBeyond: readonly PermissionId[] = [
  'notes.write',
  'notes.sign',
  'orders.view',
  'orders.add',
  'setups.approve',
  'setups.decline',
  'cases.share',
]
const administrative: readonly PermissionId[] = [
  'patients.manage',
  'appointments.manage',
  'messages.use',
  'forms.view',
  'forms.send',
  'comments.write',
  'tasks.use',
  'invoices.view',
]

const accountPermissions = Object.entries(permissions)
  .filter(([, permission]) => permission.mark === 'account')
  .map(([id]) => id as PermissionId)

export const roles = {
  'system-admin': role({
    label: 'System admin',
    description: 'Runs the practice: people, settings, billing; reads no notes',
    permissions: [
      'patients.manage',
      'appointments.manage',
      'messages.use',
      'clinical.manage',
      'charges.manage',
      'claims.view',
      'collections.view',
      'payouts.view',
      'analytics.view',
      'profile.manage',
      'surveys.manage',
      'directory.view',
      'broadcasts.manage',
      'intake.manage',
      'practice.manage',
      'insurance.manage',
      'accounts.manage',
      'appointmentSettings.manage',
      'clinicalSettings.manage',
      'demographicImport.manage',
      'clinicalImport.manage',
      'securityPolicies.manage',
    ],
  }),
  provider: role({
    label: 'Provider',
    description: 'Treats patients: notes, prescriptions, results',
    permissions: provider,
    beyond: providerBeyond,
    fits: practitioners,
  }),
  'clinical-assistant': role({
    label: 'Clinical assistant',
    description: 'Helps with treatment: drafts and results, but no signed notes',
    permissions: [
      'patients.manage',
      'appointments.manage',
      'messages.use',
      'clinical.manage',
      'notes.view',
      'refills.manage',
      'results.view',
      'results.share',
      'results.sign',
      'directory.view',
      'broadcasts.manage',
      'appointmentSettings.manage',
      'demographicImport.manage',
      'clinicalImport.manage',
    ],
    beyond: ['orders.view', 'orders.add'],
  }),
  'office-staff': role({
    label: 'Office staff',
    description: 'Front office: patients, appointments, intake',
    permissions: [
      'patients.manage',
      'appointments.manage',
      'messages.use',
      'clinical.manage',
      'results.view',
      'profile.manage',
      'directory.view',
      'broadcasts.manage',
      'intake.manage',
      'appointmentSettings.manage',
      'demographicImport.manage',
    ],
  }),
  biller: role({
    label: 'Biller',
    description: 'Charges, claims and collections',
    permissions: [
      'patients.manage',
      'appointments.manage',
      'messages.use',
      'charges.manage',
      'claims.view',
      'collections.view',
      'payouts.view',
      'directory.view',
      'practice.manage',
      'insurance.manage',
      'appointmentSettings.manage',
      'demographicImport.manage',
    ],
  }),
  'business-manager': role({
    label: 'Business manager',
    description: 'The figures of the business, nothing about patients',
    permissions: ['payouts.view', 'analytics.view'],
  }),
  user: role({
    label: 'User',
    description: 'Creates and sends digital plans and answers patients',
    permissions: ['plans.view', 'plans.create', 'plans.send', 'messages.use', 'tasks.use', 'patients.view'],
  }),
  admin: role({
    label: 'Admin',
    description: 'Manages the account: people, settings, reports',
    permissions: [...accountPermissions, 'patients.view', 'tasks.use', 'tasks.others'],
    alsoCalled: ['administrator'],
  }),
  practitioner: role({
    label: 'Practitioner',
    description: 'A provider who also uses forms, templates, tasks and digital plans',
    permissions: [
      ...provider,
      ...providerBeyond,
      'notes.unlock',
      'charts.restrict',
      'glass.break',
      'forms.view',
      'forms.send',
      'templates.manage',
      'comments.write',
      'tasks.use',
      'plans.view',
      'plans.create',
      'plans.send',
      'invoices.view',
    ],
    fits: practitioners,
  }),
  administrative: role({
    label: 'Administrative',
    description: "Manages practitioners' work on their behalf",
    permissions: administrative,
  }),
  assistant: role({
    label: 'Assistant',
    description: 'The hands of a practitioner, with the office part of forms',
    permissions: [...administrative, 'forms.office', 'forms.witness'],
  }),
  'scheduling-assistant': role({
    label: 'Scheduling assistant',
    description: 'Bookings and payments only',
    permissions: ['patients.view', 'appointments.manage', 'invoices.manage', 'payments.take'],
  }),
  bookkeeper: role({
    label: 'Bookkeeper',
    description: 'Invoices, payments and reports',
    permissions: ['patients.view', 'invoices.manage', 'payments.take', 'reports.view'],
  }),
} as const satisfies Record<string, CatalogRole>
