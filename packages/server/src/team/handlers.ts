import { practiceCatalog } from '@rolecall/core'
import { isRefusal, refusedEnding } from '../access/problem.ts'
import type { HandlersOf } from '../request/handler.ts'
import type { ServerParts } from '../server-parts.ts'
import { addMember } from './add-member.ts'
import { archiveMember } from './archive-member.ts'
import { unknownMember } from './change-member.ts'
import { describeAccess } from './describe-access.ts'
import { editMember } from './edit-member.ts'
import { introduceMyself } from './get-me.ts'
import { handOverOwnership } from './hand-over-ownership.ts'
import { inviteMember } from './invite-member.ts'
import { listMembers } from './list-members.ts'
import { lockMember, unlockMember } from './lock-member.ts'
import { memberRows } from './member-row.ts'
import { lookAtPeople } from './read-as.ts'
import { readMember } from './read-member.ts'
import { setLimits } from './set-limits.ts'
import { setManaged } from './set-managed.ts'
import { setTeamAccess } from './set-team-access.ts'

type Operations =
  | 'me'
  | 'myAccess'
  | 'listMembers'
  | 'readMember'
  | 'memberAccess'
  | 'listJobTitles'
  | 'addMember'
  | 'editMember'
  | 'lockMember'
  | 'unlockMember'
  | 'archiveMember'
  | 'setLimits'
  | 'setTeamAccess'
  | 'setManaged'
  | 'inviteMember'
  | 'handOverOwnership'

export function teamHandlers({ picking }: ServerParts): HandlersOf<Operations> {
  const introductions = picking?.introductions
  return {
    async me(_, { door }) {
      return { status: 200, body: await introduceMyself(door, introductions) }
    },
    async myAccess(_, { door }) {
      return { status: 200, body: await describeAccess(door, door.member, door.actingFor, introductions) }
    },
    async listMembers(_, { door }) {
      const rows = await lookAtPeople(door, [], (transaction) => memberRows(transaction, door.practice.id))
      if (isRefusal(rows)) return asForbidden(rows)
      const members = listMembers(door, await door.timeZone(), rows, introductions)
      return { status: 200, body: { members }, records: [] }
    },
    async readMember({ params: { id } }, { door }) {
      const found = await lookAtPeople(door, [id], (transaction) =>
        readMember(transaction, door, id, introductions),
      )
      if (isRefusal(found)) return asForbidden(found)
      return found === undefined ? unknownMember(id) : { status: 200, body: found, records: [id] }
    },
    async memberAccess({ params: { id }, query: { actingFor } }, { door }) {
      const member = door.snapshot.members.get(id)
      if (member === undefined) return unknownMember(id)
      return {
        status: 200,
        body: await describeAccess(door, member, actingFor, introductions),
        records: [id],
      }
    },
    async listJobTitles() {
      const jobTitles = Object.entries(practiceCatalog.jobTitles).map(([id, title]) => ({
        id,
        ...title,
        roles: [...title.roles],
      }))
      return { status: 200, body: { jobTitles } }
    },
    addMember: ({ body }, { door }) => addMember(door, body, introductions),
    editMember: ({ params: { id }, body, version }, { door }) =>
      editMember(door, id, body, version, introductions),
    lockMember: ({ params: { id } }, { door }) => lockMember(door, id),
    unlockMember: ({ params: { id } }, { door }) => unlockMember(door, id),
    archiveMember: ({ params: { id }, body }, { door }) => archiveMember(door, id, body),
    setLimits: ({ params: { id }, body }, { door }) => setLimits(door, id, body, introductions),
    setTeamAccess: ({ params: { id }, body }, { door }) => setTeamAccess(door, id, body, introductions),
    setManaged: ({ params: { id }, body }, { door }) => setManaged(door, id, body, introductions),
    inviteMember: ({ params: { id }, body }, { door }) => inviteMember(door, id, body.email),
    handOverOwnership: ({ body: { member } }, { door }) => handOverOwnership(door, member),
  }
}

/** Who may look at people at all is settled before a handler is asked, so that this is never `unknown`. */
function asForbidden(refusal: Parameters<typeof refusedEnding>[0]) {
  const ending = refusedEnding(refusal)
  if (ending.status === 404) throw new Error('people of the practice were out of reach of who may view them')
  return { ...ending, status: 403 } as const
}
