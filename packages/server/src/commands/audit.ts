import { canary } from '../access/canary.ts'
import { practicesIn } from '../audit/seal-practice.ts'
import { verificationWords } from '../audit/verifications.ts'
import { verifyPractice } from '../audit/verify-practice.ts'
import type { Installation } from '../database/installation.ts'
import { readArguments } from './arguments.ts'
import type { ExitCode } from './io.ts'
import type { Surroundings } from './surroundings.ts'

const usage = '`rolecall audit verify [--practice NAME] [--data FOLDER]`'

/**
 * `rolecall audit verify`: whether the log is as it was written, of one practice or of all. 0: it is. 1: it is not, or
 * nobody can say. 2: asked wrongly.
 */
export async function run(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const given = readArguments(args, ['data', 'practice'])
  const wrong = 'wrong' in given ? given.wrong : wrongWords(given.positionals)
  if (wrong !== undefined || 'wrong' in given) {
    around.err(`rolecall audit: ${wrong}`)
    return 2
  }
  const installation = await around.open(given.values.data ?? '.rolecall', 'rolecall audit verify')
  try {
    return await verifyChosen(installation, given.values.practice, around)
  } finally {
    await installation.stop()
  }
}

function wrongWords([what, ...others]: readonly string[]): string | undefined {
  if (what === undefined) return `say what to do with the log: ${usage}`
  if (what !== 'verify') return `there is no \`audit ${what}\`: ${usage}`
  return others.length === 0 ? undefined : `\`${others.join(' ')}\` is too much: ${usage}`
}

async function verifyChosen(
  { database, auditFolder }: Installation,
  name: string | undefined,
  around: Surroundings,
): Promise<ExitCode> {
  const all = (await practicesIn(database)).filter(({ id }) => id !== canary)
  const chosen = name === undefined ? all : all.filter((practice) => practice.name === name)
  if (name !== undefined && chosen.length === 0) {
    around.err(`rolecall audit: there is no practice \`${name}\``)
    return 2
  }
  const keys = new Set<string>()
  let isSound = true
  for (const practice of chosen) {
    const onProgress = progressTo(around.err, practice.name)
    const verified = await verifyPractice({ database, folder: auditFolder, onProgress }, practice.id)
    around.out(`${practice.name}: ${verificationWords(verified)}`)
    isSound &&= verified.state === 'sound'
    if ('key' in verified && verified.key !== null) keys.add(verified.key)
  }
  for (const key of keys) around.out(`by the key ${key}; compare it with the one you noted down`)
  if (chosen.length === 0) around.out('there is no practice yet, and so no log')
  return isSound ? 0 : 1
}

/** At most one line a second. */
function progressTo(err: (line: string) => void, name: string): (entries: number) => void {
  let said = performance.now()
  return (entries) => {
    if (performance.now() - said < 1000) return
    said = performance.now()
    err(`… ${name}: ${entries.toLocaleString('en')} entries`)
  }
}
