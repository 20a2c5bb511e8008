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

export function recoveryMail({ email, name }: Addressee, owner: string, practice: string): Text {
  return {
    to: email,
    subject: `A new password for the owner of ${practice}`,
    body: `Hello ${name},

at the machine that Rolecall runs on somebody made a link by which ${owner}, the owner of ${practice}, chooses a new password.
You are told because you manage accounts there. If ${owner} knows nothing of it, talk to whoever runs that machine.
`,
  }
}

export function acceptedGapMail(
  { email, name }: Addressee,
  practice: string,
  { missing, reason }: { readonly missing: string; readonly reason: string },
): Text {
  return {
    to: email,
    subject: `The activity log of ${practice} is missing entries`,
    body: `Hello ${name},

at the machine that Rolecall runs on somebody accepted that the end of the activity log of ${practice} is missing:
${missing}.

The reason they gave: ${reason}

You are told because you manage accounts there. A backup that was restored is such a reason. If you know of none, talk to whoever runs
that machine: the files beside the database still show what is missing.
`,
  }
}
