import type { Member } from '@rolecall/core'
import type { Door } from '../access/door.ts'
import { emailKey } from '../access/email-key.ts'
import type { AuditDetail, OpenDetail } from '../audit/entry.ts'
import type { Transaction } from '../database/connect.ts'
import type { Introductions } from '../demo/demo-people.ts'
import { withdrawInvitations } from '../signin/withdraw-invitations.ts'
import { isUnknownTitle, unknownTitle } from './add-member.ts'
import { changeMember, changePolicyOf, endSessions, isStale, staleMember } from './change-member.ts'
import { readChanged } from './read-member.ts'
import { dateOf, type SpanAsked, spanText } from './span-text.ts'

export interface MemberEdit extends SpanAsked {
  readonly name?: string | undefined
  readonly jobTitle?: string | null | undefined
  readonly email?: string | null | undefined
  readonly confirmed: boolean
}

/**
 * Correct what is known about a person, or between when they have access. What they are called decides nothing; the
 * dates do, and are changed by the same rules as a limit. The kind of a member never changes.
 */
export function editMember(
  door: Door,
  id: string,
  { name, jobTitle, email, from, until, confirmed }: MemberEdit,
  version: number,
  introductions: Introductions | undefined,
) {
  const changed = Object.entries({ name, jobTitle, email, from, until }).flatMap(([field, value]) =>
    value === undefined ? [] : [field],
  )
  const before = door.snapshot.members.get(id)
  const dates = { ...(from !== undefined && { from }), ...(until !== undefined && { until }) }
  const detail: OpenDetail = { changed, ...dates, ...(confirmed && { confirmed }) }
  return changePolicyOf(door, id, {
    kind: 'member',
    act: 'edit',
    records: [id],
    detail,
    ...(before !== undefined && isMoved(before, dates) && { access: { confirmed } }),
    async work(transaction) {
      if (isUnknownTitle(jobTitle)) return unknownTitle(jobTitle)
      const { id: practiceId } = door.practice
      if (await isStale(transaction, practiceId, id, version)) return staleMember()
      Object.assign(detail, await namesChanged(transaction, practiceId, id, { name: name?.trim(), email }))
      await changeMember(transaction, practiceId, id, {
        ...(name !== undefined && { name: name.trim() }),
        ...(jobTitle !== undefined && { job_title: jobTitle }),
        ...(email !== undefined && { email }),
        ...(from !== undefined && { starts_at: dateOf(from) }),
        ...(until !== undefined && { ends_at: dateOf(until) }),
      })
      if (await isSentElsewhere(transaction, practiceId, id, email))
        Object.assign(detail, await withdrawInvitations(transaction, practiceId, id))
      const body = await readChanged(transaction, door, id, introductions)
      // A time that is over leaves nothing open behind it, should the day be moved again.
      if (body.standing !== 'active') await endSessions(transaction, practiceId, id)
      return { status: 200, body, records: [id] } as const
    },
  })
}

/** For the log: a name and an address as they were and as they become. */
async function namesChanged(
  transaction: Transaction,
  practiceId: string,
  id: string,
  { name, email }: Pick<MemberEdit, 'name' | 'email'>,
): Promise<AuditDetail> {
  const was = await transaction
    .selectFrom('member')
    .select(['name', 'email'])
    .where('practice_id', '=', practiceId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return {
    ...(name !== undefined && name !== was.name && { nameWas: was.name, nameIs: name }),
    ...(email !== undefined && email !== was.email && { emailWas: was.email, emailIs: email }),
  }
}

/** Whether an open invitation went to another address than the one that is now theirs. */
async function isSentElsewhere(
  transaction: Transaction,
  practiceId: string,
  id: string,
  email: string | null | undefined,
): Promise<boolean> {
  if (email === undefined) return false
  const sent = await transaction
    .selectFrom('invitation')
    .select('email')
    .where('practice_id', '=', practiceId)
    .where('member_id', '=', id)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .execute()
  return sent.some((one) => email === null || emailKey(one.email) !== emailKey(email))
}

/** Whether dates that are asked for are others than those that hold. */
function isMoved(target: Member, asked: SpanAsked): boolean {
  const now = spanText(target)
  return (['from', 'until'] as const).some(
    (bound) =>
      asked[bound] !== undefined && dateOf(asked[bound])?.getTime() !== dateOf(now[bound])?.getTime(),
  )
}
