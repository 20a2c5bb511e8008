import { statSync } from 'node:fs'
import { type ChosenPractice, choosePractice } from '../access/choose-practice.ts'
import type { Installation } from '../database/installation.ts'
import { type BadLine, filesIn, type Imported, importFolder } from '../import/import-folder.ts'
import { readArguments } from './arguments.ts'
import type { ExitCode } from './io.ts'
import type { Surroundings } from './surroundings.ts'

const shownBadLines = 50

export async function run(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const given = readArguments(args, ['data', 'practice'])
  const wrong = 'wrong' in given ? given.wrong : wrongFolder(given.positionals)
  if (wrong !== undefined || 'wrong' in given) {
    around.err(`rolecall import: ${wrong}`)
    return 2
  }
  const [folder = ''] = given.positionals
  const installation = await around.open(given.values.data ?? '.rolecall', 'rolecall import')
  try {
    return await importInto(installation, folder, given.values.practice, around)
  } finally {
    await installation.stop()
  }
}

function wrongFolder([folder, ...others]: readonly string[]): string | undefined {
  if (folder === undefined) return 'name the folder with the `.ndjson` files: `rolecall import FOLDER`'
  if (others.length > 0) return `one folder at a time, \`${others.join(' ')}\` is one too many`
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return `\`${folder}\` is no folder`
  if (filesIn(folder).length === 0)
    return `\`${folder}\` holds no \`.ndjson\` file, export your data as FHIR R4 NDJSON`
  return undefined
}

async function importInto(
  { database, takeStock }: Installation,
  folder: string,
  practiceName: string | undefined,
  around: Surroundings,
): Promise<ExitCode> {
  const start = performance.now()
  const chosen = await choosePractice(database, practiceName)
  if (chosen === 'several') {
    around.err('rolecall import: there are several practices here, choose one with `--practice NAME`')
    return 2
  }
  const newName = practiceName ?? 'My practice'
  const result = await importFolder(database, {
    folder,
    into: chosen === undefined ? { newName } : { id: chosen.id },
    onProgress: progressTo(around.err),
  })
  if ('badLines' in result) return sayBadLines(result.badLines, around)
  await takeStock()
  saySummary(result, { start, chosen, newName }, around)
  return 0
}

/** At most one line a second. */
function progressTo(err: (line: string) => void): (sofar: string) => void {
  let said = performance.now()
  return (sofar) => {
    if (performance.now() - said < 1000) return
    said = performance.now()
    err(`… ${sofar}`)
  }
}

function sayBadLines(badLines: readonly BadLine[], { err }: Surroundings): ExitCode {
  for (const { file, line, reason } of badLines.slice(0, shownBadLines)) err(`${file}:${line}: ${reason}`)
  if (badLines.length > shownBadLines) err(`… and ${number(badLines.length - shownBadLines)} more`)
  err(`nothing was imported: ${plural(badLines.length, 'line')} cannot be read; mend them and import again`)
  return 1
}

interface Done {
  readonly start: number
  readonly chosen: ChosenPractice | undefined
  readonly newName: string
}

function saySummary(
  { patients, practitioners, left, unknownReferences }: Imported,
  done: Done,
  { out }: Surroundings,
) {
  if (done.chosen === undefined) {
    out(
      `made the practice \`${done.newName}\`, with one person who can sign in: \`owner\`, a system admin who reaches`,
    )
    out('every patient of all team members; give people their own access and hand the practice over')
  }
  const known = patients.added + patients.changed + patients.same
  out(
    `${plural(known, 'patient')}: ${number(patients.added)} new, ${number(patients.changed)} changed, ${number(patients.same)} as before`,
  )
  out(
    `${plural(practitioners.added + practitioners.same, 'practitioner')}: ${number(practitioners.added)} new, ` +
      `${number(practitioners.same)} as before; they can own patients and sign in nowhere`,
  )
  for (const [type, count] of left)
    out(`${number(count)} × ${type}: left for later, this version does not read them`)
  if (unknownReferences > 0)
    out(
      `${plural(unknownReferences, 'reference')} to practitioners who are not here: they treat nobody by this import`,
    )
  const seconds = ((performance.now() - done.start) / 1000).toFixed(1)
  out(
    `${seconds} s, at most ${number(Math.round(process.resourceUsage().maxRSS / 1024))} MB of memory without PostgreSQL`,
  )
}

function plural(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`
}

function number(count: number): string {
  return count.toLocaleString('en')
}
