import { sql } from 'kysely'
import type { Database, Transaction } from '../database/connect.ts'

/** What the link in a mail is to open. The link is made when the mail leaves, so that the outbox holds no secret. */
export type MailLink =
  | { readonly reset: string }
  | { readonly invitation: { readonly practice: string; readonly id: string } }

/** What a mail says, as plain text. */
export interface MailText {
  readonly to: string
  readonly subject: string
  readonly body: string
  /** The text behind the link, which stands between `body` and this: no name in either can move it. */
  readonly afterLink?: string
  /** Whether it waits until it leaves, however long that is. Others are of no use after three days. */
  readonly isKept?: true
}

export interface Mail extends MailText {
  readonly link?: MailLink | undefined
}

/** Put a mail into the outbox. In a transaction it leaves only if that commits. */
export async function postMail(
  transaction: Database['anywhere'] | Transaction,
  { to, subject, body, afterLink = '', link, isKept }: Mail,
): Promise<void> {
  await transaction
    .insertInto('outbox')
    .values({
      recipient: to,
      subject,
      body,
      after_link: afterLink,
      link: link === undefined ? null : JSON.stringify(link),
      ...(isKept && { ends_at: sql<Date>`'infinity'` }),
    })
    .execute()
}

/** Delete the mails of withdrawn invitations. */
export async function dropInvitationMails(transaction: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await transaction
    .deleteFrom('outbox')
    .where(sql<string>`link -> 'invitation' ->> 'id'`, 'in', ids)
    .execute()
}

/** Delete the mails that offer a new password for an account. */
export async function dropResetMails(transaction: Transaction, accountId: string): Promise<void> {
  await transaction.deleteFrom('outbox').where(sql<string>`link ->> 'reset'`, '=', accountId).execute()
}
