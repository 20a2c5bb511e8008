import type { Me } from '@rolecall/contract'
import type { Door } from '../access/door.ts'
import { managedNow } from '../signin/acting-for.ts'
import { type Introductions, jobOf, nameOf } from './introduction.ts'

/** Who is signed in, for whom they act, and whom they could act for. */
export function introduceMyself(door: Door, introductions: Introductions | undefined): Me {
  const { practice, snapshot, member, actingFor, at } = door
  const named = (id: string) => ({ id, name: nameOf(snapshot.members.get(id) ?? { id }) })
  return {
    practice: { name: practice.name },
    member: { id: member.id, name: nameOf(member), kind: member.kind, job: jobOf(member, introductions) },
    actingFor: actingFor === undefined ? null : named(actingFor),
    manages: managedNow(snapshot, member, at).map(({ id }) => named(id)),
    mayAskForOthers: door.mayReadTheLog,
  }
}
