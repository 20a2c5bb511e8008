import type { People } from '@rolecall/contract'
import { nameOf } from '../access/member-name.ts'
import { openPractice } from '../access/open-practice.ts'
import { whyNoSignIn } from '../access/sign-in-block.ts'
import type { Database } from '../database/connect.ts'
import { jobOf, type Picking } from './demo-people.ts'

/** Whom one can sign in as; and those who cannot, where somebody introduced them. */
export function listPeople(database: Database, { practiceId, introductions }: Picking): Promise<People> {
  return database.within({ practiceId, mode: 'look' }, async (transaction) => {
    const { name, snapshot, at } = await openPractice(transaction, practiceId, 'look')
    const places = new Map([...introductions.keys()].map((id, place) => [id, place]))
    const placeOf = ({ id }: { readonly id: string }) => places.get(id) ?? places.size
    const inOrder = snapshot.policy.members.toSorted((one, other) => placeOf(one) - placeOf(other))
    const people = inOrder.flatMap((member) => {
      const canSignIn = whyNoSignIn(member, at) === undefined
      const introduction = introductions.get(member.id)
      if (!canSignIn && introduction === undefined) return []
      const { id, kind } = member
      const job = jobOf(member, introductions)
      return [{ id, name: nameOf(member), kind, job, hint: introduction?.hint ?? '', canSignIn }]
    })
    return { practice: { name, madeUp: true }, people }
  })
}
