import type { Door } from '../access/door.ts'
import { problem } from '../access/problem.ts'
import type { Introductions } from '../demo/demo-people.ts'
import { changeMember, changePolicyOf, isStale, staleMember } from './change-member.ts'
import { readChanged } from './read-member.ts'
import { type SpanAsked, spanColumns } from './span-text.ts'

export interface ManagedAsked {
  readonly practitioners: readonly (SpanAsked & { readonly member: string })[]
  readonly confirmed: boolean
  readonly version?: number | undefined
}

/** Set whom an assistant works for, instead of whoever was set before. */
export function setManaged(
  door: Door,
  id: string,
  { practitioners, confirmed, version }: ManagedAsked,
  introductions: Introductions | undefined,
) {
  return changePolicyOf(door, id, {
    kind: 'member',
    act: 'edit',
    records: [id],
    detail: { practitioners: practitioners.map(({ member }) => member), ...(confirmed && { confirmed }) },
    access: { confirmed },
    async work(transaction) {
      const { snapshot, practice } = door
      if (await isStale(transaction, practice.id, id, version)) return staleMember()
      const unknown = practitioners.find(({ member }) => !snapshot.members.has(member))
      if (unknown !== undefined)
        return problem(422, `nobody here is called \`${unknown.member}\`, name a practitioner`)
      await transaction
        .deleteFrom('managed_practitioner')
        .where('practice_id', '=', practice.id)
        .where('assistant_id', '=', id)
        .execute()
      const rows = practitioners.map((one) => ({
        practice_id: practice.id,
        assistant_id: id,
        practitioner_id: one.member,
        ...spanColumns(one),
      }))
      if (rows.length > 0) await transaction.insertInto('managed_practitioner').values(rows).execute()
      await changeMember(transaction, practice.id, id, {})
      return {
        status: 200,
        body: await readChanged(transaction, door, id, introductions),
        records: [id],
      } as const
    },
  })
}
