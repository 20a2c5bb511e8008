/** What the mails say. */
import { linkPlace, type Mail } from './outbox.ts'

interface Addressee {
  readonly email: string
  readonly name: string
}

type Text = Omit<Mail, 'link'>

export function resetMail({ email, name }: Addressee): Text {
  return {
    to: email,
    subject: 'Choose a new password',
    body: `Hello ${name},

somebody, most likely you, asked for a new password for this address. Choose it here within one hour:

${linkPlace}

The link opens once, and choosing a password signs you out everywhere. If it was not you, do nothing: your password stays as it is.
`,
  }
}

export function invitationMail({ email, name }: Addressee, practice: string): Text {
  return {
    to: email,
    subject: `${practice} invites you`,
    body: `Hello ${name},

you are invited to work in ${practice}. Accept it here:

${linkPlace}

The link opens once. If you expected no invitation, do nothing.
`,
  }
}

/** What was done at the machine, for those who manage accounts. */
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
): Text {
  const [day, time] = new Date(at).toISOString().split(/[T.]/)
  return {
    to: email,
    subject: subject(practice),
    isKept: true,
    body: `Hello ${name},

on ${day} at ${time} UTC, in ${practice}: ${words}

You are told because you manage accounts there, and so are the others who do. ${advice}
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
