import type { Database } from '../database/connect.ts'
import { hasPractice, newSetupToken } from '../setup/setup-link.ts'
import { ownersWithoutAccount } from '../signin/recover-owner.ts'
import { readServing } from './arguments.ts'
import type { Surroundings } from './environment.ts'
import type { ExitCode } from './io.ts'
import { serve } from './serve.ts'

/** `rolecall start`: serve what is there, where everybody proves who they are; on an empty database print a link to set it up. */
export async function run(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const given = readServing(args, ['data'])
  if ('wrong' in given) {
    around.err(`rolecall start: ${given.wrong}`)
    return 2
  }
  // Before anything is opened: a slip in the environment costs no time.
  around.configuration()
  around.signing()
  const { database, auditFolder, stop } = await around.open(
    given.values.data ?? '.rolecall',
    'rolecall start',
  )
  try {
    const greet = (address: string) => sayHowToGetIn(database, address, around)
    await serve({ database, auditFolder, port: given.port, greet }, around)
    return 0
  } finally {
    await stop()
  }
}

async function sayHowToGetIn(database: Database, address: string, { out }: Surroundings): Promise<void> {
  if (!(await hasPractice(database.anywhere))) {
    out('there is no practice yet; set it up here, once and within 24 hours:')
    out(`  ${address}/set-up#token=${await newSetupToken(database)}`)
    return
  }
  for (const name of await ownersWithoutAccount(database))
    out(
      `the owner of \`${name}\` has no account; stop this, and give them one with \`rolecall owner recover --practice '${name}' --email ADDRESS\``,
    )
}
