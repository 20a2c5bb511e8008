import { sql } from 'kysely'
import type { Database } from '../database/connect.ts'
import { newResetToken } from '../signin/link-token.ts'
import { newToken, tokenHash } from '../signin/token.ts'
import type { MailLink } from './outbox.ts'

/** The path and secret of a link, made now. Undefined: what it would open is not there any more. */
export async function mintLink(database: Database, link: MailLink): Promise<string | undefined> {
  if ('reset' in link) {
    const account = await database.anywhere
      .selectFrom('account')
      .select('id')
      .where('id', '=', link.reset)
      .executeTakeFirst()
    return account && `/reset#token=${await newResetToken(database.anywhere, account.id)}`
  }
  const { practice, member } = link.invitation
  const token = newToken(practice)
  const isOpen = await database.within({ practiceId: practice, mode: 'change' }, async (transaction) => {
    const invitation = transaction
      .selectFrom('invitation')
      .select('token_hash')
      .where('practice_id', '=', practice)
      .where('member_id', '=', member)
      .where('accepted_at', 'is', null)
      .where('withdrawn_at', 'is', null)
      .where('ends_at', '>', sql<Date>`now()`)
      .orderBy('created_at', 'desc')
      .limit(1)
    const renewed = await transaction
      .updateTable('invitation')
      .set({ token_hash: tokenHash(token) })
      .where('practice_id', '=', practice)
      .where('token_hash', 'in', invitation)
      .returning('member_id')
      .executeTakeFirst()
    return renewed !== undefined
  })
  return isOpen ? `/accept#token=${token}` : undefined
}
