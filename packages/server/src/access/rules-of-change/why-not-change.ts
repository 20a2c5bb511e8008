import { type Member, type Role, within } from '@rolecall/core'
import { problem } from '../../http/problem.ts'
import type { Door } from '../door.ts'
import { mayGiveIn, reachesAllOf, type Scope } from './giving-scopes.ts'
import { isSoleAdmin } from './is-sole-admin.ts'

/** Why somebody may not do what they asked for. Undefined: these rules leave it. */
export type WhyNot = ReturnType<typeof problem<403 | 409>> | undefined

/** Who asks, by which policy and when. */
export type Asker = Pick<Door, 'snapshot' | 'member' | 'actingFor' | 'at'>

/** Why a person may not touch a member at all: an assistant never touches the owner, whoever they act for. */
export function whyNotTouch({ member }: Asker, target: Member): WhyNot {
  return member.kind === 'assistant' && target.owner
    ? problem(403, 'an assistant changes nothing about the owner, ask the owner', { step: 'acting' })
    : undefined
}

/**
 * Why a person may not change what a member may do. Nobody changes their own access, nor that of whom they act for;
 * the only admin may, by saying so.
 */
export function whyNotChange(door: Door, target: Member, confirmed: boolean): WhyNot {
  const untouchable = whyNotTouch(door, target)
  if (untouchable !== undefined) return untouchable
  if (isOwn(door, target)) return whyNotOwn(door, confirmed)
  return undefined
}

/** The same, where it may also widen what they reach: a scoped admin does so only for people of that scope. */
export function whyNotWiden(door: Door, target: Member, confirmed: boolean): WhyNot {
  const whyNot = whyNotChange(door, target, confirmed)
  if (whyNot !== undefined) return whyNot
  return reachesAllOf(door, target)
    ? undefined
    : problem(403, 'they hold roles outside of where you manage accounts, ask an admin who manages all', {
        step: 'permission',
      })
}

/** Why a person may not give or take a role in a scope. */
export function whyNotGive(door: Door, role: Role, scope: Scope): WhyNot {
  if (!mayGiveIn(door, scope))
    return problem(403, 'you manage accounts for some locations or tags, give the role within them', {
      step: 'permission',
    })
  return isGranter(door, role)
    ? undefined
    : problem(403, `${role.label} is given by others, ask one of ${grantersOf(door, role).join(', ')}`, {
        step: 'permission',
      })
}

/** Why a person may not change what a role allows: whoever holds it would change their own access, or somebody's beyond their scope. */
export function whyNotChangeRole(door: Door, role: Role, confirmed: boolean): WhyNot {
  const { snapshot, at, member, actingFor } = door
  if (!isGranter(door, role))
    return problem(403, `${role.label} is given by others, who alone may change it`, { step: 'permission' })
  const holds = ({ grants }: Member) =>
    grants.some((grant) => grant.role === role.id && (grant.until === undefined || grant.until > at))
  const holders = snapshot.policy.members.filter(holds)
  if (member.kind === 'assistant' && holders.some(({ owner }) => owner))
    return problem(403, 'an assistant changes no role the owner holds, ask the owner', { step: 'acting' })
  if (holders.some(({ id }) => id === member.id || id === actingFor)) {
    const whyNot = whyNotOwn(door, confirmed)
    if (whyNot !== undefined) return whyNot
  }
  const isOutside = holders.some(({ grants }) =>
    grants.some((grant) => grant.role === role.id && !mayGiveIn(door, grant)),
  )
  return isOutside
    ? problem(
        403,
        `${role.label} is held outside of where you manage accounts, copy it and change the copy`,
        {
          step: 'permission',
        },
      )
    : undefined
}

/** Who may give a role, as they are called. */
function grantersOf({ snapshot }: Door, { grantableBy = [] }: Role): readonly string[] {
  return grantableBy.map((id) => snapshot.members.get(id)?.name ?? snapshot.roles.get(id)?.role.label ?? id)
}

function isGranter({ snapshot, member, at }: Door, { grantableBy }: Role): boolean {
  if (grantableBy === undefined) return true
  const held = member.grants.filter((grant) => within(grant, at) && snapshot.roles.has(grant.role))
  return grantableBy.includes(member.id) || held.some(({ role }) => grantableBy.includes(role))
}

/** Whether a change to a member would be a change to oneself, also by the hands of an assistant. */
export function isOwn({ member, actingFor }: Door, target: Member): boolean {
  return target.id === member.id || target.id === actingFor
}

function whyNotOwn({ snapshot, member, actingFor, at }: Door, confirmed: boolean): WhyNot {
  if (actingFor !== undefined || !isSoleAdmin(snapshot, member, at))
    return problem(403, 'nobody changes their own access, ask another admin')
  return confirmed
    ? undefined
    : problem(
        409,
        'this changes your own access, which nobody else could give back; confirm that you mean it',
        {
          reason: 'own-access',
        },
      )
}
