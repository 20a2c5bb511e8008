import { problem } from '../access/problem.ts'
import type { Database } from '../database/connect.ts'
import type { HandlersOf } from '../request/handler.ts'
import { readiness } from './why-not-ready.ts'

export function healthHandlers({
  database,
}: {
  readonly database: Database
}): HandlersOf<'health' | 'ready'> {
  const readinessNow = readiness(database)
  return {
    async health() {
      return { status: 200, body: { status: 'ok' } }
    },
    async ready() {
      const now = await readinessNow()
      return 'notReady' in now
        ? problem(503, now.notReady)
        : { status: 200, body: { status: 'ready', warnings: [...now.warnings] } }
    },
  }
}
