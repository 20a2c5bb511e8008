import { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Arrival } from './arrival.ts'
import { leastRate, looksAStretch } from './least-rate.ts'

/**
 * Destroy connections that read their answers too slowly. One timer looks at all of them, so that an answer that fits
 * the buffers of its connection costs nothing.
 */
export function destroySlowReaders(
  app: FastifyInstance,
  { answerStretchMs, answerStretchBytes }: Arrival,
): void {
  const connections = new Map<Socket, ReturnType<typeof leastRate>>()
  app.addHook('onRequest', ({ raw: { socket } }, _, done) => {
    if (socket instanceof Socket && !connections.has(socket)) {
      connections.set(socket, leastRate(answerStretchBytes))
      socket.once('close', () => connections.delete(socket))
    }
    done()
  })
  const timer = setInterval(() => {
    // While nothing waits to be read, this server is behind, and not the client.
    for (const [socket, isTooSlow] of connections)
      if (isTooSlow(bytesLeft(socket), socket.writableLength > 0)) socket.destroy()
  }, answerStretchMs / looksAStretch).unref()
  app.addHook('onClose', (_, done) => {
    clearInterval(timer)
    done()
  })
}

/**
 * How many bytes have left this program. What Node tells in public moves only when a write is over, and an answer of
 * megabytes may be one write: its own time-outs look at these two.
 */
function bytesLeft(socket: Socket): number {
  const { _bytesDispatched, _handle } = socket as unknown as {
    readonly _bytesDispatched: number
    readonly _handle: { readonly writeQueueSize: number } | null
  }
  return _bytesDispatched - (_handle?.writeQueueSize ?? 0)
}
