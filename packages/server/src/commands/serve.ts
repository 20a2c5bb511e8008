import { startSealer } from '../audit/sealer.ts'
import type { Configuration } from '../configuration.ts'
import { checkCanary } from '../database/canary.ts'
import { type Delivery, startDelivery } from '../delivery/delivery.ts'
import type { MailSettings } from '../delivery/mail-settings.ts'
import { smtpPostman } from '../delivery/smtp.ts'
import { terminalPostman } from '../delivery/terminal.ts'
import { isConsoleIn } from '../http/add-not-found.ts'
import { usualLimits } from '../http/limits.ts'
import { thisMachine } from '../http/site.ts'
import { startServer } from '../http/start-server.ts'
import { forgetOldRuns } from '../import/import-run.ts'
import { appParts, type Served } from '../server-parts.ts'
import { mintLink } from '../signin/mint-link.ts'
import { usualTimes } from '../signin/session-times.ts'
import { forgetOldAttempts } from '../signin/throttle.ts'
import type { Signing, Surroundings } from './environment.ts'

interface Serving extends Served {
  /** Undefined: 4680, or the next one that is free. */
  readonly port: number | undefined
  /** What to say once it can be reached there. */
  readonly greet?: (address: string) => Promise<void>
}

const alone: Configuration = { host: '127.0.0.1', site: thisMachine, warnings: [] }

/** Serve until somebody stops the program. */
export async function serve({ port, greet, ...served }: Serving, around: Surroundings): Promise<void> {
  await checkCanary(served.database)
  // Where nobody proves who they are it is for this machine alone, whatever the environment says.
  const { host, site, warnings } = served.picking === undefined ? around.configuration() : alone
  for (const sentence of warnings) around.err(`rolecall: ${sentence}`)
  const openly =
    served.picking === undefined ? { site, journal: around.journal, limits: usualLimits } : { site }
  const { times, mail } = served.picking === undefined ? around.signing() : unproven
  const parts = { ...appParts({ ...served, times }, around.err), ...openly }
  if (!isConsoleIn(parts.consoleFolder))
    around.err(
      'rolecall: the console is not built, so there are no pages, only what is below `/api`; run `npm run build` and start again',
    )
  const server = await startServer(parts, { host, port })
  const address = site.publicUrl?.origin ?? server.address
  const { database, auditFolder: folder } = served
  const report = (line: string) => around.err(`rolecall: ${line}`)
  const sealer = folder === undefined ? undefined : startSealer({ database, folder, report })
  const delivery = deliveryOf(served, mail, address, around)
  const forget = async () => {
    await forgetOldAttempts(served.database)
    await forgetOldRuns(served.database)
  }
  const forgetting = setInterval(() => void forget().catch(() => {}), hour)
  // Before it says where it is: whoever reads that may stop it at once.
  const stopped = around.untilStopped()
  try {
    await greet?.(address)
    around.out(`Rolecall is at ${address} (Ctrl-C ends it)`)
    await stopped
  } finally {
    clearInterval(forgetting)
    await server.stop()
    await delivery?.stop()
    await sealer?.stop()
  }
}

const hour = 60 * 60 * 1000

const unproven: Signing = { times: usualTimes, mail: undefined }

/** Mail leaves by the mail server; where people are made up, and nowhere else, it is written to the terminal. Undefined: it waits. */
function deliveryOf(
  { database, picking }: Served,
  mail: MailSettings | undefined,
  publicUrl: string,
  around: Surroundings,
): Delivery | undefined {
  const parts = { database, mintLink, publicUrl, report: (line: string) => around.err(`rolecall: ${line}`) }
  if (picking !== undefined) {
    around.out('mail leaves nowhere: invitations and the like are written here, with their links')
    return startDelivery({ ...parts, postman: terminalPostman(around.out) })
  }
  if (mail !== undefined) return startDelivery({ ...parts, postman: smtpPostman(mail) })
  around.err(
    'rolecall: no mail leaves, so nobody can be invited or reset a password by mail; name a mail server in `ROLECALL_SMTP_URL`',
  )
  return undefined
}
