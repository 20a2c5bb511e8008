import { problem } from '../access/problem.ts'
import type { HandlersOf } from '../request/handler.ts'
import type { ServerParts } from '../server-parts.ts'
import { askerOf, busy } from '../signin/handlers.ts'
import { usualTimes } from '../signin/session-times.ts'
import { setUp } from './set-up.ts'

export function setupHandlers({ database, times = usualTimes, picking }: ServerParts): HandlersOf<'setUp'> {
  return {
    async setUp({ body }, outside) {
      if (picking !== undefined) return problem(409, 'people here are made up, there is nothing to set up')
      const done = await setUp({ database, times }, body, askerOf(outside))
      switch (done.outcome) {
        case 'in':
          outside.cookie.set(done.token)
          outside.deviceCookie.set(done.deviceToken)
          return { status: 204 }
        case 'done-before':
          return problem(409, 'this Rolecall is set up already, sign in')
        case 'unknown-link':
          return problem(410, 'this link is too old or was replaced, `rolecall start` prints a new one')
        case 'unfit':
          return problem(422, done.sentence)
        case 'busy':
          return busy()
      }
    },
  }
}
