import type { Door } from '../access/door.ts'
import { nameOf } from '../access/member-name.ts'
import { problem } from '../access/problem.ts'
import { changeMember, changePolicyOf } from './change-member.ts'

/** Hand the practice over. Only the owner does, in their own name, and keeps every role they have. */
export function handOverOwnership(door: Door, id: string) {
  return changePolicyOf(door, id, {
    kind: 'member',
    act: 'edit',
    records: [door.member.id, id],
    detail: { ownerWas: door.member.id, ownerIs: id },
    async work(transaction, heir) {
      const { practice, member } = door
      if (!member.owner) return problem(403, 'only the owner hands the practice over, ask the owner')
      if (heir.id === member.id) return problem(409, 'you own the practice already')
      if (heir.status !== 'active' || !heir.account)
        return problem(409, `${nameOf(heir)} cannot sign in, hand over to somebody who can`)
      await changeMember(transaction, practice.id, member.id, { is_owner: false })
      await changeMember(transaction, practice.id, id, { is_owner: true })
      return { status: 204, records: [member.id, id] } as const
    },
  })
}
