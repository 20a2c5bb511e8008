import type { Door } from '../access/door.ts'
import { nameOf } from '../access/member-name.ts'
import { problem } from '../access/problem.ts'
import type { OpenDetail } from '../audit/entry.ts'
import type { Transaction } from '../database/connect.ts'
import { isOwn, whyNotChange } from '../policy/change-rules.ts'
import { announceOwnAccess } from '../signin/announce-own-access.ts'
import { withdrawInvitations } from '../signin/withdraw-invitations.ts'
import { changeMember, changePolicyOf, endSessions } from './change-member.ts'

export interface Leaving {
  /** Who takes over the work. */
  readonly successor?: string | null | undefined
  readonly confirmed: boolean
}

/**
 * Let somebody leave. What they wrote stays theirs, and whoever reached their work still does; a successor reaches it
 * from now on.
 */
export function archiveMember(door: Door, id: string, { successor, confirmed }: Leaving) {
  const detail: OpenDetail = { status: 'archived', successor: successor ?? null }
  return changePolicyOf(door, id, {
    kind: 'member',
    act: 'archive',
    records: successor == null ? [id] : [id, successor],
    detail,
    async work(transaction, target) {
      const { practice } = door
      if (target.owner) return problem(409, 'the owner does not leave, hand the practice over first')
      if (isOwn(door, target)) return problem(403, 'nobody archives themselves, ask another admin')
      if (target.status === 'archived') return problem(409, `${nameOf(target)} has left already`)
      const refused =
        successor == null
          ? undefined
          : await handWorkOver(door, transaction, { from: id, to: successor, confirmed })
      if (refused !== undefined) return refused
      await changeMember(transaction, practice.id, id, { status: 'archived' })
      await endSessions(transaction, practice.id, id)
      Object.assign(detail, await withdrawInvitations(transaction, practice.id, id))
      return { status: 204, records: [id] } as const
    },
  })
}

interface HandOver {
  readonly from: string
  readonly to: string
  readonly confirmed: boolean
}

/** Give a successor the work of somebody who leaves. Undefined: it is done. */
async function handWorkOver(door: Door, transaction: Transaction, { from, to, confirmed }: HandOver) {
  const practiceId = door.practice.id
  const heir = door.snapshot.members.get(to)
  if (heir === undefined || heir.status === 'archived' || heir.id === from)
    return problem(422, `\`${to}\` cannot take over, name somebody who works here`)
  const whyNotHeir = await whyNotChange(door, transaction, heir, confirmed)
  if (whyNotHeir !== undefined) return whyNotHeir
  await transaction
    .insertInto('team_access')
    .values({ practice_id: practiceId, member_id: to, colleague_id: from, level: 'edit' })
    .execute()
  await changeMember(transaction, practiceId, to, {})
  if (isOwn(door, heir)) await announceOwnAccess(transaction, door)
  return undefined
}
