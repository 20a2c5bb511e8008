/**
 * Every permission: what it is called, what it lets a person do, and the acts behind the words.
 */
import type { Covers, Permission, When } from './catalog.ts'
import type { KindId } from './kinds.ts'

function on(kind: KindId, acts: string, when?: When): Covers {
  return when === undefined ? { kind, acts: acts.split(' ') } : { kind, acts: acts.split(' '), when }
}

interface Row {
  readonly label: string
  readonly meaning: string
  readonly covers: readonly Covers[]
  readonly needs?: readonly Covers[]
  readonly mark?: 'account'
}

function published({ needs = [], mark, ...row }: Row): Permission {
  return { ...row, needs, mark: mark ?? 'record', published: true }
}

function beyond(row: Row): Permission {
  return { ...published(row), published: false }
}

const unsigned: When = { field: 'signed', is: false }
const signed: When = { field: 'signed', is: true }
const seePatient = on('patient', 'view')

export const permissions = {
  'patients.manage': published({
    label: 'Manage patients',
    meaning: 'See patients, register new ones and correct their details',
    covers: [on('patient', 'view create edit')],
  }),
  'appointments.manage': published({
    label: 'Manage patient appointments',
    meaning: 'See, book, move and cancel appointments',
    covers: [on('appointment', 'view create edit cancel')],
    needs: [seePatient],
  }),
  'messages.use': published({
    label: 'Messages',
    meaning: 'Read and send messages to patients',
    covers: [on('message', 'view send')],
    needs: [seePatient],
  }),
  'clinical.manage': published({
    label: 'Manage clinical information',
    meaning: 'See and update allergies, conditions, medication and other clinical history',
    covers: [on('history', 'view edit')],
    needs: [seePatient],
  }),
  'notes.view': published({
    label: 'View notes',
    meaning: 'Read notes that are not signed yet',
    covers: [on('note', 'view', unsigned)],
    needs: [seePatient],
  }),
  'notes.viewSigned': published({
    label: 'View signed notes',
    meaning: 'Read notes that are signed',
    covers: [on('note', 'view', signed)],
    needs: [seePatient],
  }),
  'notes.viewOwn': published({
    label: 'View owner notes only',
    meaning: 'Read the notes one is responsible for, signed or not',
    covers: [on('note', 'view', 'own')],
    needs: [seePatient],
  }),
  'prescriptions.send': published({
    label: 'Send/print prescriptions',
    meaning: 'See, send and print prescriptions',
    covers: [on('prescription', 'view send print')],
    needs: [seePatient],
  }),
  'refills.manage': published({
    label: 'Manage refills',
    meaning: 'See refill requests and approve or deny them',
    covers: [on('refill', 'view approve deny')],
    needs: [seePatient],
  }),
  'results.view': published({
    label: 'View labs & studies',
    meaning: 'Read lab results and studies',
    covers: [on('result', 'view')],
    needs: [seePatient],
  }),
  'results.share': published({
    label: 'Share labs & studies',
    meaning: 'Share lab results and studies with the patient',
    covers: [on('result', 'share')],
    needs: [on('result', 'view')],
  }),
  'results.sign': published({
    label: 'Review and sign results',
    meaning: 'Review lab results and sign them off',
    covers: [on('result', 'sign')],
    needs: [on('result', 'view')],
  }),
  'charges.manage': published({
    label: 'Manage charge entries',
    meaning: 'See, enter and correct charges',
    covers: [on('charge', 'view create edit')],
  }),
  'claims.view': published({
    label: 'View claims status',
    meaning: 'See where insurance claims stand',
    covers: [on('claim', 'view')],
  }),
  'collections.view': published({
    label: 'View patient collections status',
    meaning: 'See what patients owe and what is being collected',
    covers: [on('collection', 'view')],
  }),
  'payouts.view': published({
    label: 'View payout report',
    meaning: 'See what was paid out to the practice',
    covers: [on('payout', 'view')],
    mark: 'account',
  }),
  'analytics.view': published({
    label: 'Billing analytics',
    meaning: 'See the figures of the whole business',
    covers: [on('analytics', 'view')],
    mark: 'account',
  }),
  'profile.manage': published({
    label: 'Manage online profile',
    meaning: 'See and edit what the practice shows of itself online',
    covers: [on('profile', 'view edit')],
  }),
  'surveys.manage': published({
    label: 'Manage surveys and results',
    meaning: 'Set up patient surveys and read their results',
    covers: [on('survey', 'view edit')],
  }),
  'directory.view': published({
    label: 'View online directory results',
    meaning: 'See how the practice appears in online directories',
    covers: [on('directory', 'view')],
  }),
  'broadcasts.manage': published({
    label: 'Manage patient broadcast communication',
    meaning: 'See and send messages that go to many patients at once',
    covers: [on('broadcast', 'view send')],
  }),
  'intake.manage': published({
    label: 'Manage patient intake',
    meaning: 'See and work on what new patients fill in',
    covers: [on('intake', 'view edit')],
  }),
  'practice.manage': published({
    label: 'Manage practice information',
    meaning: 'See and edit the name, address and hours of the practice',
    covers: [on('practice', 'view edit')],
    mark: 'account',
  }),
  'insurance.manage': published({
    label: 'Manage insurance',
    meaning: 'See and edit the insurers the practice works with',
    covers: [on('insurance', 'view edit')],
    mark: 'account',
  }),
  'accounts.manage': published({
    label: 'Manage user accounts and subscriptions',
    meaning: 'Invite people, change what they may do, and manage the subscription',
    covers: [
      on('member', 'view create edit invite lock archive'),
      on('role', 'view create edit grant revoke'),
      on('subscription', 'view edit'),
    ],
    mark: 'account',
  }),
  'appointmentSettings.manage': published({
    label: 'Manage appointment settings',
    meaning: 'See and edit appointment types, lengths and opening hours',
    covers: [on('appointmentSettings', 'view edit')],
    mark: 'account',
  }),
  'clinicalSettings.manage': published({
    label: 'Manage clinical settings',
    meaning: 'See and edit how clinical records are set up',
    covers: [on('clinicalSettings', 'view edit')],
    mark: 'account',
  }),
  'demographicImport.manage': published({
    label: 'Manage demographic import',
    meaning: 'Bring in patients from another system',
    covers: [on('demographicImport', 'run')],
    mark: 'account',
  }),
  'clinicalImport.manage': published({
    label: 'Manage clinical import',
    meaning: 'Bring in clinical records from another system',
    covers: [on('clinicalImport', 'run')],
    mark: 'account',
  }),
  'securityPolicies.manage': published({
    label: 'Manage security policies',
    meaning: 'See and edit the rules for signing in',
    covers: [on('securityPolicies', 'view edit')],
    mark: 'account',
  }),

  'patients.view': beyond({
    label: 'View patients',
    meaning: 'See patients and their details',
    covers: [on('patient', 'view')],
  }),
  'appointments.view': beyond({
    label: 'View appointments',
    meaning: 'See appointments',
    covers: [on('appointment', 'view')],
    needs: [seePatient],
  }),
  'notes.write': beyond({
    label: 'Write notes',
    meaning: 'Draft and edit notes, and add to signed ones',
    covers: [on('note', 'create edit addendum')],
    needs: [on('note', 'view', unsigned)],
  }),
  'notes.sign': beyond({
    label: 'Sign notes',
    meaning: 'Sign the notes one is responsible for',
    covers: [on('note', 'sign', 'own')],
    needs: [on('note', 'view', unsigned)],
  }),
  'notes.unlock': beyond({
    label: 'Unlock notes',
    meaning: 'Open a signed note again, with a reason',
    covers: [on('note', 'unlock')],
    needs: [on('note', 'view', signed)],
  }),
  'forms.view': beyond({
    label: 'View forms',
    meaning: 'Read forms that patients were sent',
    covers: [on('form', 'view')],
    needs: [seePatient],
  }),
  'forms.send': beyond({
    label: 'Send forms',
    meaning: 'Prepare forms and send them to patients',
    covers: [on('form', 'create send')],
    needs: [on('form', 'view')],
  }),
  'forms.office': beyond({
    label: 'Complete office-use fields',
    meaning: 'Fill in and sign the part of a form that is for the office',
    covers: [on('form', 'office')],
    needs: [on('form', 'view')],
  }),
  'forms.witness': beyond({
    label: 'Witness forms',
    meaning: 'Sign a form as witness',
    covers: [on('form', 'witness')],
    needs: [on('form', 'view')],
  }),
  'templates.manage': beyond({
    label: 'Manage templates',
    meaning: 'See, create and edit templates',
    covers: [on('template', 'view create edit')],
  }),
  'comments.write': beyond({
    label: 'Comment',
    meaning: 'Read comments about patients and write them',
    covers: [on('comment', 'view create')],
    needs: [seePatient],
  }),
  'tasks.use': beyond({
    label: 'Use tasks',
    meaning: 'Create tasks, and work on those assigned to or created by oneself',
    covers: [on('task', 'view create edit', 'mine')],
  }),
  'tasks.others': beyond({
    label: "See and manage everyone's tasks",
    meaning: 'See who does which task, and change it',
    covers: [on('task', 'view edit')],
  }),
  'tags.manage': beyond({
    label: 'Manage tags',
    meaning: 'Create, rename and recolour tags',
    covers: [on('tag', 'view create edit')],
    mark: 'account',
  }),
  'tags.restrict': beyond({
    label: 'Set tags that limit access',
    meaning: 'Set or remove tags that decide which patients some people reach',
    covers: [on('tag', 'restrict')],
    needs: [on('tag', 'view')],
    mark: 'account',
  }),
  'charts.restrict': beyond({
    label: 'Restrict charts',
    meaning: "Close a patient's chart to all but a list of people",
    covers: [on('patient', 'restrict')],
    needs: [seePatient],
  }),
  'invoices.view': beyond({
    label: 'View invoices',
    meaning: 'See invoices and payments',
    covers: [on('invoice', 'view'), on('payment', 'view')],
    needs: [seePatient],
  }),
  'invoices.manage': beyond({
    label: 'Manage invoices',
    meaning: 'See, write and correct invoices',
    covers: [on('invoice', 'view create edit')],
    needs: [seePatient],
  }),
  'payments.take': beyond({
    label: 'Take payments',
    meaning: 'See and record payments',
    covers: [on('payment', 'view create')],
    needs: [on('invoice', 'view')],
  }),
  'plans.view': beyond({
    label: 'View digital plans',
    meaning: 'See digital plans and findings',
    covers: [on('plan', 'view'), on('finding', 'view')],
    needs: [seePatient],
  }),
  'plans.create': beyond({
    label: 'Create digital plans',
    meaning: 'Create and edit digital plans and findings',
    covers: [on('plan', 'create edit'), on('finding', 'create edit')],
    needs: [on('plan', 'view')],
  }),
  'plans.send': beyond({
    label: 'Send digital plans',
    meaning: 'Send digital plans and findings to patients',
    covers: [on('plan', 'send'), on('finding', 'send')],
    needs: [on('plan', 'view')],
  }),
  'orders.view': beyond({
    label: 'View orders',
    meaning: 'See orders (cases) and their treatment setups',
    covers: [on('order', 'view'), on('setup', 'view')],
  }),
  'orders.add': beyond({
    label: 'Add orders',
    meaning: 'Add orders (cases)',
    covers: [on('order', 'create')],
    needs: [on('order', 'view')],
  }),
  'setups.decline': beyond({
    label: 'Decline treatment setups',
    meaning: 'Send a treatment setup back, with a reason',
    covers: [on('setup', 'decline')],
    needs: [on('setup', 'view')],
  }),
  'setups.approve': beyond({
    label: 'Approve treatment setups',
    meaning: 'Approve a treatment setup for production',
    covers: [on('setup', 'approve')],
    needs: [on('setup', 'view')],
  }),
  'cases.share': beyond({
    label: 'Share cases',
    meaning: 'Open cases to a collaborator, with the consent of the patients',
    covers: [on('order', 'share')],
    needs: [on('order', 'view')],
  }),
  'reports.view': beyond({
    label: 'View reports',
    meaning: 'See reports about the practice',
    covers: [on('report', 'view')],
    mark: 'account',
  }),
  'exports.run': beyond({
    label: 'Export data',
    meaning: 'Take records out as files',
    covers: [on('export', 'run')],
    mark: 'account',
  }),
  'audit.view': beyond({
    label: 'View activity log',
    meaning: 'See who did what, and why it was allowed or refused',
    covers: [on('audit', 'view')],
    mark: 'account',
  }),
  'glass.break': beyond({
    label: 'Emergency access',
    meaning: 'Open a closed chart in an emergency, with a reason that others review',
    covers: [on('patient', 'breakGlass')],
    needs: [seePatient],
  }),
  'viewAs.use': beyond({
    label: 'View as someone else',
    meaning: 'See the practice as another member sees it, without acting',
    covers: [on('member', 'viewAs')],
    needs: [on('member', 'view')],
    mark: 'account',
  }),
} as const satisfies Record<string, Permission>

export type PermissionId = keyof typeof permissions
