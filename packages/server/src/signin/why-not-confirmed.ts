/**
 * Whether an invitation still is what an admin decided on. Who sent it may have left since, and what it gives may have
 * grown: then an admin confirms it by sending it again, and until then its link opens nothing.
 */
import { createHash } from 'node:crypto'
import { holds, type Instant, type Member, practiceCatalog, type Snapshot } from '@rolecall/core'
import { managedNow } from '../access/acting-for.ts'
import type { Asker } from '../access/grant-scope.ts'
import { whyNoSignIn } from '../access/sign-in-block.ts'
import { whyNotTouch } from '../policy/change-rules.ts'

export interface SentInvitation {
  readonly invited_by: string | null
  readonly invited_for: string | null
  readonly offer_hash: Buffer | null
}

/**
 * Why an admin has to confirm an invitation, as a clause for the admins.
 *
 * @returns undefined if it holds as it was sent
 */
export function whyNotConfirmed(
  { snapshot, at }: { readonly snapshot: Snapshot; readonly at: Instant },
  { invited_by, invited_for, offer_hash }: SentInvitation,
  target: Member,
): string | undefined {
  const inviter = snapshot.members.get(invited_by ?? '')
  if (inviter === undefined) return 'it is not known who sent it'
  const asker = { snapshot, at, member: inviter, actingFor: invited_for ?? undefined }
  if (!managesAccounts(asker) || whyNotTouch(asker, target) !== undefined)
    return `${inviter.name ?? inviter.id}, who sent it, can no longer invite them`
  return offer_hash?.equals(offerHash(asker, target)) === true
    ? undefined
    : 'what it gives has changed since it was sent'
}

function managesAccounts({ snapshot, at, member, actingFor }: Asker): boolean {
  if (whyNoSignIn(member, at) !== undefined) return false
  if (actingFor !== undefined && !managedNow(snapshot, member, at).some(({ id }) => id === actingFor))
    return false
  return holds(snapshot, {
    member: member.id,
    ...(actingFor !== undefined && { actingFor }),
    at,
    permission: practiceCatalog.adminPermission ?? '',
  }).allowed
}

/** A digest of all that a member has once they can sign in: grants with what their roles allow, limits, team, dates. */
export function offerHash({ snapshot, at }: Pick<Asker, 'snapshot' | 'at'>, member: Member): Buffer {
  const { owner, from, until, grants, team, manages, tagLimit, ownNotesOnly, hidePrices } = member
  const held = new Set(grants.map(({ role }) => role))
  const roles = snapshot.policy.roles
    .filter(({ id }) => held.has(id))
    .map((role) => [role.id, role.permissions.toSorted(), role.tagLimit, role.hidePrices])
  const shares = snapshot.policy.shares.filter((share) => share.with === member.id)
  // Through them an assistant manages accounts.
  const admins = manages.filter(({ practitioner }) => {
    const one = snapshot.members.get(practitioner)
    return (
      one !== undefined && (one.owner || managesAccounts({ snapshot, at, member: one, actingFor: undefined }))
    )
  })
  const offer = [
    owner,
    from,
    until,
    grants,
    roles,
    team,
    manages,
    admins,
    tagLimit,
    ownNotesOnly,
    hidePrices,
    shares,
  ]
  return createHash('sha256').update(JSON.stringify(offer)).digest()
}
