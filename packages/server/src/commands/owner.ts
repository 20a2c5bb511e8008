import { choosePractice } from '../access/choose-practice.ts'
import { recoverOwner } from '../signin/recover-owner.ts'
import { type Arguments, readArguments } from './arguments.ts'
import type { Surroundings } from './environment.ts'
import type { ExitCode } from './io.ts'
import { whoIsTold, whyNoPractice } from './local-operator.ts'

/**
 * `rolecall owner recover`: for an owner who cannot get in any more. Whoever sits at the machine may do anything to the
 * data, so it asks for no password; it is in the log, and everybody who manages accounts is told.
 */
export async function run(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const given = readArguments(args, ['data', 'practice', 'email'])
  const wrong = whyWrong(given)
  if ('wrong' in given || wrong !== undefined) {
    around.err(`rolecall owner: ${wrong}`)
    return 2
  }
  const { data = '.rolecall', practice, email } = given.values
  const { site } = around.configuration()
  const { mail } = around.signing()
  const { database, stop } = await around.open(data, 'rolecall owner recover')
  try {
    const chosen = await choosePractice(database, practice)
    if (chosen === 'several' || chosen === undefined) {
      around.err(`rolecall owner: ${whyNoPractice(chosen, practice)}`)
      return chosen === 'several' ? 2 : 1
    }
    const recovered = await recoverOwner(database, chosen, email)
    if ('refused' in recovered) {
      around.err(`rolecall owner: ${recovered.refused}`)
      return 2
    }
    const { name, address, token, told } = recovered
    around.out(`by this link ${name} <${address}> chooses a new password, once and within an hour:`)
    around.out(`  ${site.publicUrl?.origin ?? 'http://127.0.0.1:4680'}/reset#token=${token}`)
    around.out(whoIsTold(told, mail !== undefined))
    return 0
  } finally {
    await stop()
  }
}

function whyWrong(given: Arguments): string | undefined {
  if ('wrong' in given) return given.wrong
  const [act, unexpected] = given.positionals
  if (act !== 'recover') return 'say what to do: `rolecall owner recover [--practice NAME] [--email ADDRESS]`'
  return unexpected === undefined ? undefined : `\`${unexpected}\` is one too many, see \`rolecall --help\``
}
