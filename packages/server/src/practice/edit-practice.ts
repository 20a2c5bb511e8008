import type { Practice } from '@rolecall/contract'
import type { Door } from '../access/door.ts'
import { personOf } from '../access/edit-history.ts'
import { mayGiveIn } from '../access/grant-scope.ts'
import { isRefusal, problem, refusedEnding } from '../access/problem.ts'
import type { Transaction } from '../database/connect.ts'

export interface PracticeEdit {
  readonly name?: string | undefined
  readonly timeZone?: string | undefined
  readonly sharesPatients?: boolean | undefined
}

/**
 * Rename the practice, or correct what it said about itself. Whether people share patients decides what somebody new
 * may do, so that it takes whoever gives access to the whole practice.
 */
export async function editPractice(door: Door, { name, timeZone, sharesPatients }: PracticeEdit) {
  const { practice } = door
  if (sharesPatients !== undefined && !mayGiveIn(door, {}))
    return problem(403, 'whose work somebody new reaches is for those who manage accounts, ask an admin', {
      step: 'permission',
    })
  const detail = {
    ...(name !== undefined && { nameWas: practice.name, nameIs: name.trim() }),
    ...(timeZone !== undefined && { timeZone }),
    ...(sharesPatients !== undefined && { sharesPatients }),
  }
  const outcome = await door.perform(
    'practice',
    'edit',
    { records: [practice.id], detail },
    async (transaction) => {
      if (name !== undefined)
        await transaction
          .updateTable('practice')
          .set({ name: name.trim() })
          .where('id', '=', practice.id)
          .execute()
      if (timeZone !== undefined || sharesPatients !== undefined)
        await transaction
          .updateTable('practice_settings')
          .set({
            ...(timeZone !== undefined && { time_zone: timeZone }),
            ...(sharesPatients !== undefined && { shares_patients: sharesPatients }),
          })
          .where('practice_id', '=', practice.id)
          .execute()
      return readPractice(transaction, door)
    },
  )
  if (isRefusal(outcome)) return refusedEnding(outcome)
  return { status: 200, body: outcome, records: [practice.id] } as const
}

/** What the practice says about itself, and who owns it. */
export async function readPractice(transaction: Transaction, door: Door): Promise<Practice> {
  const { practice, snapshot } = door
  const row = await transaction
    .selectFrom('practice')
    .innerJoin('practice_settings', 'practice_settings.practice_id', 'practice.id')
    .select(['practice.name', 'practice_settings.time_zone', 'practice_settings.shares_patients'])
    .where('practice.id', '=', practice.id)
    .executeTakeFirstOrThrow()
  const owner = snapshot.policy.members.find((member) => member.owner)
  if (owner === undefined) throw new Error('the practice has no owner')
  return {
    name: row.name,
    timeZone: row.time_zone,
    sharesPatients: row.shares_patients,
    owner: personOf(owner.id, door),
  }
}
