import type { Members, People } from '@rolecall/contract'
import type { Door } from '../access/door.ts'
import { openPractice } from '../access/open-practice.ts'
import type { Database } from '../database/connect.ts'
import { managedNow } from '../signin/acting-for.ts'
import { whyNoSignIn } from '../signin/why-no-sign-in.ts'
import { type Introductions, jobOf, nameOf } from './introduction.ts'

/** Whom one can sign in as; and those who cannot, where somebody introduced them. */
export function listPeople(
  database: Database,
  practiceId: string,
  introductions: Introductions,
  madeUp: boolean,
): Promise<People> {
  const look = database.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
  return look.execute(async (transaction) => {
    const { name, snapshot, at } = await openPractice(transaction, practiceId, 'look')
    const people = snapshot.policy.members.flatMap((member) => {
      const canSignIn = whyNoSignIn(member, at) === undefined
      const introduction = introductions.get(member.id)
      if (!canSignIn && introduction === undefined) return []
      const { id, kind } = member
      const job = jobOf(member, introductions)
      return [{ id, name: nameOf(member), kind, job, hint: introduction?.hint ?? '', canSignIn }]
    })
    return { practice: { name, madeUp }, people }
  })
}

/** The people one can ask *Why?* about. */
export function listMembers({ snapshot, at }: Door, introductions: Introductions): Members {
  const members = snapshot.policy.members.map((member) => ({
    id: member.id,
    name: nameOf(member),
    kind: member.kind,
    job: jobOf(member, introductions),
    manages: managedNow(snapshot, member, at).map((managed) => ({ id: managed.id, name: nameOf(managed) })),
  }))
  return { members }
}
