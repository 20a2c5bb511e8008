import { choosePractice } from '../access/choose-practice.ts'
import { acceptGap } from '../activity/accept-truncation.ts'
import { verificationWords } from '../activity/verifications.ts'
import { practicesIn } from '../audit/seal-practice.ts'
import { verifyPractice } from '../audit/verify-practice.ts'
import { canary } from '../database/canary.ts'
import type { Installation } from '../database/installation.ts'
import { readArguments } from './arguments.ts'
import type { Surroundings } from './environment.ts'
import type { ExitCode } from './io.ts'
import { whoIsTold, whyNoPractice } from './local-operator.ts'

const usage =
  '`rolecall audit verify [--practice NAME]` or `rolecall audit accept --reason TEXT [--practice NAME]`'

/**
 * `rolecall audit verify`: whether the log is as it was written, of one practice or of all. 0: it is. 1: it is not, or
 * nobody can say. 2: asked wrongly.
 *
 * `rolecall audit accept`: that the end of one is missing, as it is after an old backup was restored. 0: accepted. 1: it
 * cannot be. 2: asked wrongly.
 */
export async function run(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const given = readArguments(args, ['data', 'practice', 'reason'])
  const wrong = 'wrong' in given ? given.wrong : wrongWords(given.positionals, given.values.reason)
  if (wrong !== undefined || 'wrong' in given) {
    around.err(`rolecall audit: ${wrong}`)
    return 2
  }
  const [what] = given.positionals
  const { data = '.rolecall', practice, reason } = given.values
  const { mail } = what === 'accept' ? around.signing() : { mail: undefined }
  const installation = await around.open(data, `rolecall audit ${what}`)
  try {
    return what === 'accept'
      ? await acceptChosen(installation, { name: practice, reason, mailLeaves: mail !== undefined }, around)
      : await verifyChosen(installation, practice, around)
  } finally {
    await installation.stop()
  }
}

function wrongWords([what, ...others]: readonly string[], reason: string | undefined): string | undefined {
  if (what === undefined) return `say what to do with the log: ${usage}`
  if (what !== 'verify' && what !== 'accept') return `there is no \`audit ${what}\`: ${usage}`
  if (what === 'verify' && reason !== undefined) return `\`--reason\` belongs to \`audit accept\`: ${usage}`
  return others.length === 0 ? undefined : `\`${others.join(' ')}\` is too much: ${usage}`
}

interface Accepting {
  readonly name: string | undefined
  readonly reason: string | undefined
  readonly mailLeaves: boolean
}

async function acceptChosen(
  { database, auditFolder }: Installation,
  { name, reason, mailLeaves }: Accepting,
  around: Surroundings,
): Promise<ExitCode> {
  const practice = await choosePractice(database, name)
  if (practice === 'several' || practice === undefined) {
    around.err(`rolecall audit: ${whyNoPractice(practice, name)}`)
    return 2
  }
  const onProgress = progressTo(around.err, practice.name)
  const done = await acceptGap({ database, folder: auditFolder, onProgress }, practice, reason)
  if ('refused' in done) {
    around.err(`rolecall audit: ${practice.name}: ${done.refused}`)
    return 1
  }
  around.out(`${practice.name}: accepted as missing: ${done.missing}; sealing goes on`)
  around.out(whoIsTold(done.told, mailLeaves))
  return 0
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
    if (verified.state === 'tampered' && verified.finding.what === 'cut')
      around.out(
        'if a backup was restored that is what happened: put a newer one back, or say so with `rolecall audit accept --reason TEXT`',
      )
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
