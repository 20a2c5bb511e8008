import type { RecordFacts } from '../evaluate/facts.ts'
import { meets } from '../evaluate/meets.ts'
import type { Asked } from '../plan/asked.ts'
import { any } from '../plan/condition.ts'
import { type Snapshot, within } from '../policy/snapshot.ts'
import type { Cause, Examined } from './cause.ts'
import { describe } from './describe.ts'
import {
  actWords,
  boundWords,
  carrierWords,
  listed,
  locationName,
  nameOf,
  permissionName,
  roleName,
  tagName,
} from './names.ts'

export function whyPermission({ asked, record }: Examined): Cause {
  const { standing, cell, carrying } = asked
  const { snapshot, who, member } = standing
  const name = nameOf(snapshot, who.member)
  if (member?.kind === 'collaborator') return whyNoShare(asked)
  const wanted = permissionsFor(asked, record)
  const mend =
    wanted.length === 0
      ? 'nobody can be given this'
      : `ask an admin for ${listed(wanted.map((id) => `*${permissionName(snapshot, id)}*`))}`
  const narrow = carrying.filter(({ unscoped }) => record === undefined || meets(unscoped, record))
  if (narrow.length > 0) {
    const scopes = narrow.map(
      ({ id, grant }) =>
        `${carrierWords(standing, id, grant?.grant.role)}${scopeWords(snapshot, grant?.grant)}`,
    )
    return {
      cause: `${name} may do this only through ${listed(scopes)}`,
      mend: 'ask an admin to widen the role, or for another',
    }
  }
  const lapsed = member?.grants.find(
    (grant) => !within(grant, who.at) && snapshot.roles.get(grant.role)?.covers.has(cell) === true,
  )
  if (lapsed !== undefined)
    return {
      cause: `the role ${roleName(snapshot, lapsed.role)} of ${name} ${boundWords(lapsed, who.at)}`,
      mend,
    }
  if (carrying.length > 0) {
    const allowed = describe(snapshot, any(carrying.map(({ unscoped }) => unscoped)))
    return { cause: `the roles of ${name} let them ${actWords(cell)} only for ${allowed}`, mend }
  }
  return { cause: `no role of ${name} lets them ${actWords(cell)}`, mend }
}

function scopeWords(
  snapshot: Snapshot,
  grant: { readonly at?: readonly string[]; readonly tagged?: readonly string[] } | undefined,
): string {
  const places = grant?.at?.map((id) => locationName(snapshot, id))
  const tags = grant?.tagged?.map((id) => tagName(snapshot, id))
  const at = places === undefined ? '' : ` at ${listed(places) || 'no location'}`
  return tags === undefined ? at : `${at} for ${listed(tags) || 'no tag'}`
}

/** The permissions that would carry the act on this record; on any record, where none is named. */
function permissionsFor({ standing, cell }: Asked, record: RecordFacts | undefined): readonly string[] {
  const fitting = cell.covers.filter(({ when }) => {
    if (when === undefined || record === undefined) return true
    if (when === 'own' || when === 'mine')
      return record.owner === (standing.subject?.id ?? standing.who.member)
    return meets({ is: 'state', field: when.field, equals: when.is }, record)
  })
  return fitting.map(({ permission }) => permission)
}

function whyNoShare({ standing }: Asked): Cause {
  const { snapshot, who } = standing
  const name = nameOf(snapshot, who.member)
  const shares = snapshot.sharesWith.get(who.member) ?? []
  const waiting = shares.find((share) => !share.accepted)
  if (waiting !== undefined)
    return {
      cause: `${name} has not accepted what ${nameOf(snapshot, waiting.by)} shared`,
      mend: `ask ${name} to accept it`,
    }
  const unconsented = shares.find((share) => !share.consent)
  if (unconsented !== undefined)
    return {
      cause: `the consent of the patients was not confirmed for what ${nameOf(snapshot, unconsented.by)} shared`,
      mend: `ask ${nameOf(snapshot, unconsented.by)} to confirm it`,
    }
  const over = shares.find((share) => !within(share, who.at))
  if (over !== undefined)
    return {
      cause: `what ${nameOf(snapshot, over.by)} shared ${boundWords(over, who.at)}`,
      mend: 'ask them to share it again',
    }
  return shares.length === 0
    ? { cause: `no cases are shared with ${name}`, mend: 'ask the practitioner to share the case' }
    : {
        cause: `what is shared with ${name} does not include this`,
        mend: 'ask the practitioner to allow it on the share',
      }
}
