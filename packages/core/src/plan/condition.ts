/**
 * A condition on the facts of one record. Data, so that it can be tested in memory, written as SQL, and compared.
 *
 * There is no `not`: every atom is written in the direction it is used, and a missing fact makes it false. So a NULL
 * in a database can only ever close.
 */
import type { StateRule } from '../catalog/catalog.ts'
import type { MemberId, PatientId, RecordId } from '../policy/policy.ts'

export type Condition =
  | { readonly is: 'always' }
  | { readonly is: 'never' }
  | { readonly is: 'all'; readonly of: readonly Condition[] }
  | { readonly is: 'any'; readonly of: readonly Condition[] }
  /** The record itself. */
  | { readonly is: 'id-in'; readonly ids: readonly RecordId[] }
  | { readonly is: 'owner-in'; readonly ids: readonly MemberId[] }
  | { readonly is: 'owner-missing' }
  | { readonly is: 'author-in'; readonly ids: readonly MemberId[] }
  | { readonly is: 'record-at'; readonly locations: readonly string[] }
  | { readonly is: 'record-tagged'; readonly tags: readonly string[] }
  | { readonly is: 'state'; readonly field: string; readonly equals: boolean | string }
  /** The case it belongs to. */
  | { readonly is: 'case-present' }
  | { readonly is: 'case-in'; readonly ids: readonly RecordId[] }
  | { readonly is: 'case-owner-in'; readonly ids: readonly MemberId[] }
  /** Its patient. */
  | { readonly is: 'patient-missing' }
  | { readonly is: 'patient-present' }
  | { readonly is: 'patient-in'; readonly ids: readonly PatientId[] }
  | { readonly is: 'patient-at'; readonly locations: readonly string[] }
  | { readonly is: 'patient-tagged'; readonly match: 'any' | 'all'; readonly tags: readonly string[] }
  | { readonly is: 'treated-by'; readonly ids: readonly MemberId[] }
  | { readonly is: 'untreated' }
  | { readonly is: 'created-by'; readonly ids: readonly MemberId[] }
  /** The chart is not restricted at this level, or everyone named is on its list. */
  | { readonly is: 'chart-open'; readonly level: 'whole' | 'clinical'; readonly ids: readonly MemberId[] }
  /** The chart is not restricted at this level at all. */
  | { readonly is: 'chart-unrestricted'; readonly level: 'whole' | 'clinical' }
  | { readonly is: 'consent-kept' }

/** The conditions about the patient: false where there is none, `patient-missing` aside. */
export type PatientCondition = Extract<
  Condition,
  { is: `patient-${string}` | `chart-${string}` | 'treated-by' | 'untreated' | 'created-by' | 'consent-kept' }
>

export const always: Condition = { is: 'always' }
export const never: Condition = { is: 'never' }

/** Every part must hold. No parts: `always`. Folds constants, so `always` and `never` only ever stand alone. */
export function all(parts: readonly Condition[]): Condition {
  const kept: Condition[] = []
  for (const part of parts) {
    if (part.is === 'never') return never
    if (part.is === 'all') kept.push(...part.of)
    else if (part.is !== 'always') kept.push(part)
  }
  return joined('all', kept, always)
}

/** One part must hold. No parts: `never`. */
export function any(parts: readonly Condition[]): Condition {
  const kept: Condition[] = []
  for (const part of parts) {
    if (part.is === 'always') return always
    if (part.is === 'any') kept.push(...part.of)
    else if (part.is !== 'never') kept.push(part)
  }
  return kept.some((part) => isOtherwise(part, kept)) ? always : joined('any', kept, never)
}

/** Whether another part holds wherever this one does not: that a note is signed, and that it is not. */
function isOtherwise(part: Condition, others: readonly Condition[]): boolean {
  if (part.is !== 'state' || part.equals !== true) return false
  return others.some((one) => one.is === 'state' && one.field === part.field && one.equals === false)
}

function joined(is: 'all' | 'any', parts: readonly Condition[], none: Condition): Condition {
  const [first] = parts
  if (first === undefined) return none
  return parts.length === 1 ? first : { is, of: parts }
}

/** The record is owned by one of these. Nobody: `never`. */
export function ownedBy(ids: readonly MemberId[]): Condition {
  return ids.length === 0 ? never : { is: 'owner-in', ids }
}

/** Someone of the care team is one of these. Nobody: `never`. */
export function treatedBy(ids: readonly MemberId[]): Condition {
  return ids.length === 0 ? never : { is: 'treated-by', ids }
}

/** The patient carries one (or every one) of the tags. No tags: `never`, whatever the patient carries. */
export function tagged(match: 'any' | 'all', tags: readonly string[]): Condition {
  return tags.length === 0 ? never : { is: 'patient-tagged', match, tags }
}

/** The record is in a state. */
export function stateIs({ field, is }: StateRule): Condition {
  return { is: 'state', field, equals: is }
}
