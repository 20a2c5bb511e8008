/**
 * Every kind of record a practice has and what can be done with it. One line a kind.
 */
import type { Act, Kind, MemberKind, StateRule } from './catalog.ts'
import { pluralOf, regularVerb, type Verb, verb } from './verb.ts'

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
function act(base: string | Verb, rule: Partial<Act> = {}): Act {
  return {
    verb: typeof base === 'string' ? regularVerb(base) : base,
    reads: false,
    creates: false,
    level: 'edit',
    never: [],
    withoutActing: false,
    beyondReach: false,
    ...rule,
  }
}

/** Done by people alone: an integration signs and approves nothing and changes no access. */
function byPeople(base: string | Verb, rule: Partial<Act> = {}): Act {
  return act(base, { never: neverIntegrations, ...rule })
}

const add = regularVerb('add')
const sending = verb('send', 'sent', 'sending')
const signing = regularVerb('sign')

const view = act('view', { reads: true, level: 'view' })
const edit = act('edit')
const create = act(add, { creates: true })
const send = act(sending)

type Row = Pick<Kind, 'label' | 'module' | 'patient' | 'team' | 'acts'> & Partial<Kind>

function kind(row: Row): Kind {
  const label = row.label.toLowerCase()
  return {
    noun: `${/^[aeiou]/.test(label) ? 'an' : 'a'} ${label}`,
    // What has a noun of its own has no plural: `billing analytics`.
    plural: row.noun ?? pluralOf(label),
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
const run = { run: act(verb('run', 'ran', 'running', 'run')) }
const own = act('edit', { withoutActing: true })

export const kinds = {
  patient: kind({
    label: 'Patient',
    module: 'general',
    patient: 'itself',
    team: 'careTeam',
    section: 'patients',
    acts: {
      ...written,
      restrict: byPeople('restrict'),
      breakGlass: act(
        verb('use emergency access for', 'used emergency access for', 'using emergency access for'),
        { never: onlyStaffLogins, beyondReach: true },
      ),
    },
  }),
  appointment: owned(
    'Appointment',
    'general',
    'appointments',
    { ...written, cancel: act(verb('cancel', 'cancelled', 'cancelling')) },
    { statuses: ['booked', 'arrived', 'fulfilled', 'cancelled', 'noshow'] },
  ),
  message: owned(
    'Message',
    'general',
    'messages',
    // Sending one makes it.
    { view, send: act(sending, { creates: true }) },
    { statuses: ['sent', 'delivered', 'read', 'failed'] },
  ),
  comment: asPatient('Comment', 'general', 'patients', {
    view,
    create: act(add, { creates: true, level: 'view' }),
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
  tag: wide('Tag', 'general', { ...written, restrict: byPeople('restrict') }),
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
      edit: act('edit', { state: unsigned }),
      sign: act({ ...signing, participle: 'signed again' }, { state: unsigned, never: onlyPractitioners }),
      unlock: act('unlock', { state: signed }),
      addendum: act(
        verb('add an addendum to', 'added an addendum to', 'adding addenda to', 'given an addendum'),
        { state: signed },
      ),
    },
    { note: true },
  ),
  prescription: owned(
    'Prescription',
    'clinical',
    'notes',
    { view, send, print: act('print') },
    { statuses: ['draft', 'sent', 'cancelled'] },
  ),
  refill: owned(
    'Refill',
    'clinical',
    'notes',
    { view, approve: byPeople('approve'), deny: act('deny') },
    { statuses: ['requested', 'approved', 'denied'] },
  ),
  result: owned(
    'Lab result',
    'clinical',
    'notes',
    { view, share: act('share'), sign: byPeople(signing) },
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
      office: byPeople(
        verb(
          'complete the office-use fields of',
          'completed the office-use fields of',
          'completing the office-use fields of',
        ),
      ),
      witness: byPeople('witness'),
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
    { view, create, share: byPeople('share') },
    { statuses: caseStatuses, collaborator: ['view', 'create'], shared: 'as-case' },
  ),
  setup: owned(
    'Treatment setup',
    'orders',
    'orders',
    {
      view,
      decline: act('decline', { state: awaitingApproval }),
      approve: act('approve', { state: awaitingApproval, never: onlyPractitioners }),
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
    { view, edit: byPeople('edit') },
    { noun: 'security policies' },
  ),
  subscription: wide(
    'Subscription',
    'administrative',
    { view, edit: byPeople('edit') },
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
      create: byPeople(add, { creates: true }),
      edit: byPeople('edit'),
      invite: byPeople('invite'),
      lock: byPeople('lock'),
      archive: byPeople('remove'),
      viewAs: byPeople(verb('view as', 'viewed as', 'viewing as')),
    },
    { adminWide: true },
  ),
  role: wide(
    'Role',
    'administrative',
    {
      view,
      create: byPeople(add, { creates: true }),
      edit: byPeople('edit'),
      grant: byPeople('assign'),
      revoke: byPeople('remove'),
    },
    { adminWide: true },
  ),
  report: wide('Report', 'administrative', looked),
  audit: wide('Activity log', 'administrative', looked, { noun: 'the activity log' }),
  account: kind({
    label: 'Own account',
    noun: 'an account',
    plural: 'accounts',
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
