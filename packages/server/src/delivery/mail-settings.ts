import { StartError } from '../database/start-error.ts'

/** How mail leaves. */
export interface MailSettings {
  /** `smtps://user:password@mail.example`, or `smtp://…`, which then turns to TLS. */
  readonly smtpUrl: string
  readonly from: string
}

/** From the environment. Undefined: no mail leaves. */
export function readMailSettings(
  smtpUrl: string | undefined,
  from: string | undefined,
  publicUrl: string | undefined,
): MailSettings | undefined {
  if (!smtpUrl) return undefined
  if (!/^smtps?:\/\//.test(smtpUrl) || !URL.parse(smtpUrl)?.hostname)
    throw new StartError(
      '`ROLECALL_SMTP_URL` is no address of a mail server, give one such as `smtps://name:password@mail.example`',
    )
  if (!from)
    throw new StartError(
      '`ROLECALL_SMTP_URL` needs `ROLECALL_MAIL_FROM` beside it: the address that mail comes from',
    )
  if (!publicUrl)
    throw new StartError(
      '`ROLECALL_SMTP_URL` needs `ROLECALL_PUBLIC_URL` beside it: where links in mails lead to',
    )
  return { smtpUrl, from }
}
