import { sql } from 'kysely'
import type { Database } from '../database/connect.ts'
import type { MailLink } from '../delivery/outbox.ts'
import { currentIncarnation } from './current-incarnation.ts'
import { newResetToken } from './link-token.ts'
import { noPractice } from './memberships.ts'
import { newToken, tokenHash } from './token.ts'

/**
 * Make the path and secret of the link in a mail.
 *
 * @returns undefined if what it would open has ended: the mail is of no use
 */
export function mintLink(database: Database, mailId: string, link: MailLink): Promise<string | undefined> {
  return 'reset' in link
    ? mintResetLink(database, mailId, link.reset)
    : mintInvitationLink(database, link.invitation)
}

/** A password chosen after the mail was asked for ends the mail. The account is locked, so that neither misses the other. */
function mintResetLink(database: Database, mailId: string, accountId: string): Promise<string | undefined> {
  return database.within({ practiceId: noPractice, mode: 'change' }, async (transaction) => {
    const account = await transaction
      .selectFrom('account')
      .select('id')
      .where('id', '=', accountId)
      .forNoKeyUpdate()
      .executeTakeFirst()
    // A statement of its own: it sees what was committed while this one waited for the account.
    const mail = await transaction
      .selectFrom('outbox')
      .innerJoin('account', (join) => join.on('account.id', '=', accountId))
      .select('outbox.id')
      .where('outbox.id', '=', mailId)
      .where((row) =>
        row.or([
          row('account.password_set_at', 'is', null),
          row('account.password_set_at', '<=', row.ref('outbox.created_at')),
        ]),
      )
      .executeTakeFirst()
    if (account === undefined || mail === undefined) return undefined
    return `/reset#token=${await newResetToken(transaction, accountId)}`
  })
}

async function mintInvitationLink(
  database: Database,
  { practice, id }: { readonly practice: string; readonly id: string },
): Promise<string | undefined> {
  const token = newToken(practice)
  const minted = await database.within({ practiceId: practice, mode: 'change' }, (transaction) =>
    transaction
      .updateTable('invitation')
      .set({ token_hash: tokenHash(token) })
      .where('practice_id', '=', practice)
      .where('id', '=', id)
      .where('accepted_at', 'is', null)
      .where('withdrawn_at', 'is', null)
      .where('ends_at', '>', sql<Date>`now()`)
      .where('incarnation', '=', currentIncarnation)
      .returning('id')
      .executeTakeFirst(),
  )
  return minted && `/accept#token=${token}`
}
