import { readArguments } from './arguments.ts'
import type { Surroundings } from './environment.ts'
import type { ExitCode } from './io.ts'

/**
 * `rolecall restored`: after a restore that nothing shows, such as of a snapshot of the whole machine. Sessions that were
 * ended since the backup, and links that were used or withdrawn, would else be valid again.
 */
export async function run(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const given = readArguments(args, ['data'])
  const wrong =
    'wrong' in given ? given.wrong : given.positionals.length > 0 ? 'it takes no more words' : undefined
  if (wrong !== undefined || 'wrong' in given) {
    around.err(`rolecall restored: ${wrong}`)
    return 2
  }
  const installation = await around.open(given.values.data ?? '.rolecall', 'rolecall restored')
  try {
    await installation.beginIncarnation()
    around.out('all sessions and all links that were sent before are void, so everybody signs in again')
    return 0
  } finally {
    await installation.stop()
  }
}
