/**
 * How people, roles and moments are called in sentences.
 */
import type { Cell } from '../catalog/catalog.ts'
import type { Asked } from '../plan/cell-request.ts'
import type { Carrying } from '../plan/steps/granting.ts'
import type { Standing } from '../plan/subject.ts'
import type { Grant, Instant, Member, MemberId, Span } from '../policy/policy.ts'
import type { Snapshot } from '../policy/snapshot.ts'

/** What a member is called: their name, or the id where the policy gives none, as in a practice file. */
export function nameOf(snapshot: Snapshot, id: MemberId): string {
  const member = snapshot.members.get(id)
  return member === undefined ? 'an unknown member' : (member.name ?? id)
}

/** `Ana's`. */
export function possessive(name: string): string {
  return `${name}'s`
}

export function roleName(snapshot: Snapshot, id: string): string {
  return snapshot.roles.get(id)?.role.label ?? 'a deleted role'
}

export function tagName({ placeNames }: Snapshot, id: string): string {
  return placeNames.tags.get(id) ?? id
}

export function locationName({ placeNames }: Snapshot, id: string): string {
  return placeNames.locations.get(id) ?? id
}

export function permissionName(snapshot: Snapshot, id: string): string {
  return snapshot.catalog.permissions[id]?.label ?? id
}

export function moduleName({ standing, cell }: Asked): string {
  return standing.snapshot.catalog.modules[cell.row.module]?.label ?? cell.row.module
}

/** `a, b or c`, shortened after a few: a list in a sentence is read aloud. */
export function listed(names: readonly string[], last: 'or' | 'and' = 'or'): string {
  const most = 4
  const shown = names.length > most + 1 ? [...names.slice(0, most), `${names.length - most} others`] : names
  if (shown.length < 2) return shown.join('')
  return `${shown.slice(0, -1).join(', ')} ${last} ${shown.at(-1)}`
}

/** What was given twice is said once. */
export function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)]
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A moment as people write it, in UTC: `1 Jan 2027 at 00:00 UTC`. */
export function moment(at: Instant): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return 'an unknown day'
  const day = `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
  return `${day} at ${date.toISOString().slice(11, 16)} UTC`
}

const kindNouns: Readonly<Record<Member['kind'], string>> = {
  practitioner: 'practitioner',
  administrative: 'staff member',
  assistant: 'assistant',
  collaborator: 'collaborator',
  integration: 'integration',
}

/** What a member is: `staff member`. */
export function kindNoun(kind: Member['kind']): string {
  return kindNouns[kind]
}

/** `an assistant`. */
export function oneOfKind(kind: Member['kind']): string {
  const noun = kindNouns[kind]
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
}

/** All accounts of a kind: `staff accounts`. */
export function accountsOfKind(kind: Member['kind']): string {
  return `${kind === 'administrative' ? 'staff' : kindNouns[kind]} accounts`
}

/** What a grant or share is called: a role, cases of somebody, or being the owner. */
export function carrierWords({ snapshot }: Standing, { id, grant, share }: Carrying): string {
  if (grant !== undefined) return `the role ${roleName(snapshot, grant.grant.role)}`
  if (share !== undefined) return `the cases ${nameOf(snapshot, share.by)} shared`
  return id === 'ownership' ? 'owning the practice' : 'owning the record'
}

/** Where a grant holds: ` at Green Street for VIP patients`. Nothing where it holds everywhere. */
export function scopeWords(snapshot: Snapshot, grant: Grant | undefined): string {
  const places = grant?.at?.map((id) => locationName(snapshot, id))
  const tags = grant?.tagged?.map((id) => tagName(snapshot, id))
  const at = places === undefined ? '' : ` at ${listed(places) || 'no location'}`
  return tags === undefined ? at : `${at} for ${listed(tags) || 'no'} patients`
}

/** How a span does not hold at an instant: `starts on …` or `ended on …`. */
export function boundWords(span: Span, at: number): string {
  if (span.from !== undefined && at < span.from) return `starts on ${moment(span.from)}`
  return `ended on ${moment(span.until ?? at)}`
}

/** After `can`: `view notes`. */
export function doWords({ rule, row }: Cell): string {
  return `${rule.verb.base} ${row.plural}`
}

/** After `can`, of the record that was named: `view this note`. */
export function doThisWords({ rule, row }: Cell): string {
  return `${rule.verb.base} ${row.noun.replace(/^an? /, 'this ')}`
}

/** After `include`: `viewing notes`. */
export function doingWords({ rule, row }: Cell): string {
  return `${rule.verb.gerund} ${row.plural}`
}
