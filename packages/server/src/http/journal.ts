/**
 * What the server writes about itself, a JSON object a line: which operation was asked, how it ended and how long it
 * took. Who asked, from where, for whom and what came out is for the audit log; here it would lie about in files that
 * nobody guards. So no address, no path with ids in it, no query, no body, and no message of an error, which may quote
 * any of them.
 */
import type { FastifyError, FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify'

/** Where the lines go. */
export interface Journal {
  write(line: string): void
}

export function loggerOf(journal: Journal | undefined): NonNullable<FastifyServerOptions['logger']> {
  if (journal === undefined) return false
  return {
    level: 'info',
    stream: gathered(journal),
    base: null,
    messageKey: 'says',
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: errorForJournal, req: () => ({}), res: () => ({}) },
  }
}

/** Lines of one turn of the loop leave at once: a write costs more than what it says. */
function gathered(journal: Journal): Journal {
  let lines = ''
  return {
    write(line) {
      if (lines === '')
        setImmediate(() => {
          const all = lines
          lines = ''
          journal.write(all)
        })
      lines += line
    },
  }
}

/** One line for each request, also for one whose client has gone. */
export function addRequestLines(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    writeLine(request, reply.statusCode, reply.elapsedTime)
    done()
  })
  app.addHook('onRequestAbort', (request, done) => {
    writeLine(request, 'gone')
    done()
  })
}

function writeLine(request: FastifyRequest, status: number | 'gone', elapsed?: number): void {
  const { config, url } = request.routeOptions
  request.log.info({
    method: request.method,
    // The pattern, such as `/api/patients/:id`: what stands in its place names a person.
    route: url ?? 'none',
    operation: config.operation,
    status,
    ...(elapsed !== undefined && { ms: Math.round(elapsed * 10) / 10 }),
  })
}

/** Which error it was and where, without its message. */
function errorForJournal(error: FastifyError) {
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const where = places.slice(0, 12).map((line) => line.trim())
  return { type: error.constructor.name, code: error.code, message: '', stack: where.join('; ') }
}
