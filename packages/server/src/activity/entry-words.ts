/** An entry of the log in a sentence for somebody who knows the practice and not the program. */
import { type OperationId, operations } from '@rolecall/contract'
import { type Kind, practiceCatalog, type Snapshot, type Step } from '@rolecall/core'
import { nameOf } from '../access/member-name.ts'
import type { ListedEntry } from '../audit/read-entries.ts'
import { type Deed, namedDeed, objectIn } from './entry-objects.ts'

export type Worded = Pick<
  ListedEntry,
  | 'operation'
  | 'member_id'
  | 'acting_for'
  | 'kind'
  | 'act'
  | 'records'
  | 'outcome'
  | 'step'
  | 'detail'
  | 'names'
>

/** What members were called when an entry was written; of older entries, which do not say so, what they are called now. */
export function memberNames(
  { names }: Pick<Worded, 'names'>,
  { members }: Pick<Snapshot, 'members'>,
): (id: string) => string {
  return (id) => (names === null ? nameOf(members.get(id) ?? { id }) : (names.members[id] ?? id))
}

export function wordsOf(entry: Worded, snapshot: Pick<Snapshot, 'members'>): string {
  const name = memberNames(entry, snapshot)
  const { done, wanted } = deedOf(entry, name)
  const person = (id: string) => withNameOfToday(id, name(id), snapshot)
  const who = entry.member_id === null ? nobody(entry.operation) : person(entry.member_id)
  const whom = entry.acting_for === null ? who : `${who}, for ${person(entry.acting_for)},`
  switch (entry.outcome) {
    case 'allowed':
      return `${whom} ${done}`
    case 'refused':
      return `${whom} ${deniedWords(wanted)} (${whyRefused(entry)})`
    case 'failed':
      return `${whom} tried to ${wanted}, but it failed`
  }
}

/** `was denied access to a patient`, `was not allowed to sign a note`. */
function deniedWords(wanted: string): string {
  const [, viewed] = /^view (?!as )(.+)$/.exec(wanted) ?? []
  return viewed === undefined ? `was not allowed to ${wanted}` : `was denied access to ${viewed}`
}

/** Who was called otherwise then: a name that was taken from another hides nobody. */
function withNameOfToday(id: string, name: string, { members }: Pick<Snapshot, 'members'>): string {
  const today = members.get(id)?.name ?? name
  return today === name ? name : `${name} (now ${today})`
}

function nobody(operation: string): string {
  return operation in operations ? 'Someone not signed in' : 'A server command'
}

function deedOf(entry: Worded, name: (id: string) => string): Deed {
  const { operation, kind, act, records } = entry
  const known = deeds[operation] ?? namedDeed(entry, name)
  if (known !== undefined) return known
  if (kind === null || act === null) return unknownDeed(operation)
  const cell = practiceCatalog.cells.get(kind)?.get(act)
  if (cell === undefined) return unknownDeed(`${act} ${kind}`)
  const object =
    objectIn(entry, name) ?? counted(cell.row, cell.rule.reads ? records.length : Math.max(records.length, 1))
  return {
    done: `${cell.rule.verb.past} ${object}`,
    wanted: `${cell.rule.verb.base} ${object}`,
  }
}

function unknownDeed(operation: string): Deed {
  const { summary } = operations[operation as OperationId] ?? {}
  const what = summary === undefined ? `“${operation}”` : `“${summary}”`
  return { done: `used ${what}`, wanted: `use ${what}` }
}

/** What is about people's sign-in, or tells more than its kind and act do. */
const deeds: Readonly<Record<string, Deed>> = {
  signIn: { done: 'signed in', wanted: 'sign in' },
  pickPerson: { done: 'signed in', wanted: 'sign in' },
  closeSession: { done: 'signed out', wanted: 'sign out' },
  unlockSession: { done: 'unlocked their session', wanted: 'unlock their session' },
  changePassword: { done: 'changed their password', wanted: 'change their password' },
  requestPasswordReset: { done: 'requested a new password', wanted: 'request a new password' },
  resetPassword: { done: 'chose a new password', wanted: 'choose a new password' },
  acceptInvitation: { done: 'accepted their invitation', wanted: 'accept their invitation' },
  import: { done: 'imported records', wanted: 'import records' },
  setUp: { done: 'set up the practice', wanted: 'set up the practice' },
  why: { done: 'checked access', wanted: 'check access' },
  whoCan: { done: 'checked who has access', wanted: 'check who has access' },
  countPatients: { done: 'counted patients', wanted: 'count patients' },
  ...viewed({
    listMembers: 'the team',
    readMember: 'a team member',
    memberAccess: "a team member's access",
    listRoles: 'the roles',
    roleMatrix: 'the comparison of roles',
    listSeparations: 'conflicting roles',
    readPractice: 'practice settings',
    listTags: 'the tags',
    listLocations: 'the locations',
    listCalendars: 'the list of calendars',
  }),
  verifyAudit: { done: 'verified the activity log', wanted: 'verify the activity log' },
  auditVerification: {
    done: 'viewed the verification of the activity log',
    wanted: 'view the verification of the activity log',
  },
  'rolecall audit accept': {
    done: 'accepted missing entries at the end of the activity log',
    wanted: 'accept missing entries at the end of the activity log',
  },
  seeAnnouncement: { done: 'read an announcement', wanted: 'read an announcement' },
  'rolecall owner recover': {
    done: 'gave the owner a new way to sign in',
    wanted: 'give the owner a new way to sign in',
  },
}

/** What takes one of several permissions is no one act on a kind, and has words of its own. */
function viewed(at: Readonly<Record<string, string>>): Readonly<Record<string, Deed>> {
  return Object.fromEntries(
    Object.entries(at).map(([operation, what]) => [
      operation,
      { done: `viewed ${what}`, wanted: `view ${what}` },
    ]),
  )
}

/** `100 patients`. What cannot be counted stays as it is. */
function counted({ noun, plural }: Kind, count: number): string {
  if (noun === plural || count === 1) return noun
  return count === 0 ? plural : `${count.toLocaleString('en')} ${plural}`
}

function whyRefused({ step, detail }: Worded): string {
  if (step !== null) return refusals[step as Step] ?? step
  switch (detail?.because) {
    case 'no-such-record':
      return 'not found'
    case 'not-open':
      return 'not available to them'
    default:
      // Also in older entries, which do not say whether the record exists.
      return 'not found or no access'
  }
}

const refusals: Readonly<Record<Step, string>> = {
  inactive: 'not active',
  'module-off': 'module not subscribed',
  kind: 'not possible for their account type',
  permission: 'no permission',
  acting: 'not working for someone they assist',
  team: 'outside their team access',
  patient: 'limit or restricted chart',
  state: "its status doesn't allow it",
  field: 'hidden field',
}
