import { createTransport } from 'nodemailer'
import { NeverDelivered, type Postman } from './delivery.ts'
import type { MailSettings } from './mail-settings.ts'

const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/** Over SMTP, encrypted unless the mail server is on this machine. */
export function smtpPostman({ smtpUrl, from }: MailSettings): Postman {
  const { hostname } = new URL(smtpUrl)
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
  const transport = createTransport({ url: smtpUrl, requireTLS: !isHere, ...patience })
  return {
    async deliver({ to, ...mail }) {
      try {
        // An address by itself: read as a header, one text may name several.
        await transport.sendMail({ from, to: { name: '', address: to }, ...mail })
      } catch (error) {
        throw isFinal(error) ? new NeverDelivered(`it answered \`${error.responseCode}\``) : error
      }
    },
  }
}

/** 5xx is a no for good, except where it is this server that was turned away. */
function isFinal(error: unknown): error is Error & { responseCode: number } {
  if (!(error instanceof Error) || !('responseCode' in error)) return false
  const isAboutUs = 'code' in error && (error.code === 'EAUTH' || error.code === 'ECONNECTION')
  return typeof error.responseCode === 'number' && error.responseCode >= 500 && !isAboutUs
}
