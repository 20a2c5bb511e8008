import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, connect as openSocket, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A way to a database that can be cut off, and be silent. It listens on a socket in a folder of its own. */
export interface Way {
  /** Where the database seems to be. */
  readonly url: string
  /** As if the machine of the database were gone: what is open ends, and nobody listens. */
  cut(): Promise<void>
  /** As if the network between were: everything stays open, and nothing comes through. */
  silence(): void
  open(): Promise<void>
  close(): Promise<void>
}

export async function wayTo(url: string): Promise<Way> {
  const target = new URL(url).searchParams
  const to = join(target.get('host') ?? '', `.s.PGSQL.${target.get('port')}`)
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-way-'))
  const from = join(folder, '.s.PGSQL.5432')
  const sockets = new Set<Socket>()
  let isSilent = false
  let server: Server | undefined

  const join_ = (near: Socket): void => {
    const far = openSocket(to)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('data', (data) => {
        if (!isSilent) other.write(data)
      })
      one.on('error', () => {})
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
  }
  const cut = async () => {
    const closed = server && new Promise((done) => server?.close(done))
    server = undefined
    for (const socket of sockets) socket.destroy()
    await closed
  }
  const open = async () => {
    isSilent = false
    if (server !== undefined) return
    const listening = createServer(join_)
    server = listening
    await new Promise<void>((done) => listening.listen(from, done))
  }
  await open()
  const near = new URL(url)
  near.searchParams.set('host', folder)
  near.searchParams.set('port', '5432')
  return {
    url: near.href,
    cut,
    open,
    silence: () => {
      isSilent = true
    },
    async close() {
      await cut()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
