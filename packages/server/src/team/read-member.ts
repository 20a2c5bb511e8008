import type { WholeMember } from '@rolecall/contract'
import { type Member, practiceCatalog, snapshotOf } from '@rolecall/core'
import type { RequestContext } from '../access/door.ts'
import { readPolicy } from '../access/read-policy.ts'
import { timeZoneOf } from '../access/time-zone-of.ts'
import type { Transaction } from '../database/connect.ts'
import type { Introductions } from '../demo/demo-people.ts'
import { whyNotConfirmed } from '../signin/why-not-confirmed.ts'
import { limitsOf } from './limits-of.ts'
import { listedMember } from './list-members.ts'
import { memberRows } from './member-row.ts'
import { spanText } from './span-text.ts'
import { namedMember, teamAccess } from './team-access.ts'

/** A member with everything they were given. Undefined: nobody is called so. */
export async function readMember(
  transaction: Transaction,
  door: RequestContext,
  id: string,
  introductions: Introductions | undefined,
): Promise<WholeMember | undefined> {
  const { snapshot, practice } = door
  const member = snapshot.members.get(id)
  const row = (await memberRows(transaction, practice.id, id)).get(id)
  if (member === undefined || row === undefined) return undefined
  return {
    ...listedMember(door, await timeZoneOf(transaction, practice.id), member, row, introductions),
    version: row.version,
    limits: limitsOf(member),
    team: teamAccess(snapshot, member),
    managed: member.manages.map((link) => ({
      practitioner: namedMember(snapshot, link.practitioner),
      ...spanText(link),
    })),
    invitation: await openInvitation(transaction, door, member),
  }
}

/** The same as it has become in a transaction that changed it. */
export async function readChanged(
  transaction: Transaction,
  door: RequestContext,
  id: string,
  introductions: Introductions | undefined,
): Promise<WholeMember> {
  const snapshot = snapshotOf(
    practiceCatalog,
    await readPolicy(transaction, door.practice.id),
    door.snapshot.placeNames,
  )
  const member = await readMember(transaction, { ...door, snapshot }, id, introductions)
  if (member === undefined) throw new Error(`the member \`${id}\` was changed, and is not there`)
  return member
}

async function openInvitation(
  transaction: Transaction,
  { practice, snapshot, at }: RequestContext,
  member: Member,
): Promise<WholeMember['invitation']> {
  const row = await transaction
    .selectFrom('invitation')
    .select(['email', 'created_at', 'ends_at', 'invited_by', 'invited_for', 'offer_hash'])
    .where('practice_id', '=', practice.id)
    .where('member_id', '=', member.id)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    email: row.email,
    sent: row.created_at.toISOString(),
    until: row.ends_at.toISOString(),
    needsConfirmation: whyNotConfirmed({ snapshot, at }, row, member) !== undefined,
  }
}
