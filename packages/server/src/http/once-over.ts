import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'

/** What is called when a connection closes. */
const closings = new WeakMap<Socket, Set<() => void>>()

/**
 * Call a function once: at the first of some events of a request or its answer, or when the connection closes. Node
 * tells neither a request that was answered before its body came that the connection closed, nor an answer that waits
 * for another one on the same connection.
 */
export function onceOver(
  {
    emitter,
    events,
    socket,
  }: {
    readonly emitter: EventEmitter
    readonly events: readonly string[]
    readonly socket: Socket
  },
  call: () => void,
): void {
  const calls = closings.get(socket) ?? listened(socket)
  const once = () => {
    if (!calls.delete(once)) return
    for (const event of events) emitter.off(event, once)
    call()
  }
  calls.add(once)
  for (const event of events) emitter.once(event, once)
  if (socket.destroyed) once()
}

/** One listener for all requests of a connection: there may be many at once. */
function listened(socket: Socket): Set<() => void> {
  const calls = new Set<() => void>()
  closings.set(socket, calls)
  socket.once('close', () => {
    for (const call of calls) call()
  })
  return calls
}
