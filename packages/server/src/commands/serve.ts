import { checkCanary } from '../access/canary.ts'
import { choosePractice } from '../access/choose-practice.ts'
import type { Configuration } from '../configuration.ts'
import type { Database } from '../database/connect.ts'
import { usualLimits } from '../http/limits.ts'
import { thisMachine } from '../http/site.ts'
import { startServer } from '../http/start-server.ts'
import { appParts, type Served } from '../server-parts.ts'
import { readServing } from './arguments.ts'
import type { ExitCode } from './io.ts'
import type { Surroundings } from './surroundings.ts'

export async function run(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const given = readServing(args, ['data', 'practice'])
  if ('wrong' in given) {
    around.err(`rolecall serve: ${given.wrong}`)
    return 2
  }
  const installation = await around.open(given.values.data ?? '.rolecall', 'rolecall serve')
  try {
    return await serveChosen(installation.database, given.values.practice, given.port, around)
  } finally {
    await installation.stop()
  }
}

async function serveChosen(
  database: Database,
  name: string | undefined,
  port: number | undefined,
  around: Surroundings,
): Promise<ExitCode> {
  const practice = await choosePractice(database, name)
  if (practice === 'several') {
    around.err('rolecall serve: there are several practices here, choose one with `--practice NAME`')
    return 2
  }
  if (practice === undefined) {
    around.err(
      name === undefined
        ? 'rolecall serve: there is no practice yet, start with `rolecall import FOLDER` or `rolecall demo`'
        : `rolecall serve: there is no practice \`${name}\``,
    )
    return 1
  }
  around.out(
    'signing in proves nothing yet: whoever uses this machine can be anyone, so it answers this machine only',
  )
  await serve({ database, picking: { practiceId: practice.id, introductions: new Map() }, port }, around)
  return 0
}

interface Serving extends Served {
  /** Undefined: 4680, or the next one that is free. */
  readonly port: number | undefined
}

const alone: Configuration = { host: '127.0.0.1', site: thisMachine, warnings: [] }

/** Serve until somebody stops the program. */
export async function serve({ port, ...served }: Serving, around: Surroundings): Promise<void> {
  await checkCanary(served.database)
  // Where nobody proves who they are it is for this machine alone, whatever the environment says.
  const { host, site, warnings } = served.picking === undefined ? around.configuration() : alone
  for (const sentence of warnings) around.err(`rolecall: ${sentence}`)
  const journal = served.picking === undefined ? around.journal : undefined
  const parts = { ...appParts(served, around.err), site, journal, limits: usualLimits }
  const server = await startServer(parts, { host, port })
  around.out(`Rolecall is at ${server.address} (Ctrl-C ends it)`)
  await around.untilStopped()
  await server.stop()
}
