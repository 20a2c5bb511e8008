/** Starting the server that is measured, and ending it in every way there is. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Variant } from './variants.ts'

export interface Asked {
  readonly folder: string
  /** A database that is there already. Undefined: one of its own on the folder. */
  readonly database?: { readonly url: string; readonly adminUrl: string }
  /** The practice that is served, where one is there already. Undefined: the demo. */
  readonly practiceId?: string
  /** Who is signed in; the first is who asks where nobody is let in. */
  readonly members: readonly string[]
  readonly variants: readonly Variant[]
}

export interface Serving {
  readonly addresses: Readonly<Partial<Record<Variant, string>>>
  /** By member. */
  readonly cookies: Readonly<Record<string, string>>
  readonly practiceId: string
}

export interface ServingProcess extends Serving {
  readonly process: ChildProcess
  /** As the system does when memory runs out. */
  kill(): Promise<void>
  stop(): Promise<void>
}

export async function startServing(asked: Asked, flags: readonly string[] = []): Promise<ServingProcess> {
  const script = join(import.meta.dirname, 'server.ts')
  const child = spawn(process.execPath, [...flags, script, JSON.stringify(asked)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-4000)
  })
  const exit = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout })) {
    const serving: Serving = JSON.parse(line)
    return {
      ...serving,
      process: child,
      async kill() {
        child.kill('SIGKILL')
        await exit
      },
      async stop() {
        child.stdin.end()
        await exit
      },
    }
  }
  throw new Error(`the server ended before it served, it said:\n${complaints}`)
}
