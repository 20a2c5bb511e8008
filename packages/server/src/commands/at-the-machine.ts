/** Sentences of the commands that do something to one practice at the machine, and tell who manages accounts there. */

export function whyNoPractice(chosen: 'several' | undefined, name: string | undefined): string {
  if (chosen === 'several') return 'there are several practices here, choose one with `--practice NAME`'
  return name === undefined
    ? 'there is no practice yet, `rolecall start` prints a link to set one up'
    : `there is no practice \`${name}\``
}

/** Who is told of what was done, and when. */
export function whoIsTold(told: number, hasMailServer: boolean): string {
  if (told === 0) return 'it is in the log; nobody who manages accounts has an address to tell of it'
  const when = hasMailServer
    ? 'leaves when `rolecall start` runs'
    : 'waits for a mail server in `ROLECALL_SMTP_URL`'
  return `it is in the log, and mail about it to ${told} who manage accounts ${when}`
}
