/** Sentences of the commands that do something to one practice at the machine, and tell who manages accounts there. */
import type { Told } from '../access/announce.ts'

export function whyNoPractice(chosen: 'several' | undefined, name: string | undefined): string {
  if (chosen === 'several') return 'there are several practices here, choose one with `--practice NAME`'
  return name === undefined
    ? 'there is no practice yet, `rolecall start` prints a link to set one up'
    : `there is no practice \`${name}\``
}

/** Who is told of what was done, where and when. */
export function whoIsTold({ members, mails }: Told, hasMailServer: boolean): string {
  const { length: count } = members
  if (count === 0) return 'it is in the log; nobody who manages accounts can sign in and be told of it'
  const people = count === 1 ? 'the one person' : `the ${count} people`
  const inConsole = `it is in the log, and the console shows it to ${people} who ${count === 1 ? 'manages' : 'manage'} accounts until they have seen it`
  if (mails === 0) return inConsole
  const when = hasMailServer
    ? 'leaves when `rolecall start` runs'
    : 'waits until `ROLECALL_SMTP_URL` names a mail server'
  return `${inConsole}; mail to ${mails === count ? (count === 1 ? 'them' : 'all of them') : `${mails} of them`} ${when}`
}
