import type { Socket } from 'node:net'
import { problemBody, problemType } from '../access/problem.ts'

/** What Node says of a request it could not read, and what to answer. */
const statuses: Readonly<Record<string, readonly [status: number, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'the request took too long to arrive, try again'],
  HPE_HEADER_OVERFLOW: [431, 'the headers are larger than the server takes'],
}

/** Answer what is not HTTP, and hang up. */
export function sendMalformed(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const [status, detail] = statuses[error.code ?? ''] ?? [400, 'this is not HTTP as the server reads it']
  refuseOn(socket, status, detail)
}

/** Refuse what comes on a connection, whether or not it can be read as a request, and hang up. */
export function refuseOn(socket: Socket, status: number, detail: string): void {
  const body = problemBody(status, detail)
  const text = JSON.stringify(body)
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${status} ${body.title}\r\ncontent-type: ${problemType}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n` +
        `connection: close\r\n\r\n${text}`,
    )
  socket.destroySoon()
}
