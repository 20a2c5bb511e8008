import type { TagUse } from '@rolecall/contract'
import { sql } from 'kysely'
import type { Door } from '../access/door.ts'
import { isRefusal, problem, refusedEnding } from '../access/problem.ts'
import type { OpenDetail } from '../audit/entry.ts'
import type { Transaction } from '../database/connect.ts'
import { changePolicy } from '../policy/change-policy.ts'
import { carriers, limitsBy, tagUse, visibleCarriers } from './tag-use.ts'
import { insertFree } from './unused-id.ts'

export async function addTag(
  door: Door,
  { label, colour = 'gray' }: { readonly label: string; readonly colour?: string | undefined },
) {
  const { practice } = door
  const made = await door.perform(
    'tag',
    'create',
    { records: [], detail: { label: label.trim() } },
    async (transaction) => {
      const id = await insertFree(label, 'tag', await tagIds(transaction, practice.id), (free) =>
        transaction
          .insertInto('tag')
          .values({ practice_id: practice.id, id: free, label: label.trim(), colour })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst(),
      )
      return { id, label: label.trim(), colour, limits: 0 }
    },
  )
  if (isRefusal(made)) return refusedEnding(made)
  return { status: 201, body: made, records: [made.id] } as const
}

/** Rename or recolour a tag: no access turns on what it is called. */
export async function editTag(
  door: Door,
  id: string,
  { label, colour }: { readonly label?: string | undefined; readonly colour?: string | undefined },
  dryRun: boolean,
) {
  const { practice } = door
  const detail: OpenDetail = {}
  const outcome = await door.perform('tag', 'edit', { records: [id], detail }, async (transaction) => {
    const whyNot = await whyNotTouch(door, transaction, [id])
    if (whyNot !== undefined) return whyNot
    if (label !== undefined) {
      detail.labelWas = await labelOf(transaction, practice.id, id)
      detail.labelIs = label.trim()
    }
    if (!dryRun && (label !== undefined || colour !== undefined))
      await transaction
        .updateTable('tag')
        .set({ ...(label !== undefined && { label: label.trim() }), ...(colour !== undefined && { colour }) })
        .where('practice_id', '=', practice.id)
        .where('id', '=', id)
        .execute()
    return { ...ok(await tagUse(door, id), id), isDry: dryRun }
  })
  return isRefusal(outcome) ? refusedEnding(outcome) : outcome
}

/** Take a tag away. Whoever was limited to it, or by it among all of several, reaches less and never more. */
export function deleteTag(door: Door, id: string, dryRun: boolean) {
  const { practice } = door
  const detail: OpenDetail = { deleted: !dryRun }
  return changePolicy(door, {
    kind: 'tag',
    act: 'edit',
    records: [id],
    detail,
    async work(transaction) {
      const whyNot = await whyNotTouch(door, transaction, [id])
      if (whyNot !== undefined) return whyNot
      detail.label = await labelOf(transaction, practice.id, id)
      const use = await tagUse(door, id)
      if (dryRun) return { ...ok(use, id), isDry: true }
      // A limit to all of several tags would widen by losing one: it loses every one, and reaches nobody.
      await sql`delete from member_tag using member where member_tag.practice_id = ${practice.id}::uuid
        and member.practice_id = member_tag.practice_id and member.id = member_tag.member_id
        and (tag_id = ${id} or (member.tag_limit = 'all' and exists (select from member_tag as same
          where same.practice_id = member_tag.practice_id and same.member_id = member_tag.member_id
            and same.tag_id = ${id})))`.execute(transaction)
      await sql`delete from role_tag using role where role_tag.practice_id = ${practice.id}::uuid
        and role.practice_id = role_tag.practice_id and role.id = role_tag.role_id
        and (tag_id = ${id} or (role.tag_limit = 'all' and exists (select from role_tag as same
          where same.practice_id = role_tag.practice_id and same.role_id = role_tag.role_id
            and same.tag_id = ${id})))`.execute(transaction)
      for (const table of ['grant_tag', 'patient_tag'] as const)
        await transaction
          .deleteFrom(table)
          .where('practice_id', '=', practice.id)
          .where('tag_id', '=', id)
          .execute()
      await dropTag(transaction, practice.id, id)
      return ok(use, id)
    },
  })
}

/** Put another tag in the place of one. Refused where somebody who is limited to either would reach more. */
export function mergeTag(door: Door, id: string, into: string, dryRun: boolean) {
  const { practice } = door
  const detail: OpenDetail = { into, merged: !dryRun }
  return changePolicy(door, {
    kind: 'tag',
    act: 'edit',
    records: [id, into],
    detail,
    async work(transaction) {
      if (id === into) return problem(422, 'a tag is not merged into itself, name another')
      const whyNot = await whyNotTouch(door, transaction, [id, into])
      if (whyNot !== undefined) return whyNot
      detail.label = await labelOf(transaction, practice.id, id)
      detail.intoLabel = await labelOf(transaction, practice.id, into)
      const widened =
        (await whyWider(door, transaction, into, id)) ?? (await whyWider(door, transaction, id, into))
      if (widened !== undefined) return widened
      const use = await tagUse(door, id)
      if (dryRun) return { ...ok(use, id), isDry: true }
      await retag(transaction, practice.id, id, into)
      await dropTag(transaction, practice.id, id)
      return ok(use, id)
    },
  })
}

/** Why people who are limited to one tag would reach more patients if another became that tag. */
async function whyWider(door: Door, transaction: Transaction, limited: string, other: string) {
  const practiceId = door.practice.id
  if (limitsBy(door.snapshot.policy, limited) === 0) return undefined
  const opened = await carriers(transaction, practiceId, other, limited)
  if (opened === 0) return undefined
  const visible = await visibleCarriers(door, other, limited)
  const patients = visible === 0 ? 'patients' : visible === 1 ? '1 patient' : `${visible} patients`
  const label = await labelOf(transaction, practiceId, limited)
  return problem(409, `this would open ${patients} to people limited to ${label}, change those limits first`)
}

/** Whatever carries a tag carries another instead. */
async function retag(transaction: Transaction, practiceId: string, id: string, into: string): Promise<void> {
  for (const [table, holder] of [
    ['member_tag', 'member_id'],
    ['role_tag', 'role_id'],
    ['grant_tag', 'grant_id'],
    ['patient_tag', 'patient_id'],
  ] as const) {
    await sql`insert into ${sql.table(table)} (practice_id, ${sql.ref(holder)}, tag_id)
      select practice_id, ${sql.ref(holder)}, ${into} from ${sql.table(table)}
      where practice_id = ${practiceId}::uuid and tag_id = ${id} on conflict do nothing`.execute(transaction)
    await transaction
      .deleteFrom(table)
      .where('practice_id', '=', practiceId)
      .where('tag_id', '=', id)
      .execute()
  }
}

async function dropTag(transaction: Transaction, practiceId: string, id: string): Promise<void> {
  await transaction.deleteFrom('tag').where('practice_id', '=', practiceId).where('id', '=', id).execute()
}

/** Why somebody may not touch tags: one is not there, or some limit names it and they may not set such tags. */
async function whyNotTouch(door: Door, transaction: Transaction, ids: readonly string[]) {
  const known = await tagIds(transaction, door.practice.id)
  const unknown = ids.find((id) => !known.has(id))
  if (unknown !== undefined) return problem(404, `there is no tag \`${unknown}\``)
  if (!ids.some((id) => limitsBy(door.snapshot.policy, id) > 0)) return undefined
  const outcome = await door.perform('tag', 'restrict', { records: ids }, async () => undefined)
  return isRefusal(outcome) ? refusedEnding(outcome) : undefined
}

/** What a tag is called that is known to be there. */
async function labelOf(transaction: Transaction, practiceId: string, id: string): Promise<string> {
  const { label } = await transaction
    .selectFrom('tag')
    .select('label')
    .where('practice_id', '=', practiceId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return label
}

async function tagIds(transaction: Transaction, practiceId: string): Promise<ReadonlySet<string>> {
  const rows = await transaction
    .selectFrom('tag')
    .select('id')
    .where('practice_id', '=', practiceId)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

function ok(body: TagUse, id: string) {
  return { status: 200, body, records: [id] } as const
}
