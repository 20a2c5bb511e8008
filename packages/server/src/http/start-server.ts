import { StartError } from '../database/start-error.ts'
import { type AppParts, buildApp } from './app.ts'

export interface RunningServer {
  readonly address: string
  stop(): Promise<void>
}

const usualPort = 4680

/** Listen on this machine only: on the port, or on the usual one or the next that is free. */
export async function startServer(parts: AppParts, port: number | undefined): Promise<RunningServer> {
  const app = await buildApp(parts)
  const ports = port === undefined ? Array.from({ length: 20 }, (_, next) => usualPort + next) : [port]
  for (const one of ports) {
    try {
      return { address: await app.listen({ host: '127.0.0.1', port: one }), stop: () => app.close() }
    } catch (error) {
      if (!isTaken(error)) throw error
    }
  }
  await app.close()
  const tried =
    ports.length === 1 ? `port \`${ports[0]}\` is` : `ports \`${ports[0]}\` to \`${ports.at(-1)}\` are`
  throw new StartError(`${tried} taken or closed to this account, choose another with \`--port\``)
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
}
