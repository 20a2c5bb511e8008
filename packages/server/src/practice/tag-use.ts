import type { TagUse } from '@rolecall/contract'
import type { Policy } from '@rolecall/core'
import type { Transaction } from '../database/connect.ts'

/** How many limits of members and roles, and grants, name a tag. */
export function limitsBy({ members, roles }: Policy, tag: string): number {
  const limits = [...members, ...roles].filter(({ tagLimit }) => tagLimit?.tags.includes(tag) === true)
  const grants = members.flatMap((member) => member.grants).filter(({ tagged = [] }) => tagged.includes(tag))
  return limits.length + grants.length
}

/** What carries a tag, and what is limited by it. */
export async function tagUse(
  transaction: Transaction,
  practiceId: string,
  policy: Policy,
  tag: string,
): Promise<TagUse> {
  return { patients: await carriers(transaction, practiceId, tag), limits: limitsBy(policy, tag) }
}

/** How many patients carry a tag, and not another. */
export async function carriers(
  transaction: Transaction,
  practiceId: string,
  tag: string,
  without?: string,
): Promise<number> {
  const { count } = await transaction
    .selectFrom('patient_tag as carried')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('carried.practice_id', '=', practiceId)
    .where('carried.tag_id', '=', tag)
    .$if(without !== undefined, (rows) =>
      rows.where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('patient_tag as other')
              .select('other.tag_id')
              .whereRef('other.practice_id', '=', 'carried.practice_id')
              .whereRef('other.patient_id', '=', 'carried.patient_id')
              .where('other.tag_id', '=', without ?? ''),
          ),
        ),
      ),
    )
    .executeTakeFirstOrThrow()
  return Number(count)
}
