import { announce } from '../access/announce.ts'
import type { RequestContext } from '../access/door.ts'
import type { Transaction } from '../database/connect.ts'
import { ownAccess } from '../delivery/mails.ts'
import { formerAdmins } from '../policy/former-admins.ts'

/** Long enough that a former admin hears of what was done once they no longer counted. */
const daysTold = 90

/** Tell everybody who manages accounts, or did until lately, that the only admin changed their own access. */
export async function announceOwnAccess(
  transaction: Transaction,
  { practice, snapshot, member, at }: RequestContext,
): Promise<void> {
  const former = await formerAdmins(transaction, practice.id, daysTold)
  await announce(transaction, { ...practice, snapshot, at }, ownAccess(member.name ?? member.id), former)
}
