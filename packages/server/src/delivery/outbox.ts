import { sql } from 'kysely'
import type { Database, Transaction } from '../database/connect.ts'

/** What the link in a mail is to open. The link is made when the mail leaves, so that the outbox holds no secret. */
export type MailLink =
  | { readonly reset: string }
  | { readonly invitation: { readonly practice: string; readonly member: string } }

export interface Mail {
  readonly to: string
  readonly subject: string
  /** Plain text. Where there is a link, `linkPlace` stands for it. */
  readonly body: string
  readonly link?: MailLink | undefined
  /** Whether it waits until it leaves, however long that is. Others are of no use after three days. */
  readonly isKept?: true
}

export const linkPlace = '{link}'

/** Put a mail into the outbox. In a transaction it leaves only if that commits. */
export async function postMail(
  transaction: Database['anywhere'] | Transaction,
  { to, subject, body, link, isKept }: Mail,
): Promise<void> {
  await transaction
    .insertInto('outbox')
    .values({
      recipient: to,
      subject,
      body,
      link: link === undefined ? null : JSON.stringify(link),
      ...(isKept && { ends_at: sql<Date>`'infinity'` }),
    })
    .execute()
}
