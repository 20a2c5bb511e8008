import { StartError } from '../database/start-error.ts'
import { type AppParts, buildApp } from './app.ts'

export interface RunningServer {
  readonly address: string
  /** Take nothing more on, finish what is being answered, and stop; what is not done in ten seconds is cut off. */
  stop(): Promise<void>
}

export interface Listening {
  /** Undefined: the usual one or the next that is free. */
  readonly port: number | undefined
  /** The address of a network card, or of all. Undefined: this machine alone. */
  readonly host?: string | undefined
  /** How long to wait for what is being answered, in milliseconds. */
  readonly patience?: number | undefined
}

const usualPort = 4680

const usualPatience = 10_000

export async function startServer(
  parts: AppParts,
  { port, host = '127.0.0.1', patience = usualPatience }: Listening,
): Promise<RunningServer> {
  const app = await buildApp(parts)
  const ports = port === undefined ? Array.from({ length: 20 }, (_, next) => usualPort + next) : [port]
  for (const one of ports) {
    try {
      const address = await app.listen({ host, port: one })
      return { address, stop: () => stopped(app, patience) }
    } catch (error) {
      if (isCode(error, 'EADDRNOTAVAIL', 'ENOTFOUND')) {
        await app.close()
        throw new StartError(`this machine has no address \`${host}\`, give another as \`ROLECALL_HOST\``)
      }
      if (!isCode(error, 'EADDRINUSE', 'EACCES')) throw error
    }
  }
  await app.close()
  const tried =
    ports.length === 1 ? `port \`${ports[0]}\` is` : `ports \`${ports[0]}\` to \`${ports.at(-1)}\` are`
  throw new StartError(`${tried} taken or closed to this account, choose another with \`--port\``)
}

async function stopped(app: Awaited<ReturnType<typeof buildApp>>, patience: number): Promise<void> {
  // A connection that was answered a moment ago stays open, in case more is asked.
  const sweeping = setInterval(() => app.server.closeIdleConnections(), 50)
  const deadline = setTimeout(() => app.server.closeAllConnections(), patience)
  try {
    await app.close()
  } finally {
    clearInterval(sweeping)
    clearTimeout(deadline)
  }
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
