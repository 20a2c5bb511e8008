/** What `rolecall --help` says, and `rolecall COMMAND --help`. */

interface CommandHelp {
  /** How it is typed, after `rolecall`: one line each. */
  readonly usage: readonly string[]
  /** One line, for the list of commands. */
  readonly does: string
  /** Its options and how it ends. */
  readonly details: string
}

const data = '--data FOLDER      where the data is: `.rolecall`, for the demo `.rolecall/demo`'
const port = '--port NUMBER      where to serve: 4680, or the next that is free'
const practice = '--practice NAME    which practice, where there are several'

const commands: Readonly<Record<string, CommandHelp>> = {
  import: {
    usage: ['import FOLDER|FILE [--practice NAME] [--skip-bad] [--dates DMY|MDY|YMD]'],
    does: 'read FHIR R4 (NDJSON, Bundles), or a table of patients (CSV)',
    details: `${practice}
--skip-bad         leave out lines that cannot be read; without it one such line stops the import
--dates ORDER      how dates such as 3/4/1984 are read: DMY, MDY or YMD
${data}

Ends with 0 when everything was imported, 1 when nothing was, 2 when it was typed wrongly.`,
  },
  start: {
    usage: ['start [--data FOLDER] [--port NUMBER]'],
    does: 'serve what is there; on an empty database print a link to set it up',
    details: `${data}
${port}`,
  },
  owner: {
    usage: ['owner recover [--practice NAME] [--email ADDRESS]'],
    does: 'print a link by which the owner chooses a new password',
    details: `${practice}
--email ADDRESS    the address of an owner who has no account yet
${data}`,
  },
  restored: {
    usage: ['restored [--data FOLDER]'],
    does: 'end all sessions and links that were sent, after a backup was restored',
    details: `${data}

A restore is mostly noticed without it; not so a snapshot of a whole machine or volume.`,
  },
  audit: {
    usage: ['audit verify [--practice NAME]', 'audit accept --reason TEXT [--practice NAME]'],
    does: 'find whether the log was changed; accept that its end is missing after a restore',
    details: `${practice}
--reason TEXT      why the end of the log is missing; it is kept in the log
${data}

\`verify\` ends with 0 when every log is as it was written, otherwise with 1.`,
  },
  demo: {
    usage: ['demo [--data FOLDER] [--port NUMBER]'],
    does: 'serve a made-up practice to try things out',
    details: `${data}
${port}`,
  },
  test: {
    usage: ['test FILE… [--sql]'],
    does: 'check the expectations of practice files, through SQL too',
    details: `--sql              ask a PostgreSQL as well: the one that \`DATABASE_URL\` names, or one of its own

Ends with 0 when everything holds, 1 when something does not, 2 when a file cannot be read.`,
  },
  explain: {
    usage: ['explain FILE --member M [--acting-for P] --may ACT --record R [--field F]'],
    does: 'say why a member may do something, or not',
    details: `--member M         who, by the id in the file
--acting-for P     for an assistant: the practitioner they act for
--may ACT          what, such as \`view\` or \`edit\`
--record R         with which record or patient, by the id in the file
--field F          a field that is named, such as \`price\`

Ends with 0 when they may, 1 when they may not, 2 when it was typed wrongly.`,
  },
}

/** Other names of commands. */
const alsoCalled: Readonly<Record<string, string>> = { serve: 'start' }

const environment = `\`DATABASE_URL\` names a PostgreSQL to use instead of the one that comes along, with the role that serves requests;
\`DATABASE_ADMIN_URL\` the same with the role that may migrate it.
\`ROLECALL_AUDIT_FOLDER\` (\`.rolecall/audit\`) then holds the key of the log and what shows that its end was cut.
\`ROLECALL_SMTP_URL\` and \`ROLECALL_MAIL_FROM\` let mail leave, with links to \`ROLECALL_PUBLIC_URL\`.
\`ROLECALL_HOST\` (\`127.0.0.1\`) is where it listens, \`ROLECALL_PUBLIC_URL\` what people type, and
\`ROLECALL_TRUSTED_PROXIES\` who stands before it; the demo heeds none of them.
\`ROLECALL_IDLE_MINUTES\` (15) lock a session nobody uses, \`ROLECALL_SESSION_HOURS\` (12) end it.`

/** The help of one command, or of all. @returns undefined if there is no such command */
export function helpText(command?: string): string | undefined {
  if (command === undefined) return overview()
  const name = Object.hasOwn(alsoCalled, command) ? alsoCalled[command] : command
  const help = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  return (
    help &&
    `${help.usage.map((line) => `rolecall ${line}`).join('\n')}\n\n${sentence(help.does)}\n\n${help.details}`
  )
}

function overview(): string {
  const width = 2 + Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).map(([name, { does }]) => `rolecall ${name.padEnd(width)}${does}`)
  return `Access for a healthcare practice: who may do what, to which records, and why.

${lines.join('\n')}

rolecall COMMAND --help     its options
rolecall --version

${environment}`
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
