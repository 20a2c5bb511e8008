import { type Me, type Operation, type OperationId, operations } from '@rolecall/contract'
import { managedNow } from '../access/acting-for.ts'
import { managingAccounts } from '../access/admins-of.ts'
import type { Door } from '../access/door.ts'
import { nameOf } from '../access/member-name.ts'
import { mayAsk } from '../access/require-permission.ts'
import { type Introductions, jobOf } from '../demo/demo-people.ts'

/** A list longer than that is one nobody asks. */
const mostAdmins = 5

/** Who is signed in, for whom they act, and whom they could act for. */
export async function introduceMyself(door: Door, introductions: Introductions | undefined): Promise<Me> {
  const { practice, snapshot, member, actingFor, at } = door
  const named = (id: string) => ({ id, name: nameOf(snapshot.members.get(id) ?? { id }) })
  return {
    practice: { name: practice.name, timeZone: await door.timeZone() },
    member: { id: member.id, name: nameOf(member), kind: member.kind, job: jobOf(member, introductions) },
    actingFor: actingFor === undefined ? null : named(actingFor),
    manages: managedNow(snapshot, member, at).map(({ id }) => named(id)),
    mayAskForOthers: door.mayReadTheLog,
    admins: managingAccounts(snapshot, at)
      .slice(0, mostAdmins)
      .map(({ id }) => named(id)),
    open: openOperations(door),
  }
}

/** What is open to somebody at all, so that a screen offers nothing that is refused whatever it is asked about. */
function openOperations(door: Door): OperationId[] {
  const all = Object.entries(operations) as [OperationId, Operation][]
  return all.flatMap(([id, { needs }]) => (needs !== 'public' && mayAsk(needs, door) ? [id] : []))
}
