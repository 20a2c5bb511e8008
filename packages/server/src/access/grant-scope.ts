import {
  type Grant,
  type Instant,
  type Member,
  practiceCatalog,
  type Snapshot,
  type Span,
  within,
} from '@rolecall/core'
import type { RequestContext } from './door.ts'

/** Where a grant holds. Missing: everywhere. */
export type Scope = Pick<Grant, 'at' | 'tagged'>

/** Who asks, by which policy and when. */
export type Asker = Pick<RequestContext, 'snapshot' | 'member' | 'actingFor' | 'at'>

/** Whether somebody may give what holds in a scope: all of it lies in one of their own, and in one of whom they act for. */
export function mayGiveIn({ snapshot, member, actingFor, at }: Asker, scope: Scope): boolean {
  const subject = actingFor === undefined ? undefined : snapshot.members.get(actingFor)
  return [member, ...(subject === undefined ? [] : [subject])].every((giver) =>
    givingScopes(snapshot, giver, at).some((own) => contains(own, scope)),
  )
}

/**
 * Whether all that a member was given, now and later, lies in what somebody may give. Owning a practice and sharing cases
 * have no scope: they lie in none but everywhere.
 */
export function reachesAllOf(asker: Asker, { id, owner, grants }: Member): boolean {
  const isOver = ({ until }: Span) => until !== undefined && until <= asker.at
  const isEverywhere = owner || asker.snapshot.policy.shares.some((one) => one.with === id && !isOver(one))
  return (
    (!isEverywhere || mayGiveIn(asker, {})) &&
    grants.every((grant) => isOver(grant) || mayGiveIn(asker, grant))
  )
}

/** The scopes in which somebody manages accounts. The owner does so everywhere. */
function givingScopes(snapshot: Snapshot, { owner, grants }: Member, at: Instant): readonly Scope[] {
  const permission = practiceCatalog.adminPermission ?? ''
  if (owner) return [{}]
  return grants.filter(
    (grant) => within(grant, at) && snapshot.roles.get(grant.role)?.permissions.has(permission) === true,
  )
}

function contains(own: Scope, { at, tagged }: Scope): boolean {
  return covers(own.at, at) && covers(own.tagged, tagged)
}

function covers(own: readonly string[] | undefined, asked: readonly string[] | undefined): boolean {
  return own === undefined || asked?.every((one) => own.includes(one)) === true
}
