import type { FastifyReply, FastifyRequest } from 'fastify'
import type { TokenCookie } from '../request/handler.ts'
import { isSecure, type Site } from './site.ts'

export interface CookieKind {
  readonly name: string
  /** In seconds. Undefined: until the browser is closed. */
  readonly maxAge?: number
}

/** Says who asks. */
export const sessionCookie: CookieKind = { name: 'rolecall' }

/** Says that an account was signed in from this browser before. Kept as long as browsers keep one. */
export const deviceCookie: CookieKind = { name: 'rolecall-device', maxAge: 400 * 24 * 60 * 60 }

/**
 * A cookie of a request, and of its answer. A browser keeps one called `__Host-…` only over https, from this very host
 * and for all of it, so that neither a page of a sister domain nor somebody on the line can plant one.
 */
export function tokenCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  site: Site,
  { name: plainName, maxAge }: CookieKind,
): TokenCookie {
  const secure = isSecure(request, site)
  const name = secure ? `__Host-${plainName}` : plainName
  const options = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const
  return {
    token: request.cookies[name],
    set: (token) =>
      void reply.setCookie(name, token, { ...options, ...(maxAge !== undefined && { maxAge }) }),
    clear: () => void reply.clearCookie(name, options),
  }
}
