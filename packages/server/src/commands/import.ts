import { statSync } from 'node:fs'
import { type ChosenPractice, choosePractice } from '../access/choose-practice.ts'
import type { Installation } from '../database/installation.ts'
import type { BadLine } from '../import/bad-line.ts'
import type { Count } from '../import/diff-stage.ts'
import { type Imported, importHere, type NotImported } from '../import/import-folder.ts'
import { type Source, sourceOf, sourcesIn } from '../import/source.ts'
import { type DateOrder, dateOrders } from '../import/table-date.ts'
import { readArguments } from './arguments.ts'
import type { Surroundings } from './environment.ts'
import { importProgress } from './import-progress.ts'
import type { ExitCode } from './io.ts'

const shownBadLines = 50

interface Asked {
  readonly files: readonly Source[]
  readonly data: string
  readonly practice: string | undefined
  readonly dates: DateOrder | undefined
  readonly skipBad: boolean
}

export async function run(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const asked = readAsked(args)
  if ('wrong' in asked) {
    around.err(`rolecall import: ${asked.wrong}`)
    return 2
  }
  const installation = await around.open(asked.data, 'rolecall import')
  try {
    return await importInto(installation, asked, around)
  } finally {
    await installation.stop()
  }
}

function readAsked(args: readonly string[]): Asked | { readonly wrong: string } {
  const given = readArguments(args, ['data', 'practice', 'dates'], ['skip-bad'])
  if ('wrong' in given) return given
  const { data = '.rolecall', practice, dates: said } = given.values
  const dates = dateOrders.find((order) => order === said)
  if (said !== undefined && dates === undefined)
    return { wrong: `\`${said}\` is no order of dates, give one of ${dateOrders.join(', ')}` }
  const files = filesOf(given.positionals)
  return 'wrong' in files ? files : { ...files, data, practice, dates, skipBad: given.flags.has('skip-bad') }
}

function filesOf([path, ...others]: readonly string[]):
  | { readonly files: readonly Source[] }
  | { readonly wrong: string } {
  if (path === undefined)
    return { wrong: 'name the folder with the `.ndjson` files, or one file: `rolecall import FOLDER`' }
  if (others.length > 0) return { wrong: `one folder at a time, \`${others.join(' ')}\` is one too many` }
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return { wrong: `\`${path}\` is no folder and no file` }
  if (!found.isDirectory() && !found.isFile())
    return { wrong: `\`${path}\` is neither a folder nor a regular file` }
  if (!found.isDirectory()) {
    const file = sourceOf(path)
    return file === undefined
      ? { wrong: `\`${path}\` is none of \`.ndjson\`, \`.json\` and \`.csv\`, name it by what it is` }
      : { files: [file] }
  }
  const files = sourcesIn(path)
  if (files.length > 0) return { files }
  return { wrong: `\`${path}\` holds no \`.ndjson\` or \`.json\` file, export your data as FHIR R4 NDJSON` }
}

async function importInto(
  { database, takeStock }: Installation,
  { files, practice, dates, skipBad }: Asked,
  around: Surroundings,
): Promise<ExitCode> {
  const start = performance.now()
  const chosen = await choosePractice(database, practice)
  if (chosen === 'several') {
    around.err('rolecall import: there are several practices here, choose one with `--practice NAME`')
    return 2
  }
  const newName = practice ?? 'My practice'
  const progress = importProgress(around)
  const result = await importHere(database, {
    files,
    into: chosen === undefined ? { newName } : { id: chosen.id },
    skipBad,
    dates,
    onProgress: progress.show,
  }).finally(() => progress.end())
  if ('badLines' in result) return sayBadLines(result, around)
  await takeStock()
  saySummary(result, { start, chosen, newName }, around)
  return 0
}

function sayBadLines({ badLines, badLineCount }: NotImported, { err }: Surroundings): ExitCode {
  sayLines(badLines, badLineCount, err)
  err(
    `nothing was imported: ${plural(badLineCount, 'line')} cannot be read; ` +
      (badLineCount === 1
        ? 'fix it and import again, or leave it out with `--skip-bad`'
        : 'fix them and import again, or leave them out with `--skip-bad`'),
  )
  return 1
}

function sayLines(badLines: readonly BadLine[], count: number, say: (line: string) => void): void {
  const shown = badLines.slice(0, shownBadLines)
  for (const { file, line, reason } of shown)
    say(line === 0 ? `${file}: ${reason}` : `${file}:${line}: ${reason}`)
  if (count > shown.length) say(`… and ${number(count - shown.length)} more`)
}

interface Done {
  readonly start: number
  readonly chosen: ChosenPractice | undefined
  readonly newName: string
}

const kinds = [
  ['patients', 'patient', ''],
  ['practitioners', 'practitioner', '; they can own patients and sign in nowhere'],
  ['roles', 'role', ', which say what job somebody has'],
  ['locations', 'location', ''],
  ['appointments', 'appointment', ''],
  ['notes', 'note', ''],
] as const

function saySummary(imported: Imported, done: Done, { out, err }: Surroundings) {
  if (done.chosen === undefined) {
    out(
      `made the practice \`${done.newName}\`; its owner, a system admin who reaches all patients, has no account yet:`,
    )
    out(`give them one with \`rolecall owner recover --practice '${done.newName}' --email ADDRESS\``)
  }
  for (const [kind, noun, remark] of kinds) sayCount(imported[kind], noun, remark, out)
  if (imported.notes.beside > 0)
    out(
      `${plural(imported.notes.beside, 'imported text')} kept as a version beside a note that was edited or signed here`,
    )
  for (const [what, count] of imported.left)
    out(`${number(count)} × ${what}: left where it is, this version does not read it`)
  for (const [type, count] of imported.unknownReferences)
    out(`${plural(count, 'reference')} to a ${type} that is not here: nobody and nothing is tied by it`)
  if (imported.skippedCount > 0) {
    sayLines(imported.skipped, imported.skippedCount, err)
    out(`${plural(imported.skippedCount, 'line')} left out, as \`--skip-bad\` says`)
  }
  const seconds = ((performance.now() - done.start) / 1000).toFixed(1)
  out(
    `${seconds} s, at most ${number(Math.round(process.resourceUsage().maxRSS / 1024))} MB of memory without PostgreSQL`,
  )
}

function sayCount(
  { added, changed, same }: Count,
  noun: string,
  remark: string,
  out: (line: string) => void,
) {
  const known = added + changed + same
  if (known > 0 || noun === 'patient' || noun === 'practitioner')
    out(
      `${plural(known, noun)}: ${number(added)} new, ${number(changed)} changed, ${number(same)} as before${remark}`,
    )
}

function plural(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`
}

function number(count: number): string {
  return count.toLocaleString('en')
}
