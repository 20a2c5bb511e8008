import type { RecordFacts } from '../evaluate/facts.ts'
import { meets } from '../evaluate/meets.ts'
import type { Asked } from '../plan/cell-request.ts'
import { type Carrying, carryingOf, oneWhenPasses, shareLists } from '../plan/steps/granting.ts'
import { within } from '../policy/snapshot.ts'
import type { Cause, Examined } from './cause.ts'
import { describeSome } from './describe.ts'
import {
  boundWords,
  carrierWords,
  doingWords,
  doWords,
  listed,
  nameOf,
  permissionName,
  possessive,
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
      cause: `${name} can ${doWords(cell)} only with ${listed(unique(scopes))}`,
      mend: 'ask an admin to extend the role or add another',
    }
  }
  const mend = mendOf(asked, record)
  const over = lapsed(asked, record)?.grant?.grant
  if (over !== undefined)
    return {
      cause: `${possessive(name)} role ${roleName(snapshot, over.role)} ${boundWords(over, who.at)}`,
      mend,
    }
  if (carrying.length > 0) {
    const whens = carrying.flatMap(({ unscoped }) => (unscoped.is === 'any' ? unscoped.of : [unscoped]))
    const allowed = unique(whens.map((when) => describeSome(snapshot, when, cell.row)))
    return {
      cause: `${possessive(name)} roles only include ${cell.rule.verb.gerund} ${listed(allowed)}`,
      mend,
    }
  }
  return { cause: `${possessive(name)} roles don't include ${doingWords(cell)}`, mend }
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
  const wanted = permissionsFor(asked, record).map((id) => permissionName(snapshot, id))
  if (wanted.length > 0) return `ask an admin for the permission ${listed(wanted)}`
  const isForOwners = asked.cell.covers.some(({ when }) => when === 'own' || when === 'mine')
  if (!isForOwners || record === undefined) return 'no role can change this'
  return record.owner == null ? 'assign it to someone' : `ask ${nameOf(snapshot, record.owner)} to do it`
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
      cause: `the cases shared with ${name} don't include ${doingWords(cell)}`,
      mend: 'ask the practitioner to allow it',
    }
  const inTime = listing.filter((share) => within(share, who.at))
  const waiting = inTime.find((share) => !share.accepted)
  if (waiting !== undefined)
    return {
      cause: `${name} hasn't accepted the cases ${nameOf(snapshot, waiting.by)} shared`,
      mend: `ask ${name} to accept them`,
    }
  const unconsented = inTime.find((share) => !share.consent)
  if (unconsented !== undefined)
    return {
      cause: `${nameOf(snapshot, unconsented.by)} hasn't confirmed the patients' consent to sharing`,
      mend: `ask ${nameOf(snapshot, unconsented.by)} to confirm it`,
    }
  return {
    cause: `${possessive(nameOf(snapshot, over.by))} share ${boundWords(over, who.at)}`,
    mend: `ask ${nameOf(snapshot, over.by)} to share the cases again`,
  }
}
