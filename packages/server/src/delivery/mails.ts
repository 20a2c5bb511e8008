/** What the mails say. Names are what people typed: each stays on its line. */
import type { MailText } from './outbox.ts'

interface Addressee {
  readonly email: string
  readonly name: string
}

export function resetMail({ email, name }: Addressee): MailText {
  return {
    to: email,
    subject: 'Choose a new password',
    body: `Hello ${oneLine(name)},

somebody, most likely you, asked for a new password for this address. Choose it here within one hour:

`,
    afterLink: `

The link opens once, and choosing a password signs you out everywhere. If it was not you, do nothing: your password stays as it is.
`,
  }
}

export function invitationMail({ email, name }: Addressee, practice: string): MailText {
  return {
    to: email,
    subject: `${oneLine(practice)} invites you`,
    body: `Hello ${oneLine(name)},

you are invited to work in ${oneLine(practice)}. Accept it here:

`,
    afterLink: `

The link opens once. If you expected no invitation, do nothing.
`,
  }
}

/** What happened that everybody who manages accounts has to know. */
export interface Deed {
  readonly subject: (practice: string) => string
  /** A sentence. */
  readonly words: string
  /** What to make of it. */
  readonly advice: string
}

/** It stays true however late it is read, so it waits for as long as no mail leaves. */
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

on ${day} at ${time} UTC, in ${oneLine(practice)}: ${oneLine(words)}

You are told because you manage accounts there or did until lately, and so are the others who do. ${oneLine(advice)}
`,
  }
}

export function recovery(owner: string, newAddress: string | undefined): Deed {
  const how = newAddress === undefined ? '' : `, with an account of the address ${newAddress}`
  return {
    subject: (practice) => `A new password for the owner of ${practice}`,
    words: `at the machine that Rolecall runs on, somebody made a link by which ${owner}, the owner, chooses a new password${how}`,
    advice: `If ${owner} knows nothing of it, talk to whoever runs that machine.`,
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
    words: `at the machine that Rolecall runs on, somebody accepted that the end of the activity log is missing: ${missing}. The reason they gave: ${reason}`,
    advice:
      'A backup that was restored is such a reason. If you know of none, talk to whoever runs that machine: the files beside the database still show what is missing.',
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
    words: `the invitation of ${name}, sent to ${email}, was used and has to be confirmed first, since ${why}`,
    advice: `If ${name} is still to join with what they have now, send the invitation again. Until then its link opens nothing.`,
  }
}

export function ownAccess(name: string): Deed {
  return {
    subject: (practice) => `An admin of ${practice} changed their own access`,
    words: `${name}, the only admin, changed their own access`,
    advice: 'The activity log shows what was changed.',
  }
}

/** Without line breaks, other control characters, and marks that turn the direction of the text behind them. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu, ' ').trim()
}
