import type { Door } from '../access/door.ts'
import { nameOf } from '../access/member-name.ts'
import { problem } from '../access/problem.ts'
import type { OpenDetail } from '../audit/entry.ts'
import { isOwn } from '../policy/change-rules.ts'
import { withdrawInvitations } from '../signin/withdraw-invitations.ts'
import { changeMember, changePolicyOf, endSessions } from './change-member.ts'

/** End the access of somebody at once. Everything they were given stays for when they are unlocked. */
export function lockMember(door: Door, id: string) {
  const detail: OpenDetail = { status: 'locked' }
  return changePolicyOf(door, id, {
    kind: 'member',
    act: 'lock',
    records: [id],
    detail,
    async work(transaction, target) {
      if (target.owner) return problem(409, 'the owner cannot be locked, hand the practice over first')
      if (isOwn(door, target)) return problem(403, 'nobody locks themselves, ask another admin')
      if (target.status !== 'active')
        return problem(409, `${nameOf(target)} is ${target.status}, and only who is active is locked`)
      await changeMember(transaction, door.practice.id, id, { status: 'locked' })
      await endSessions(transaction, door.practice.id, id)
      Object.assign(detail, await withdrawInvitations(transaction, door.practice.id, id))
      return { status: 204, records: [id] } as const
    },
  })
}

/** Give somebody back what they had. */
export function unlockMember(door: Door, id: string) {
  return changePolicyOf(door, id, {
    kind: 'member',
    act: 'lock',
    records: [id],
    detail: { status: 'active' },
    access: { confirmed: false },
    async work(transaction, target) {
      if (target.status !== 'locked')
        return problem(409, `${nameOf(target)} is ${target.status} and not locked`)
      await changeMember(transaction, door.practice.id, id, { status: 'active' })
      return { status: 204, records: [id] } as const
    },
  })
}
