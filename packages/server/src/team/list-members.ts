import type { Members } from '@rolecall/contract'
import type { Door } from '../access/door.ts'
import { managedNow } from '../signin/acting-for.ts'
import { type Introductions, jobOf, nameOf } from './introduction.ts'

/** The people one can ask *Why?* about. */
export function listMembers({ snapshot, at }: Door, introductions: Introductions | undefined): Members {
  const members = snapshot.policy.members.map((member) => ({
    id: member.id,
    name: nameOf(member),
    kind: member.kind,
    job: jobOf(member, introductions),
    manages: managedNow(snapshot, member, at).map((managed) => ({ id: managed.id, name: nameOf(managed) })),
  }))
  return { members }
}
