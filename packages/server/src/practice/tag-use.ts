import type { TagUse } from '@rolecall/contract'
import type { Policy } from '@rolecall/core'
import { sql } from 'kysely'
import type { Door } from '../access/door.ts'
import type { Transaction } from '../database/connect.ts'

/** How many limits of members and roles, and grants, name a tag. */
export function limitsBy({ members, roles }: Policy, tag: string): number {
  const limits = [...members, ...roles].filter(({ tagLimit }) => tagLimit?.tags.includes(tag) === true)
  const grants = members.flatMap((member) => member.grants).filter(({ tagged = [] }) => tagged.includes(tag))
  return limits.length + grants.length
}

/** How many patients that this person can see carry a tag, and what is limited by it. */
export async function tagUse(door: Door, tag: string): Promise<TagUse> {
  return { patients: await visibleCarriers(door, tag), limits: limitsBy(door.snapshot.policy, tag) }
}

/** How many patients that this person can see carry a tag, and not another. */
export async function visibleCarriers(door: Door, tag: string, without?: string): Promise<number> {
  const carries = (id: string) => sql<boolean>`exists (select from patient_tag as carried
    where carried.practice_id = ${door.practice.id}::uuid and carried.patient_id = patient.id and carried.tag_id = ${id})`
  const { count } = await door
    .read('patient')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where(carries(tag))
    .$if(without !== undefined, (rows) => rows.where(sql<boolean>`not ${carries(without ?? '')}`))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** How many patients of the whole practice carry a tag, and not another: to decide by, and for no answer. */
export async function carriers(
  transaction: Transaction,
  practiceId: string,
  tag: string,
  without: string,
): Promise<number> {
  const { count } = await transaction
    .selectFrom('patient_tag as carried')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('carried.practice_id', '=', practiceId)
    .where('carried.tag_id', '=', tag)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('patient_tag as other')
            .select('other.tag_id')
            .where('other.practice_id', '=', practiceId)
            .whereRef('other.patient_id', '=', 'carried.patient_id')
            .where('other.tag_id', '=', without),
        ),
      ),
    )
    .executeTakeFirstOrThrow()
  return Number(count)
}
