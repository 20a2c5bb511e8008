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
