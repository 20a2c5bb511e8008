/**
 * Requests that are turned away before anybody looks at them: for a name that is not this server's, which a page
 * elsewhere may have pointed at it, and changes that a page elsewhere makes a browser ask for.
 */
import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import { problem } from '../access/problem.ts'
import { sendAnswer } from './send-answer.ts'
import { isSecure, namesOf, type Site } from './site.ts'

export function refuseStrangers(site: Site): onRequestHookHandler {
  const names = namesOf(site)
  const own = site.publicUrl?.origin ?? 'http://127.0.0.1'
  return (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    if (!names.has(request.hostname.toLowerCase())) {
      const detail = `this server does not answer for \`${request.hostname}\`, use \`${own}\``
      void sendAnswer(reply, problem(421, detail))
      return
    }
    const detail = whyForged(request, site)
    if (detail === undefined) done()
    else void sendAnswer(reply, problem(403, detail))
  }
}

/** Those that change nothing. */
const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Why a change does not come from a page of this server. Browsers say where a request comes from in `Sec-Fetch-Site`,
 * older ones and those without https in `Origin`. Who says neither is no browser, and then has no business with a
 * cookie; a program that does use one, and knows why, says `Origin` itself.
 */
function whyForged(request: FastifyRequest, site: Site): string | undefined {
  if (safe.has(request.method)) return undefined
  const { 'sec-fetch-site': fetchSite, origin, cookie } = request.headers
  const elsewhere = 'this came from a page of another site, open Rolecall itself and try there'
  if (fetchSite !== undefined)
    return fetchSite === 'same-origin' || fetchSite === 'none' ? undefined : elsewhere
  if (origin !== undefined) return origin === originOf(request, site) ? undefined : elsewhere
  return cookie === undefined
    ? undefined
    : 'a change with a cookie must say where it comes from, send the address of this server as `Origin`'
}

function originOf(request: FastifyRequest, site: Site): string {
  return `${isSecure(request, site) ? 'https' : 'http'}://${request.host.toLowerCase()}`
}
