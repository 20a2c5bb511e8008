/** An entry of the log in a sentence for somebody who knows the practice and not the program. */
import { type OperationId, operations } from '@rolecall/contract'
import { practiceCatalog, type Snapshot, type Step } from '@rolecall/core'
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
      return `${whom} wanted to ${wanted} and was refused: ${whyRefused(entry)}`
    case 'failed':
      return `${whom} wanted to ${wanted}, and it did not come about`
  }
}

/** Who was called otherwise then: a name that was taken from another hides nobody. */
function withNameOfToday(id: string, name: string, { members }: Pick<Snapshot, 'members'>): string {
  const today = members.get(id)?.name ?? name
  return today === name ? name : `${name} (now ${today})`
}

function nobody(operation: string): string {
  return operation in operations ? 'Somebody who was not signed in' : 'A program at the machine'
}

function deedOf(entry: Worded, name: (id: string) => string): Deed {
  const { operation, kind, act, records } = entry
  const known = deeds[operation] ?? namedDeed(entry, name)
  if (known !== undefined) return known
  if (kind === null || act === null) return unknownDeed(operation)
  const cell = practiceCatalog.cells.get(kind)?.get(act)
  if (cell === undefined) return unknownDeed(`${act} ${kind}`)
  const object =
    objectIn(entry, name) ??
    counted(cell.row.noun, cell.rule.reads ? records.length : Math.max(records.length, 1))
  return {
    done: `${cell.rule.verb.past} ${object}`,
    wanted: `${cell.rule.verb.base} ${object}`,
  }
}

function unknownDeed(operation: string): Deed {
  const { summary } = operations[operation as OperationId] ?? {}
  const what = summary === undefined ? `“${operation}”` : `“${summary}”`
  return { done: `asked for ${what}`, wanted: `ask for ${what}` }
}

/** What is about people's sign-in, or tells more than its kind and act do. */
const deeds: Readonly<Record<string, Deed>> = {
  signIn: { done: 'signed in', wanted: 'sign in' },
  pickPerson: { done: 'signed in', wanted: 'sign in' },
  closeSession: { done: 'signed out', wanted: 'sign out' },
  unlockSession: { done: 'unlocked their session', wanted: 'unlock their session' },
  changePassword: { done: 'changed their password', wanted: 'change their password' },
  requestPasswordReset: { done: 'asked for a new password', wanted: 'ask for a new password' },
  resetPassword: { done: 'chose a new password', wanted: 'choose a new password' },
  acceptInvitation: { done: 'accepted their invitation', wanted: 'accept their invitation' },
  import: { done: 'imported records', wanted: 'import records' },
  setUp: { done: 'set up the practice', wanted: 'set up the practice' },
  why: {
    done: 'asked why somebody may do something or not',
    wanted: 'ask why somebody may do something or not',
  },
  whoCan: { done: 'asked who may do something', wanted: 'ask who may do something' },
  countPatients: { done: 'counted the patients in reach', wanted: 'count the patients in reach' },
  ...looked({
    listMembers: 'the team',
    readMember: 'a team member',
    memberAccess: 'what somebody may do',
    listRoles: 'the roles',
    roleMatrix: 'the roles side by side',
    listSeparations: 'which duties are kept apart',
    readPractice: 'the settings of the practice',
    listTags: 'the tags',
    listLocations: 'the locations',
    listCalendars: 'whose calendars are open',
  }),
  verifyAudit: { done: 'had the activity log verified', wanted: 'have the activity log verified' },
  auditVerification: {
    done: 'looked whether the activity log is as it was written',
    wanted: 'look whether the activity log is as it was written',
  },
  'rolecall audit accept': {
    done: 'accepted that the end of the activity log is missing',
    wanted: 'accept that the end of the activity log is missing',
  },
  seeAnnouncement: { done: 'saw an announcement', wanted: 'see an announcement' },
  'rolecall owner recover': {
    done: 'gave the owner a new way to sign in',
    wanted: 'give the owner a new way to sign in',
  },
}

/** What takes one of several permissions is no one act on a kind, and has words of its own. */
function looked(at: Readonly<Record<string, string>>): Readonly<Record<string, Deed>> {
  return Object.fromEntries(
    Object.entries(at).map(([operation, what]) => [
      operation,
      { done: `looked at ${what}`, wanted: `look at ${what}` },
    ]),
  )
}

/** `a patient` and 100: `100 patients`. What cannot be counted stays as it is. */
function counted(noun: string, count: number): string {
  const [, singular] = noun.match(/^an? (.*)$/) ?? []
  if (singular === undefined || count === 1) return noun
  if (count === 0) return pluralOf(singular)
  return `${count.toLocaleString('en')} ${pluralOf(singular)}`
}

function pluralOf(noun: string): string {
  return /[^aeiou]y$/.test(noun) ? noun.replace(/y$/, 'ies') : `${noun}s`
}

function whyRefused({ step, detail }: Worded): string {
  if (step !== null) return refusals[step as Step] ?? step
  switch (detail?.because) {
    case 'no-such-record':
      return 'nothing here has this id'
    case 'not-open':
      return 'it was not open to them'
    default:
      // Also in older entries, which do not say whether there was something out of reach.
      return 'there is nothing in their reach under this id'
  }
}

const refusals: Readonly<Record<Step, string>> = {
  inactive: 'they were not active',
  'module-off': 'the practice does not subscribe to that module',
  kind: 'people of their kind cannot be given this',
  permission: 'none of their roles lets them',
  acting: 'they acted for nobody for whom they may',
  team: 'it was not within their team access',
  patient: 'a limit or a restricted chart stood in the way',
  state: 'its state did not allow it',
  field: 'a field they asked for is closed to them',
}
