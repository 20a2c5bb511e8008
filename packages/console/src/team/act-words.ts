import type { KindId } from '@rolecall/core'
import { joined } from './member-words.ts'

/** The plural of a kind of record, and the verbs people use with it where the default verb is not idiomatic. */
interface KindWords {
  readonly things: string
  /** In a verb, `%` stands for the things; a verb that begins with `=` takes none. */
  readonly acts?: Readonly<Record<string, string>>
}

const verbs: Readonly<Record<string, string>> = {
  view: 'see',
  create: 'add',
  edit: 'edit',
  addendum: 'add addenda to',
  office: 'complete office-use fields of',
  viewAs: 'view Rolecall as',
  run: 'run',
}

const kindWords: Readonly<Record<KindId, KindWords>> = {
  patient: {
    things: 'patients',
    acts: { create: 'register', restrict: 'restrict the charts of', breakGlass: 'open % in an emergency' },
  },
  appointment: { things: 'appointments', acts: { create: 'book', edit: 'move' } },
  message: { things: 'messages with patients', acts: { view: 'read' } },
  comment: { things: 'comments on patients', acts: { view: 'read', create: 'write' } },
  task: { things: 'tasks' },
  tag: { things: 'tags', acts: { restrict: '=set tags that limit access' } },
  history: { things: 'the clinical history' },
  note: { things: 'notes', acts: { view: 'read', create: 'write' } },
  prescription: { things: 'prescriptions' },
  refill: { things: 'refill requests' },
  result: { things: 'lab results', acts: { share: 'share % with the patient', sign: 'sign off' } },
  form: { things: 'forms', acts: { create: 'start' } },
  template: { things: 'templates' },
  charge: { things: 'charges', acts: { create: 'enter', edit: 'correct' } },
  claim: { things: 'insurance claims' },
  collection: { things: 'outstanding balances' },
  invoice: { things: 'invoices', acts: { create: 'write' } },
  payment: { things: 'payments', acts: { create: 'take' } },
  payout: { things: 'payouts' },
  analytics: { things: 'billing analytics' },
  profile: { things: 'the online profile' },
  survey: { things: 'surveys' },
  directory: { things: 'the online directory' },
  broadcast: { things: 'messages to all patients' },
  intake: { things: 'patient intake' },
  plan: { things: 'digital plans', acts: { create: 'create' } },
  finding: { things: 'findings', acts: { create: 'write' } },
  order: { things: 'orders', acts: { share: 'share % with people outside' } },
  setup: { things: 'treatment setups' },
  practice: { things: 'the practice information' },
  insurance: { things: 'the insurance settings' },
  appointmentSettings: { things: 'the appointment settings' },
  clinicalSettings: { things: 'the clinical settings' },
  securityPolicies: { things: 'the security policies' },
  subscription: { things: 'the subscription' },
  demographicImport: { things: 'the import of patients' },
  clinicalImport: { things: 'the import of clinical data' },
  export: { things: 'exports' },
  member: { things: 'team members' },
  role: { things: 'roles', acts: { grant: 'assign', revoke: 'unassign' } },
  report: { things: 'reports' },
  audit: { things: 'the activity log' },
  account: { things: 'their own account' },
  notificationSettings: { things: 'their own notifications' },
}

export function thingsInWords(kind: string): string {
  return wordsOf(kind)?.things ?? 'records of an unknown type'
}

/** `see, register and edit patients, and open them in an emergency`. */
export function doesInWords(
  kind: string,
  acts: readonly string[],
  and = 'and',
  things = thingsInWords(kind),
): string {
  const own = wordsOf(kind)?.acts
  const words = acts.map((act) => own?.[act] ?? verbs[act] ?? act)
  const plain = words.filter((word) => !/^=|%/.test(word))
  const around = words.filter((word) => !plain.includes(word)).map((word) => word.replace(/^=/, ''))
  if (plain.length === 0) {
    const [before = '', ...after] = joined(around, and).split('%')
    return after.length === 0 ? before : `${before}${things}${after.join('them')}`
  }
  const first = `${joined(plain, and)} ${things}`
  return around.length === 0 ? first : `${first}, ${and} ${joined(around, and).replaceAll('%', 'them')}`
}

function wordsOf(kind: string): KindWords | undefined {
  return Object.hasOwn(kindWords, kind) ? kindWords[kind as KindId] : undefined
}
