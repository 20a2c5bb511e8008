/** Where the server is reached, and by whom it lets itself be told so. */
import type { FastifyRequest } from 'fastify'

export interface Site {
  /** The address people type, where it is not this machine's own. */
  readonly publicUrl: URL | undefined
  /** Addresses and ranges (CIDR) of the proxies whose word about the client is taken. */
  readonly trustedProxies: readonly string[]
}

/** Reached on this machine alone, by nobody in between. */
export const thisMachine: Site = { publicUrl: undefined, trustedProxies: [] }

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]']

/** Whether a name or an address means this machine alone. */
export function isLoopback(host: string): boolean {
  return loopbackNames.includes(host) || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** The names the server answers for. */
export function namesOf({ publicUrl }: Site): ReadonlySet<string> {
  return new Set([...loopbackNames, ...(publicUrl === undefined ? [] : [publicUrl.hostname])])
}

/** Whether the client came over https: a trusted proxy says so, or the name it came by is served over https alone. */
export function isSecure(request: FastifyRequest, { publicUrl }: Site): boolean {
  if (request.protocol === 'https') return true
  return publicUrl?.protocol === 'https:' && request.hostname.toLowerCase() === publicUrl.hostname
}
