import { type Member, type Role, within } from '@rolecall/core'
import type { Door } from '../access/door.ts'
import { type Asker, mayGiveIn, reachesAllOf, type Scope } from '../access/grant-scope.ts'
import { problem } from '../access/problem.ts'
import type { Transaction } from '../database/connect.ts'
import { adminsIn, daysCounted, otherAdmins } from './former-admins.ts'

/** Why somebody may not do what they asked for. Undefined: these rules leave it. */
export type WhyNot = ReturnType<typeof problem<403 | 409>> | undefined

/**
 * Why a person may do nothing at all to a member: every operation on one asks this. An assistant never touches the owner,
 * whoever they act for, and a scoped admin only people all of whose grants lie in their scope.
 */
export function whyNotTouch(asker: Asker, target: Member): WhyNot {
  if (asker.member.kind === 'assistant' && target.owner)
    return problem(403, 'an assistant changes nothing about the owner, ask the owner', { step: 'acting' })
  return reachesAllOf(asker, target)
    ? undefined
    : problem(
        403,
        'you manage accounts for some locations or tags, and their access reaches beyond them; ask an admin of the whole practice',
        { step: 'permission' },
      )
}

/**
 * Why a person may not change what a member may do. Nobody changes their own access, nor that of whom they act for;
 * the only admin may, by saying so.
 */
export async function whyNotChange(
  door: Door,
  transaction: Transaction,
  target: Member,
  confirmed: boolean,
): Promise<WhyNot> {
  return (
    whyNotTouch(door, target) ?? (isOwn(door, target) ? whyNotOwn(door, transaction, confirmed) : undefined)
  )
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

/** Why a person may not change what a role allows: it changes everybody who holds it, now or later. */
export async function whyNotChangeRole(
  door: Door,
  transaction: Transaction,
  role: Role,
  confirmed: boolean,
): Promise<WhyNot> {
  if (!isGranter(door, role))
    return problem(403, `${role.label} is given by others, who alone may change it`, { step: 'permission' })
  const holders = holdersOfRole(door, role.id)
  if (door.member.kind === 'assistant' && holders.some(({ owner }) => owner))
    return problem(403, 'an assistant changes no role the owner holds, ask the owner', { step: 'acting' })
  if (holders.some((holder) => whyNotTouch(door, holder) !== undefined))
    return problem(
      403,
      `${role.label} is held by people whose access reaches beyond where you manage accounts, copy it and change the copy`,
      { step: 'permission' },
    )
  return holders.some((holder) => isOwn(door, holder)) ? whyNotOwn(door, transaction, confirmed) : undefined
}

/** Whether a change of a role would be a change to oneself. */
export function isOwnRole(door: Door, roleId: string): boolean {
  return holdersOfRole(door, roleId).some((holder) => isOwn(door, holder))
}

function holdersOfRole({ snapshot, at }: Door, roleId: string): readonly Member[] {
  return snapshot.policy.members.filter(({ grants }) =>
    grants.some((grant) => grant.role === roleId && (grant.until === undefined || grant.until > at)),
  )
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

async function whyNotOwn(door: Door, transaction: Transaction, confirmed: boolean): Promise<WhyNot> {
  if (door.actingFor !== undefined || !isAdmin(door))
    return problem(403, 'nobody changes their own access, ask another admin')
  const others = await otherAdmins(transaction, door.practice.id, door)
  if (others.length > 0) return problem(403, notAlone(others))
  return confirmed
    ? undefined
    : problem(
        409,
        'this changes your own access, which nobody else could give back; confirm that you mean it',
        { reason: 'own-access' },
      )
}

function isAdmin({ snapshot, member, at }: Door): boolean {
  return adminsIn(snapshot.policy, at).some(({ id }) => id === member.id)
}

function notAlone(others: readonly Member[]): string {
  const names = others.map(({ id, name }) => name ?? id).join(', ')
  return (
    `nobody changes their own access, ask another admin: ${names}; ` +
    `an admin who is locked or invited counts, and for ${daysCounted} days one who no longer is`
  )
}
