import { existsSync } from 'node:fs'
import files from '@fastify/static'
import type { Operation } from '@rolecall/contract'
import type { FastifyInstance } from 'fastify'
import { problem } from '../access/problem.ts'
import { sendAnswer } from './send-answer.ts'

/** Answer what no operation does: with the console where a page is wanted, else with what is wrong. */
export async function addNotFound(
  app: FastifyInstance,
  folder: string,
  operations: readonly Operation[],
): Promise<void> {
  const isBuilt = isConsoleIn(folder)
  if (isBuilt)
    await app.register(files, {
      root: folder,
      wildcard: false,
      decorateReply: false,
      // The build leaves the files compressed as well, beside themselves.
      preCompressed: true,
      globIgnore: ['**/*.{br,gz}'],
      cacheControl: false,
      setHeaders: (reply, path) => void reply.header('cache-control', keptFor(path)),
    })
  const patterns = operations.map(({ method, path }) => ({ method, pattern: patternOf(path) }))
  // What nothing answers is counted as well, where there is a limit.
  const counted = app.hasDecorator('rateLimit') ? { preHandler: app.rateLimit() } : {}
  app.setNotFoundHandler(counted, (request, reply) => {
    const [path = ''] = request.url.split('?')
    const wantsPage = ['GET', 'HEAD'].includes(request.method) && path !== '/api' && !path.startsWith('/api/')
    if (wantsPage && isBuilt) return reply.header('cache-control', 'no-cache').sendFile('index.html', folder)
    if (wantsPage)
      return sendAnswer(reply, problem(404, 'the console is not built, run `npm run build` and start again'))
    const methods = patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)
    if (methods.length === 0)
      return sendAnswer(reply, problem(404, 'there is nothing at this address, see `/api/docs`'))
    const allowed = [...new Set(methods)].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    const detail = `\`${request.method}\` is not done here, use ${allowed.map((one) => `\`${one}\``).join(' or ')}`
    return sendAnswer(reply.header('allow', allowed.join(', ')), problem(405, detail))
  })
}

export function isConsoleIn(folder: string): boolean {
  return existsSync(`${folder}/index.html`)
}

/** What the build names by its content never changes. */
function keptFor(path: string): string {
  return /[\\/]assets[\\/][^\\/]+$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'
}

/** `/api/patients/:id` and everything it stands for. */
function patternOf(path: string): RegExp {
  const parts = path.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : RegExp.escape(part)))
  return new RegExp(`^${parts.join('/')}$`)
}
