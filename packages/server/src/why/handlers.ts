import type { HandlersOf } from '../http/handlers.ts'
import { problem } from '../http/problem.ts'
import { explainSomebody, explainToMyself } from './explain-patient.ts'

export function whyHandlers(): HandlersOf<'why'> {
  return {
    async why({ query: { patient, member, actingFor } }, { door }) {
      if (member === undefined) {
        if (actingFor === undefined) return { status: 200, body: await explainToMyself(door, patient) }
        return problem(
          400,
          '`actingFor` goes with `member`, whom you act for yourself is part of your session',
        )
      }
      if (!door.mayReadTheLog) return problem(403, 'only those who may view the log are told about others')
      const answer = await explainSomebody(door, { member, actingFor }, patient)
      return answer === 'no-such-patient'
        ? problem(404, `there is no patient \`${patient}\``)
        : { status: 200, body: answer }
    },
  }
}
