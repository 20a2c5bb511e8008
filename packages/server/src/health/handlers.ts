import type { Database } from '../database/connect.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { problem } from '../http/problem.ts'
import { isReachable } from './is-reachable.ts'

export function healthHandlers({ database }: { readonly database: Database }): HandlersOf<'health'> {
  return {
    async health() {
      if (await isReachable(database)) return { status: 200, body: { status: 'ok' } }
      return problem(503, 'the database does not answer at the moment')
    },
  }
}
