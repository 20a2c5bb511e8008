import type { Door } from '../access/door.ts'
import { changePolicy } from '../access/rules-of-change/change-policy.ts'
import { whyNotTouch } from '../access/rules-of-change/why-not-change.ts'
import { isUnknownTitle, unknownTitle } from './add-member.ts'
import { changeMember, isStale, staleMember, unknownMember } from './change-member.ts'
import type { Introductions } from './introduction.ts'
import { readChanged } from './read-member.ts'

export interface MemberEdit {
  readonly name?: string | undefined
  readonly jobTitle?: string | null | undefined
  readonly email?: string | null | undefined
}

/** Correct what is known about a person. None of it decides anything; the kind of a member never changes. */
export function editMember(
  door: Door,
  id: string,
  { name, jobTitle, email }: MemberEdit,
  version: number,
  introductions: Introductions | undefined,
) {
  const changed = Object.entries({ name, jobTitle, email }).flatMap(([field, value]) =>
    value === undefined ? [] : [field],
  )
  return changePolicy(door, {
    kind: 'member',
    act: 'edit',
    records: [id],
    detail: { changed },
    async work(transaction) {
      const target = door.snapshot.members.get(id)
      if (target === undefined) return unknownMember(id)
      const whyNot = whyNotTouch(door, target)
      if (whyNot !== undefined) return whyNot
      if (isUnknownTitle(jobTitle)) return unknownTitle(jobTitle)
      const { id: practiceId } = door.practice
      if (await isStale(transaction, practiceId, id, version)) return staleMember()
      await changeMember(transaction, practiceId, id, {
        ...(name !== undefined && { name: name.trim() }),
        ...(jobTitle !== undefined && { job_title: jobTitle }),
        ...(email !== undefined && { email }),
      })
      return {
        status: 200,
        body: await readChanged(transaction, door, id, introductions),
        records: [id],
      } as const
    },
  })
}
