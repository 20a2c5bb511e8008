/**
 * How people, roles and moments are called in sentences.
 */
import type { Cell } from '../catalog/catalog.ts'
import type { Asked } from '../plan/cell-request.ts'
import type { Carrying } from '../plan/steps/granting.ts'
import type { Standing } from '../plan/subject.ts'
import type { Grant, Instant, Member, MemberId, Span } from '../policy/policy.ts'
import type { Snapshot } from '../policy/snapshot.ts'

/** What a member is called: their name, or the id where the policy gives none. */
export function nameOf(snapshot: Snapshot, id: MemberId): string {
  return snapshot.members.get(id)?.name ?? id
}

export function roleName(snapshot: Snapshot, id: string): string {
  return snapshot.roles.get(id)?.role.label ?? id
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

/** A moment as people write it, in UTC: `2027-01-01 00:00 UTC`. */
export function moment(at: Instant): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime())
    ? 'an unknown time'
    : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** What a member is, with its article. */
export function kindName(kind: Member['kind']): string {
  switch (kind) {
    case 'practitioner':
      return 'a practitioner'
    case 'administrative':
      return 'an administrative member'
    case 'assistant':
      return 'an assistant'
    case 'collaborator':
      return 'a collaborator'
    case 'integration':
      return 'an integration'
  }
}

/** What a grant or share is called: a role, a share by somebody, or owning the practice. */
export function carrierWords({ snapshot }: Standing, { id, grant, share }: Carrying): string {
  if (grant !== undefined) return `the role ${roleName(snapshot, grant.grant.role)}`
  if (share !== undefined) return `cases shared by ${nameOf(snapshot, share.by)}`
  return id === 'ownership' ? 'the ownership of the practice' : 'what is their own'
}

/** Where a grant holds: ` at green for vip`. Nothing where it holds everywhere. */
export function scopeWords(snapshot: Snapshot, grant: Grant | undefined): string {
  const places = grant?.at?.map((id) => locationName(snapshot, id))
  const tags = grant?.tagged?.map((id) => tagName(snapshot, id))
  const at = places === undefined ? '' : ` at ${listed(places) || 'no location'}`
  return tags === undefined ? at : `${at} for ${listed(tags) || 'no tag'}`
}

/** How a span does not hold at an instant: `begins …` or `ended …`. */
export function boundWords(span: Span, at: number): string {
  if (span.from !== undefined && at < span.from) return `begins ${moment(span.from)}`
  return `ended ${moment(span.until ?? at)}`
}

/** An act in words: `view a note`. */
export function actWords({ act, rule, row }: Cell): string {
  return `${rule.verb ?? act} ${row.noun}`
}

/** An act on the record that was named: `view this note`. */
export function actOnThisWords({ act, rule, row }: Cell): string {
  return `${rule.verb ?? act} ${row.noun.replace(/^an? /, 'this ')}`
}
