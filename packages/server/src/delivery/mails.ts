/** The texts of the mails. Names are what people typed: each stays on its line. */
import type { MailText } from './outbox.ts'

interface Addressee {
  readonly email: string
  readonly name: string
}

export function resetMail({ email, name }: Addressee): MailText {
  return {
    to: email,
    subject: 'Reset your password',
    body: `Hello ${oneLine(name)},

Someone, most likely you, asked to reset the password for this address. Choose a new one within one hour:

`,
    afterLink: `

The link works once. Choosing a new password signs you out everywhere. If you didn’t ask for this, you can ignore it: your password stays the same.
`,
  }
}

export function invitationMail({ email, name }: Addressee, practice: string): MailText {
  return {
    to: email,
    subject: `You’re invited to join ${oneLine(practice)}`,
    body: `Hello ${oneLine(name)},

You’ve been invited to join ${oneLine(practice)}. Accept the invitation here:

`,
    afterLink: `

The link works once. If you weren’t expecting this, you can ignore it.
`,
  }
}

/** Something every admin has to know. */
export interface Deed {
  readonly subject: (practice: string) => string
  /** A sentence without its full stop. */
  readonly words: string
  /** What to make of it. */
  readonly advice: string
}

/** The mail about a deed. It stays true however late it is read, so it waits in the outbox without an end. */
export function deedMail(
  { email, name }: Addressee,
  { subject, words, advice, practice, at }: Deed & { readonly practice: string; readonly at: number },
): MailText {
  const [day, time] = new Date(at).toISOString().split(/[T.]/)
  return {
    to: email,
    subject: oneLine(subject(practice)),
    isKept: true,
    body: `Hello ${oneLine(name)},

This happened in ${oneLine(practice)} on ${day} at ${time} UTC:

${oneLine(words)}.

${oneLine(advice)}

You’re getting this because you manage accounts in this practice, or did until recently. Everyone else who does gets it too.
`,
  }
}

export function recovery(owner: string, newAddress: string | undefined): Deed {
  const how = newAddress === undefined ? '' : `, for an account with the address ${newAddress}`
  return {
    subject: (practice) => `Password link created for the owner of ${practice}`,
    words: `Someone with access to the server created a link for ${owner}, the owner, to choose a new password${how}`,
    advice: `If ${owner} doesn’t know about this, talk to the person who runs the server.`,
  }
}

export function acceptedGap({
  missing,
  reason,
}: {
  readonly missing: string
  readonly reason: string
}): Deed {
  return {
    subject: (practice) => `The activity log of ${practice} is missing entries`,
    words: `Someone with access to the server confirmed that the end of the activity log is missing: ${missing}. Their reason: ${reason}`,
    advice:
      'This happens when a backup is restored. If you don’t know of one, talk to the person who runs the server: the files beside the database still show what is missing.',
  }
}

export function unconfirmedInvitation({
  name,
  email,
  why,
}: {
  readonly name: string
  readonly email: string
  readonly why: string
}): Deed {
  return {
    subject: (practice) => `Confirm an invitation to ${practice}`,
    words: `The invitation for ${name}, sent to ${email}, was used but has to be confirmed first because ${why}`,
    advice: `To let ${name} join with their current access, send the invitation again. Until then the link doesn’t work.`,
  }
}

export function ownAccess(name: string): Deed {
  return {
    subject: (practice) => `An admin of ${practice} changed their own access`,
    words: `${name}, the only admin, changed their own access`,
    advice: 'The activity log shows what changed.',
  }
}

/** Removes line breaks, other control characters and marks that change the direction of text. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu, ' ').trim()
}
