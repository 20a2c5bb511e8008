import { problem } from '../access/problem.ts'
import type { HandlersOf } from '../request/handler.ts'
import type { ServerParts } from '../server-parts.ts'
import { closeSession, pickPerson } from '../signin/sessions.ts'
import { listPeople } from './list-demo-people.ts'

export function demoHandlers({ database, picking }: ServerParts): HandlersOf<'listPeople' | 'pickPerson'> {
  const notHere = () => problem(404, 'nobody is picked here, sign in with your password')
  return {
    async listPeople() {
      if (picking === undefined) return notHere()
      return { status: 200, body: await listPeople(database, picking) }
    },
    async pickPerson({ body }, { cookie, device, requestId }) {
      if (picking === undefined) return notHere()
      const opened = await pickPerson(database, picking.practiceId, { ...body, device })
      if ('refused' in opened) return problem(403, opened.refused)
      if (cookie.token !== undefined) await closeSession(database, cookie.token, requestId)
      cookie.set(opened.token)
      return { status: 204 }
    },
  }
}
