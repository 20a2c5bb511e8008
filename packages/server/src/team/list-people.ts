import type { Members, People } from '@rolecall/contract'
import type { Door } from '../access/door.ts'
import { openPractice } from '../access/open-practice.ts'
import type { Database } from '../database/connect.ts'
import { managedNow } from '../signin/acting-for.ts'
import { whyNoSignIn } from '../signin/why-no-sign-in.ts'
import { type Introductions, jobOf, nameOf } from './introduction.ts'

/** Whom one can sign in as. Those who cannot are listed as well, with the reason for a hint. */
export function listPeople(
  database: Database,
  practiceId: string,
  introductions: Introductions,
): Promise<People> {
  return database.transaction().execute(async (transaction) => {
    const { name, snapshot, at } = await openPractice(transaction, practiceId)
    const people = snapshot.policy.members.map((member) => {
      const reason = whyNoSignIn(member, at)
      return {
        id: member.id,
        name: nameOf(member),
        kind: member.kind,
        job: jobOf(member, introductions),
        hint:
          introductions.get(member.id)?.hint ?? (reason === undefined ? '' : `${nameOf(member)} ${reason}`),
        canSignIn: reason === undefined,
      }
    })
    return { practice: { name }, people }
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
