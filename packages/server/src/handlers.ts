/** Every operation and the domain that answers it. */

import type { People } from '@rolecall/contract'
import type { Handlers } from './http/handlers.ts'
import { problem } from './http/problem.ts'
import { countPatients } from './patients/count-patients.ts'
import { cursorOf } from './patients/cursor.ts'
import { listPatients } from './patients/list-patients.ts'
import { whyNotActFor } from './signin/acting-for.ts'
import type { Opened, Picked } from './signin/sessions.ts'
import { introduceMyself } from './team/introduce-myself.ts'
import type { Introductions } from './team/introduction.ts'
import { listMembers } from './team/list-people.ts'
import { explainSomebody, explainToMyself } from './why/explain-patient.ts'

/** What is done before it is known who asks. */
export interface Entrance {
  readonly introductions: Introductions
  isWell(): Promise<boolean>
  listPeople(): Promise<People>
  openSession(picked: Picked): Promise<Opened>
  closeSession(token: string): Promise<void>
}

export function handlersOf(entrance: Entrance): Handlers {
  const { introductions } = entrance
  return {
    async health() {
      if (await entrance.isWell()) return { status: 200, body: { status: 'ok' } }
      return problem(503, 'the database does not answer at the moment')
    },
    async listPeople() {
      return { status: 200, body: await entrance.listPeople() }
    },
    async openSession({ body }, cookie) {
      const opened = await entrance.openSession(body)
      if ('refused' in opened) return problem(403, opened.refused)
      if (cookie.token !== undefined) await entrance.closeSession(cookie.token)
      cookie.set(opened.token)
      return { status: 204 }
    },
    async closeSession(_, cookie) {
      if (cookie.token !== undefined) await entrance.closeSession(cookie.token)
      cookie.clear()
      return { status: 204 }
    },
    async me(_, { door }) {
      return { status: 200, body: introduceMyself(door, introductions) }
    },
    async actFor({ body: { practitioner } }, { door, actFor }) {
      const refused =
        practitioner === null ? undefined : whyNotActFor(door.snapshot, door.member, practitioner, door.at)
      if (refused !== undefined) return problem(403, refused)
      await actFor(practitioner)
      return { status: 204 }
    },
    async listPatients({ query: { search, after, limit } }, { door }) {
      const cursor = after === undefined ? undefined : cursorOf(after)
      if (after !== undefined && cursor === undefined)
        return problem(400, '`after` is no place in the list, give the `next` of a page')
      return { status: 200, body: await listPatients(door, { search, after: cursor, limit }) }
    },
    async countPatients({ query: { search } }, { door }) {
      return { status: 200, body: await countPatients(door, search) }
    },
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
    async listMembers(_, { door }) {
      return { status: 200, body: listMembers(door, introductions) }
    },
  }
}
