import type { HandlersOf } from '../http/handlers.ts'
import type { ServerParts } from '../server-parts.ts'
import { listMembers } from './list-members.ts'

export function teamHandlers({ picking }: ServerParts): HandlersOf<'listMembers'> {
  return {
    async listMembers(_, { door }) {
      const body = listMembers(door, picking?.introductions)
      return { status: 200, body, records: [] }
    },
  }
}
