import type { HandlersOf } from '../http/handlers.ts'
import { problem } from '../http/problem.ts'
import type { ServerParts } from '../server-parts.ts'
import { introduceMyself } from '../team/introduce-myself.ts'
import { whyNotActFor } from './acting-for.ts'
import { listPeople } from './list-people.ts'
import { closeSession, pickPerson } from './sessions.ts'

type Operations = 'listPeople' | 'pickPerson' | 'closeSession' | 'me' | 'actFor'

export function signInHandlers({ database, picking }: ServerParts): HandlersOf<Operations> {
  const notHere = () => problem(404, 'nobody is picked here, sign in with your password')
  return {
    async listPeople() {
      if (picking === undefined) return notHere()
      return { status: 200, body: await listPeople(database, picking) }
    },
    async pickPerson({ body }, { cookie, device }) {
      if (picking === undefined) return notHere()
      const opened = await pickPerson(database, picking.practiceId, { ...body, device })
      if ('refused' in opened) return problem(403, opened.refused)
      if (cookie.token !== undefined) await closeSession(database, cookie.token)
      cookie.set(opened.token)
      return { status: 204 }
    },
    async closeSession(_, { cookie }) {
      if (cookie.token !== undefined) await closeSession(database, cookie.token)
      cookie.clear()
      return { status: 204 }
    },
    async me(_, { door }) {
      return { status: 200, body: introduceMyself(door, picking?.introductions) }
    },
    async actFor({ body: { practitioner } }, { door, session }) {
      const refused =
        practitioner === null ? undefined : whyNotActFor(door.snapshot, door.member, practitioner, door.at)
      if (refused !== undefined) return problem(403, refused)
      await session.actFor(practitioner)
      return { status: 204 }
    },
  }
}
