/**
 * Who may do an act on a record: the question turned round.
 */

import type { Cell } from '../catalog/catalog.ts'
import { allows, may } from '../evaluate/decide.ts'
import type { RecordFacts } from '../evaluate/facts.ts'
import { accessOf } from '../plan/access.ts'
import { withinCeiling } from '../plan/steps/ceiling.ts'
import type { Instant, Member, MemberId } from '../policy/policy.ts'
import type { Snapshot } from '../policy/snapshot.ts'

export interface WhoQuestion {
  readonly act: string
  readonly record: RecordFacts
  readonly at: Instant
  readonly fields?: readonly string[]
}

/**
 * Every member who may, in the policy's order. An assistant counts if acting for any practitioner they manage, or for
 * nobody, gives yes.
 */
export function whoCan(snapshot: Snapshot, question: WhoQuestion): readonly MemberId[] {
  const { record, act, at, fields } = question
  const cell = snapshot.catalog.cells.get(record.kind)?.get(act)
  if (cell === undefined) return []
  const asks = (member: MemberId, actingFor?: MemberId): boolean =>
    fields === undefined
      ? may(accessOf(snapshot, { member, actingFor, at }), cell, record)
      : allows(snapshot, {
          member,
          ...(actingFor === undefined ? {} : { actingFor }),
          act,
          record,
          at,
          fields,
        })
  return snapshot.policy.members
    .filter((member) => couldCarry(snapshot, member, cell) && asksAsAnyone(member, asks))
    .map(({ id }) => id)
}

function asksAsAnyone(
  { id, kind, manages }: Member,
  asks: (member: MemberId, actingFor?: MemberId) => boolean,
): boolean {
  return asks(id) || (kind === 'assistant' && manages.some(({ practitioner }) => asks(id, practitioner)))
}

/** Whether anything ever given to a member lists the act: most members drop out here, before their standing is made. */
function couldCarry(
  snapshot: Snapshot,
  { id, kind, status, account, owner, grants }: Member,
  cell: Cell,
): boolean {
  if (status !== 'active' || !account || !withinCeiling(kind, cell)) return false
  if (cell.covers.length === 0) return cell.row.team === 'self'
  if (kind === 'collaborator') return snapshot.sharesWith.has(id)
  if (owner && snapshot.ownership.has(cell)) return true
  return grants.some((grant) => snapshot.roles.get(grant.role)?.covers.has(cell) === true)
}
