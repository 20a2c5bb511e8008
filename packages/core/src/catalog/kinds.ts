/**
 * Every kind of record a practice has and what can be done with it. One line a kind.
 */
import type { Act, Kind, MemberKind, StateRule } from './catalog.ts'

const onlyPractitioners: readonly MemberKind[] = [
  'administrative',
  'assistant',
  'collaborator',
  'integration',
]
const onlyStaffLogins: readonly MemberKind[] = ['assistant', 'collaborator', 'integration']
const neverIntegrations: readonly MemberKind[] = ['integration']

const unsigned: StateRule = { field: 'signed', is: false }
const signed: StateRule = { field: 'signed', is: true }
const awaitingApproval: StateRule = { field: 'status', is: 'awaiting-approval' }

/** An act that changes or sends something; `view` is the one that looks. */
function act(rule: Partial<Act> = {}): Act {
  return {
    reads: false,
    creates: false,
    level: 'edit',
    never: [],
    withoutActing: false,
    beyondReach: false,
    ...rule,
  }
}

const view = act({ reads: true, level: 'view' })
const edit = act()
const create = act({ creates: true })
const send = act()
/** Done by people alone: an integration signs and approves nothing and changes no access. */
const byPeople = act({ never: neverIntegrations })

type Row = Pick<Kind, 'label' | 'module' | 'patient' | 'team' | 'acts'> & Partial<Kind>

function kind(row: Row): Kind {
  const noun = `${/^[aeiou]/i.test(row.label) ? 'an' : 'a'} ${row.label.toLowerCase()}`
  return {
    noun,
    statuses: [],
    collaborator: [],
    note: false,
    adminWide: false,
    priced: false,
    followsPractitioner: false,
    ...row,
  }
}

/** Practice-wide: no patient, nobody's own. */
function wide(
  label: string,
  module: string,
  acts: Readonly<Record<string, Act>>,
  more: Partial<Kind> = {},
): Kind {
  return kind({ label, module, patient: 'no', team: 'wide', acts, ...more })
}

/** About a patient, with a responsible practitioner. */
function owned(
  label: string,
  module: string,
  section: string,
  acts: Readonly<Record<string, Act>>,
  more: Partial<Kind> = {},
): Kind {
  return kind({ label, module, section, patient: 'yes', team: 'owner', acts, ...more })
}

/** Judged at step 6 as its patient. */
function asPatient(
  label: string,
  module: string,
  section: string,
  acts: Readonly<Record<string, Act>>,
  more: Partial<Kind> = {},
): Kind {
  return kind({ label, module, section, patient: 'yes', team: 'asPatient', acts, ...more })
}

/** Where the case of an order is; its setups say the same of themselves. */
const caseStatuses = [
  'submitted',
  'setup-in-production',
  'awaiting-approval',
  'approved',
  'phase-N-of-N-in-production',
  'closed',
  'cancelled',
]

const looked = { view }
const kept = { view, edit }
const written = { view, create, edit }
const run = { run: act() }
const own = act({ withoutActing: true })

export const kinds = {
  patient: kind({
    label: 'Patient',
    module: 'general',
    patient: 'itself',
    team: 'careTeam',
    section: 'patients',
    acts: {
      ...written,
      restrict: byPeople,
      breakGlass: act({ verb: 'break the glass for', never: onlyStaffLogins, beyondReach: true }),
    },
  }),
  appointment: owned(
    'Appointment',
    'general',
    'appointments',
    { ...written, cancel: act() },
    { statuses: ['booked', 'arrived', 'fulfilled', 'cancelled', 'noshow'] },
  ),
  message: owned(
    'Message',
    'general',
    'messages',
    // Sending one makes it.
    { view, send: create },
    { statuses: ['sent', 'delivered', 'read', 'failed'] },
  ),
  comment: asPatient('Comment', 'general', 'patients', {
    view,
    create: act({ creates: true, level: 'view' }),
  }),
  task: owned(
    'Task',
    'general',
    'tasks',
    { view: { ...view, withoutActing: true }, create, edit: own },
    {
      statuses: ['open', 'done', 'cancelled'],
      patient: 'maybe',
      assignedTo: ['practitioner', 'administrative', 'assistant'],
    },
  ),
  tag: wide('Tag', 'general', { ...written, restrict: byPeople }),
  history: asPatient('Clinical history', 'clinical', 'notes', kept, {
    statuses: ['active', 'resolved', 'entered-in-error'],
    noun: 'clinical history',
  }),
  note: owned(
    'Note',
    'clinical',
    'notes',
    {
      view,
      create,
      edit: act({ state: unsigned }),
      sign: act({ state: unsigned, never: onlyPractitioners }),
      unlock: act({ state: signed }),
      addendum: act({ verb: 'add to', state: signed }),
    },
    { note: true },
  ),
  prescription: owned(
    'Prescription',
    'clinical',
    'notes',
    { view, send, print: act() },
    { statuses: ['draft', 'sent', 'cancelled'] },
  ),
  refill: owned(
    'Refill',
    'clinical',
    'notes',
    { view, approve: byPeople, deny: act() },
    { statuses: ['requested', 'approved', 'denied'] },
  ),
  result: owned(
    'Lab result',
    'clinical',
    'notes',
    { view, share: act(), sign: byPeople },
    { statuses: ['unreviewed', 'reviewed', 'shared'] },
  ),
  form: owned(
    'Form',
    'clinical',
    'forms',
    {
      view,
      create,
      send,
      // Both are signed.
      office: { ...byPeople, verb: 'fill in the office part of' },
      witness: byPeople,
    },
    { statuses: ['draft', 'sent', 'completed', 'signed'] },
  ),
  template: owned('Template', 'clinical', 'forms', written, {
    statuses: ['draft', 'active', 'retired'],
    patient: 'no',
  }),
  charge: owned('Charge', 'billing', 'invoices', written, {
    statuses: ['draft', 'on-claim', 'paid', 'denied', 'void'],
  }),
  claim: asPatient('Claim', 'billing', 'invoices', looked, {
    statuses: ['submitted', 'accepted', 'denied', 'paid'],
  }),
  collection: asPatient('Collection', 'billing', 'invoices', looked, {
    statuses: ['current', 'overdue', 'with-agency'],
    priced: true,
  }),
  invoice: owned('Invoice', 'billing', 'invoices', written, { statuses: ['draft', 'sent', 'paid', 'void'] }),
  payment: owned(
    'Payment',
    'billing',
    'invoices',
    { view, create },
    { statuses: ['taken', 'refunded'], priced: true },
  ),
  payout: wide('Payout', 'billing', looked, { priced: true }),
  analytics: wide('Billing analytics', 'billing', looked, { noun: 'billing analytics', priced: true }),
  profile: wide('Online profile', 'engage', kept, {
    statuses: ['draft', 'published'],
    noun: 'the online profile',
  }),
  survey: wide('Survey', 'engage', kept, { statuses: ['draft', 'active', 'closed'] }),
  directory: wide('Online directory', 'engage', looked, { noun: 'the online directory' }),
  broadcast: wide(
    'Broadcast',
    'engage',
    { view, send },
    { statuses: ['scheduled', 'sending', 'sent', 'cancelled'] },
  ),
  intake: asPatient('Intake', 'engage', 'forms', kept, {
    statuses: ['draft', 'sent', 'completed', 'accepted'],
  }),
  plan: owned(
    'Digital plan',
    'generator',
    'plans',
    { ...written, send },
    { statuses: ['draft', 'sent', 'viewed', 'accepted', 'declined', 'expired'] },
  ),
  finding: owned(
    'Finding',
    'colleague',
    'plans',
    { ...written, send },
    { statuses: ['draft', 'sent', 'acknowledged'] },
  ),
  order: owned(
    'Order',
    'orders',
    'orders',
    { view, create, share: byPeople },
    { statuses: caseStatuses, collaborator: ['view', 'create'], shared: 'as-case' },
  ),
  setup: owned(
    'Treatment setup',
    'orders',
    'orders',
    {
      view,
      decline: act({ state: awaitingApproval }),
      approve: act({ state: awaitingApproval, never: onlyPractitioners }),
    },
    { statuses: caseStatuses, collaborator: ['view', 'decline'], shared: 'through-case' },
  ),
  practice: wide('Practice information', 'administrative', kept, { noun: 'practice information' }),
  insurance: wide('Insurance', 'administrative', kept, { noun: 'insurance' }),
  appointmentSettings: wide('Appointment settings', 'administrative', kept, { noun: 'appointment settings' }),
  clinicalSettings: wide('Clinical settings', 'administrative', kept, { noun: 'clinical settings' }),
  securityPolicies: wide(
    'Security policies',
    'administrative',
    { view, edit: byPeople },
    { noun: 'security policies' },
  ),
  subscription: wide(
    'Subscription',
    'administrative',
    { view, edit: byPeople },
    { noun: 'the subscription' },
  ),
  demographicImport: wide('Demographic import', 'administrative', run),
  clinicalImport: wide('Clinical import', 'administrative', run),
  export: wide('Export', 'administrative', run),
  member: wide(
    'Team member',
    'administrative',
    {
      view,
      create: { ...byPeople, creates: true },
      edit: byPeople,
      invite: byPeople,
      lock: byPeople,
      archive: byPeople,
      viewAs: { ...byPeople, verb: 'view as' },
    },
    { adminWide: true },
  ),
  role: wide(
    'Role',
    'administrative',
    {
      view,
      create: { ...byPeople, creates: true },
      edit: byPeople,
      grant: byPeople,
      revoke: byPeople,
    },
    { adminWide: true },
  ),
  report: wide('Report', 'administrative', looked),
  audit: wide('Activity log', 'administrative', looked, { noun: 'the activity log' }),
  account: kind({
    label: 'Own account',
    noun: 'an account',
    module: 'general',
    patient: 'no',
    team: 'self',
    collaborator: ['view', 'edit'],
    acts: { view: { ...view, withoutActing: true }, edit: own },
  }),
  notificationSettings: kind({
    label: 'Notification settings',
    noun: 'notification settings',
    module: 'general',
    patient: 'no',
    team: 'self',
    collaborator: ['view', 'edit'],
    followsPractitioner: true,
    acts: kept,
  }),
} as const satisfies Record<string, Kind>

export type KindId = keyof typeof kinds
