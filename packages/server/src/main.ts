/**
 * The composition root: the only place that reads the environment, listens to signals and writes to the terminal.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import type { Surroundings } from './commands/environment.ts'
import { helpText } from './commands/help.ts'
import type { ExitCode, Io } from './commands/io.ts'
import { printable } from './commands/printable.ts'
import type { OpenDatabase } from './commands/test.ts'
import { readConfiguration } from './configuration.ts'
import { type Installation, openInstallation, type Whereabouts } from './database/installation.ts'
import { StartError } from './database/start-error.ts'
import { readMailSettings } from './delivery/mail-settings.ts'
import { readSessionTimes } from './signin/session-times.ts'

const io: Io = {
  out: (line) => console.log(printable(line)),
  err: (line) => console.error(printable(line)),
}

/** Run a command. Everything that can be expected ends in a sentence and an exit code. */
export async function main([command, ...args]: readonly string[]): Promise<ExitCode> {
  try {
    return await runCommand(command, args)
  } catch (error) {
    io.err(`rolecall: ${sentenceOf(error)}`)
    return 1
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof StartError) return error.message
  if (process.env.ROLECALL_DEBUG === '1') return inspect(error)
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  return `this should not have happened: ${line}; \`ROLECALL_DEBUG=1\` in the environment shows where`
}

async function runCommand(command: string | undefined, args: readonly string[]): Promise<ExitCode> {
  const options = args.slice(0, args.includes('--') ? args.indexOf('--') : args.length)
  if (command === 'help' || command === '--help' || command === '-h') return sayHelp(options[0])
  if (command === '--version' || command === '-v') return say(version())
  if (command !== undefined && helpText(command) !== undefined) {
    if (options.includes('--help') || options.includes('-h')) return sayHelp(command)
    if (options.includes('--version')) return say(version())
  }
  switch (command) {
    case 'import':
      return (await import('./commands/import.ts')).run(args, surroundings)
    case 'start':
    case 'serve':
      return (await import('./commands/start.ts')).run(args, surroundings)
    case 'owner':
      return (await import('./commands/owner.ts')).run(args, surroundings)
    case 'restored':
      return (await import('./commands/restored.ts')).run(args, surroundings)
    case 'audit':
      return (await import('./commands/audit.ts')).run(args, surroundings)
    case 'demo':
      return (await import('./commands/demo.ts')).run(args, surroundings)
    case 'test':
      return (await import('./commands/test.ts')).run(args, io, openFacts)
    case 'explain':
      return (await import('./commands/explain.ts')).run(args, io)
    case undefined:
      io.err('rolecall: say what to do, see `rolecall --help`')
      return 2
    default:
      io.err(`rolecall: there is no command \`${command}\`, see \`rolecall --help\``)
      return 2
  }
}

function sayHelp(command: string | undefined): ExitCode {
  const text = helpText(command)
  if (text !== undefined) return say(text)
  io.err(`rolecall: there is no command \`${command}\`, see \`rolecall --help\``)
  return 2
}

function say(text: string): ExitCode {
  io.out(text)
  return 0
}

function version(): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  )
  return version
}

const surroundings: Surroundings = {
  ...io,
  open: (folder, holder) => opened(whereabouts(folder, holder)),
  openFolder: (folder, holder) => opened({ folder, holder }),
  configuration: () => readConfiguration(process.env),
  signing: () => ({
    times: readSessionTimes(process.env.ROLECALL_IDLE_MINUTES, process.env.ROLECALL_SESSION_HOURS),
    mail: readMailSettings(
      process.env.ROLECALL_SMTP_URL,
      process.env.ROLECALL_MAIL_FROM,
      process.env.ROLECALL_PUBLIC_URL,
    ),
  }),
  journal: process.stderr,
  draw: process.stderr.isTTY
    ? (line) => void process.stderr.write(`\r\u001b[K${printable(line)}`)
    : undefined,
  untilStopped: () => stopSignal(),
}

/** Loaded only when asked for: most checks need no database. */
async function openFacts(): Promise<OpenDatabase> {
  const { openFactsDatabase } = await import('./commands/open-facts-database.ts')
  return openFactsDatabase(process.env.DATABASE_URL || undefined)
}

function whereabouts(folder: string, holder: string): Whereabouts {
  const url = process.env.DATABASE_URL
  if (url === undefined || url === '') return { folder, holder }
  const auditFolder = process.env.ROLECALL_AUDIT_FOLDER || join('.rolecall', 'audit')
  return { url, adminUrl: process.env.DATABASE_ADMIN_URL || url, auditFolder }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A command that waits to be stopped ends by itself. Any other ends at once; the exit takes PostgreSQL along. */
for (const signal of signals) process.once(signal, leave)

/** Settles once no PostgreSQL is half started, which would be left behind. */
let opening: Promise<unknown> = Promise.resolve()

function opened(where: Whereabouts): Promise<Installation> {
  const installation = openInstallation(where, (sentence) => io.err(`rolecall: ${sentence}`))
  opening = installation.then(warn, () => {})
  return installation
}

function warn({ warnings }: Installation): void {
  for (const sentence of warnings) io.err(`rolecall: ${sentence}`)
}

function leave(): void {
  void opening.then(() => process.exit(130))
}

function stopSignal(): Promise<void> {
  return new Promise((stopped) => {
    for (const signal of signals) {
      // In this order: without anybody listening a signal that comes right now would be lost.
      process.once(signal, () => stopped())
      process.off(signal, leave)
    }
  })
}
