/**
 * A condition in words: which records it leaves. Completes the sentence "only …".
 */
import type { Condition } from '../plan/condition.ts'
import type { Snapshot } from '../policy/snapshot.ts'
import { listed, locationName, nameOf, tagName } from './names.ts'

/** For example: `patients treated by Chen or Dee, and patients tagged green-st`. */
export function describe(snapshot: Snapshot, condition: Condition): string {
  const people = (ids: readonly string[], last: 'or' | 'and' = 'or') =>
    listed(
      ids.map((id) => nameOf(snapshot, id)),
      last,
    )
  const tags = (ids: readonly string[], last: 'or' | 'and' = 'or') =>
    listed(
      ids.map((id) => tagName(snapshot, id)),
      last,
    )
  const places = (ids: readonly string[]) => listed(ids.map((id) => locationName(snapshot, id)))
  switch (condition.is) {
    case 'always':
      return 'everything'
    case 'never':
      return 'nothing'
    case 'all':
      return condition.of.map((part) => bracketed(snapshot, part, 'any')).join(', and ')
    case 'any':
      return condition.of.map((part) => bracketed(snapshot, part, 'all')).join(', or ')
    case 'id-in':
      return `those chosen: ${listed(condition.ids)}`
    case 'owner-in':
      return isAllAssignees(snapshot, condition.ids)
        ? 'what an active member of staff is responsible for'
        : `what ${people(condition.ids)} is responsible for`
    case 'owner-missing':
      return 'what nobody is responsible for'
    case 'author-in':
      return `what ${people(condition.ids)} wrote`
    case 'record-at':
      return `what belongs to ${places(condition.locations)}`
    case 'record-tagged':
      return `what is tagged ${tags(condition.tags)}`
    case 'state':
      return stateWords(condition.field, condition.equals)
    case 'case-present':
      return 'records that belong to a case'
    case 'case-in':
      return `what belongs to the cases chosen: ${listed(condition.ids)}`
    case 'case-owner-in':
      return `what belongs to cases of ${people(condition.ids)}`
    case 'patient-missing':
      return 'what is about no patient'
    case 'patient-present':
      return 'what is about a patient'
    case 'patient-in':
      return 'patients opened by breaking the glass'
    case 'patient-at':
      return `patients of ${places(condition.locations)}`
    case 'patient-tagged':
      return condition.tags.length === 1 || condition.match === 'any'
        ? `patients tagged ${tags(condition.tags)}`
        : `patients tagged ${tags(condition.tags, 'and')} at once`
    case 'treated-by':
      return `patients treated by ${people(condition.ids)}`
    case 'untreated':
      return 'patients nobody treats yet'
    case 'created-by':
      return `patients registered by ${people(condition.ids)}`
    case 'chart-open':
      return condition.level === 'whole'
        ? `charts that are not closed to ${people(condition.ids)}`
        : `clinical content that is not closed to ${people(condition.ids)}`
    case 'chart-unrestricted':
      return condition.level === 'whole'
        ? 'charts that are not restricted'
        : 'clinical content that is not restricted'
    case 'consent-kept':
      return 'patients who have not withdrawn their consent'
  }
}

/** Everyone a record may be assigned to, who are too many to name. */
function isAllAssignees({ assignees }: Snapshot, ids: readonly string[]): boolean {
  return [...assignees.values()].some(
    ({ lasting, dated }) =>
      ids.length >= lasting.length &&
      new Set([...lasting, ...dated.map(({ id }) => id)]).isSupersetOf(new Set(ids)) &&
      new Set(ids).isSupersetOf(new Set(lasting)),
  )
}

/** A part in brackets where it is joined the other way than its surroundings. */
function bracketed(snapshot: Snapshot, part: Condition, other: 'all' | 'any'): string {
  const words = describe(snapshot, part)
  return part.is === other ? `(${words})` : words
}

/** What a record must be: `what is signed`, `what is not signed`, `what has the status awaiting-approval`. */
export function stateWords(field: string, equals: boolean | string): string {
  if (typeof equals === 'string') return `what has the ${field} ${equals.replaceAll('-', ' ')}`
  return equals ? `what is ${field}` : `what is not ${field}`
}
