import { sql } from 'kysely'
import type { AuditDetail } from '../audit/entry.ts'
import type { Transaction } from '../database/connect.ts'
import { dropInvitationMails } from '../delivery/outbox.ts'

/**
 * End every open invitation of a member, with the mails that wait to be sent for it.
 *
 * @returns what the log says of it: the addresses they were sent to
 */
export async function withdrawInvitations(
  transaction: Transaction,
  practiceId: string,
  memberId: string,
): Promise<AuditDetail> {
  const withdrawn = await transaction
    .updateTable('invitation')
    .set({ withdrawn_at: sql<Date>`now()` })
    .where('practice_id', '=', practiceId)
    .where('member_id', '=', memberId)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returning(['id', 'email'])
    .execute()
  await dropInvitationMails(
    transaction,
    withdrawn.map(({ id }) => id),
  )
  return withdrawn.length === 0 ? {} : { withdrawnInvitations: withdrawn.map(({ email }) => email) }
}
