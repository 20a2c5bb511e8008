import type { Database } from '../database/connect.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { problem } from '../http/problem.ts'
import { readiness } from './why-not-ready.ts'

export function healthHandlers({
  database,
}: {
  readonly database: Database
}): HandlersOf<'health' | 'ready'> {
  const whyNotReady = readiness(database)
  return {
    async health() {
      return { status: 200, body: { status: 'ok' } }
    },
    async ready() {
      const reason = await whyNotReady()
      return reason === undefined ? { status: 200, body: { status: 'ready' } } : problem(503, reason)
    },
  }
}
