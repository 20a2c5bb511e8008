import type { RecordFacts } from '../evaluate/facts.ts'
import { meets } from '../evaluate/meets.ts'
import type { Asked } from '../plan/cell-request.ts'
import { type Carrying, carryingOf, oneWhenPasses, shareLists } from '../plan/steps/granting.ts'
import { within } from '../policy/snapshot.ts'
import type { Cause, Examined } from './cause.ts'
import { describe } from './describe.ts'
import {
  actWords,
  boundWords,
  carrierWords,
  listed,
  nameOf,
  permissionName,
  roleName,
  scopeWords,
  unique,
} from './names.ts'
import { outcomeOf } from './outcome.ts'

export function whyPermission({ asked, record }: Examined): Cause {
  const { standing, cell, carrying } = asked
  const { snapshot, who, member } = standing
  const name = nameOf(snapshot, who.member)
  if (member?.kind === 'collaborator') return whyNoShare(asked)
  const narrow = carrying.filter(({ unscoped }) => outcomeOf(unscoped, record) !== 'failed')
  if (narrow.length > 0) {
    const scopes = narrow.map(
      (carrier) => `${carrierWords(standing, carrier)}${scopeWords(snapshot, carrier.grant?.grant)}`,
    )
    return {
      cause: `${name} may ${actWords(cell)} only through ${listed(unique(scopes))}`,
      mend: 'ask an admin to widen the role, or for another',
    }
  }
  const mend = mendOf(asked, record)
  const over = lapsed(asked, record)?.grant?.grant
  if (over !== undefined)
    return { cause: `the role ${roleName(snapshot, over.role)} of ${name} ${boundWords(over, who.at)}`, mend }
  if (carrying.length > 0) {
    const whens = carrying.flatMap(({ unscoped }) => (unscoped.is === 'any' ? unscoped.of : [unscoped]))
    const allowed = unique(whens.map((when) => describe(snapshot, when)))
    return { cause: `the roles of ${name} let them ${actWords(cell)} only for ${listed(allowed)}`, mend }
  }
  return { cause: `no role of ${name} lets them ${actWords(cell)}`, mend }
}

/** A grant that would carry the act on this record, but is over or has not begun. */
function lapsed({ standing, cell }: Asked, record: RecordFacts | undefined): Carrying | undefined {
  const { snapshot, who, member } = standing
  const grants = (member?.grants ?? []).flatMap((grant) => {
    const role = snapshot.roles.get(grant.role)
    return within(grant, who.at) || role === undefined
      ? []
      : [{ grant, role, tagLimit: undefined, scopes: {} }]
  })
  return carryingOf({ ...standing, grants }, cell).find(
    ({ grant, scoped }) => grant !== undefined && outcomeOf(scoped, record) !== 'failed',
  )
}

function mendOf(asked: Asked, record: RecordFacts | undefined): string {
  const { snapshot } = asked.standing
  const wanted = permissionsFor(asked, record).map((id) => `*${permissionName(snapshot, id)}*`)
  if (wanted.length > 0) return `ask an admin for ${listed(wanted)}`
  const isForOwners = asked.cell.covers.some(({ when }) => when === 'own' || when === 'mine')
  if (!isForOwners || record === undefined) return 'nobody can be given this'
  return record.owner == null
    ? 'name who is responsible for it'
    : `ask ${nameOf(snapshot, record.owner)}, who is responsible for it`
}

/** The permissions that would carry the act on this record; on any record, where none is named. */
function permissionsFor({ standing, cell }: Asked, record: RecordFacts | undefined): readonly string[] {
  return cell.covers
    .filter(
      ({ when }) =>
        when === undefined || record === undefined || meets(oneWhenPasses(standing, cell, when), record),
    )
    .map(({ permission }) => permission)
}

function whyNoShare({ standing, cell }: Asked): Cause {
  const { snapshot, who } = standing
  const name = nameOf(snapshot, who.member)
  const shares = snapshot.sharesWith.get(who.member) ?? []
  if (shares.length === 0)
    return { cause: `no cases are shared with ${name}`, mend: 'ask the practitioner to share the case' }
  const listing = shares.filter((share) => shareLists(standing, share, cell))
  const [over] = listing
  if (over === undefined)
    return {
      cause: `what is shared with ${name} does not include this`,
      mend: 'ask the practitioner to allow it on the share',
    }
  const inTime = listing.filter((share) => within(share, who.at))
  const waiting = inTime.find((share) => !share.accepted)
  if (waiting !== undefined)
    return {
      cause: `${name} has not accepted what ${nameOf(snapshot, waiting.by)} shared`,
      mend: `ask ${name} to accept it`,
    }
  const unconsented = inTime.find((share) => !share.consent)
  if (unconsented !== undefined)
    return {
      cause: `the consent of the patients was not confirmed for what ${nameOf(snapshot, unconsented.by)} shared`,
      mend: `ask ${nameOf(snapshot, unconsented.by)} to confirm it`,
    }
  return {
    cause: `what ${nameOf(snapshot, over.by)} shared ${boundWords(over, who.at)}`,
    mend: 'ask them to share it again',
  }
}
