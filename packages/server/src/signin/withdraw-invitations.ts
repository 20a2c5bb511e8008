import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { dropInvitationMails } from '../delivery/outbox.ts'

/** End every open invitation of a member, with the mails that wait to be sent for it. */
export async function withdrawInvitations(
  transaction: Transaction,
  practiceId: string,
  memberId: string,
): Promise<void> {
  const withdrawn = await transaction
    .updateTable('invitation')
    .set({ withdrawn_at: sql<Date>`now()` })
    .where('practice_id', '=', practiceId)
    .where('member_id', '=', memberId)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returning('id')
    .execute()
  await dropInvitationMails(
    transaction,
    withdrawn.map(({ id }) => id),
  )
}
