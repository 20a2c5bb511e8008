import { type Instant, type Member, type Policy, practiceCatalog, type Span } from '@rolecall/core'
import { sql } from 'kysely'
import type { Asker } from '../access/grant-scope.ts'
import type { Transaction } from '../database/connect.ts'

/** For so long an admin who was locked, archived or lost the role still counts as one. */
export const daysCounted = 7

/**
 * Everybody who manages accounts in their own name, now or later, also while they are locked or have not accepted their
 * invitation: an assistant does so for somebody, a program never. A grant or a time here that ended counts for a week.
 */
export function adminsIn({ members, roles }: Policy, at: Instant): readonly Member[] {
  const permission = practiceCatalog.adminPermission ?? ''
  const managing = new Set(roles.flatMap((role) => (role.permissions.includes(permission) ? [role.id] : [])))
  const counts = ({ until }: Span) => until === undefined || until > at - daysCounted * 86_400_000
  return members.filter(
    (member) =>
      (member.kind === 'practitioner' || member.kind === 'administrative') &&
      member.status !== 'archived' &&
      counts(member) &&
      (member.owner || member.grants.some((grant) => counts(grant) && managing.has(grant.role))),
  )
}

/** Keep who stops managing accounts by a change of policy, and when. */
export async function noteFormerAdmins(
  transaction: Transaction,
  practiceId: string,
  { before, after, at }: { readonly before: Policy; readonly after: Policy; readonly at: Instant },
): Promise<void> {
  const still = new Set(adminsIn(after, at).map(({ id }) => id))
  const former = adminsIn(before, at).flatMap(({ id }) => (still.has(id) ? [] : [id]))
  if (former.length === 0) return
  await transaction
    .updateTable('member')
    .set({ managed_accounts_until: sql<Date>`now()` })
    .where('practice_id', '=', practiceId)
    .where('id', 'in', former)
    .execute()
}

/** Everybody who managed accounts in the last days and does not now, by id. */
export async function formerAdmins(
  transaction: Transaction,
  practiceId: string,
  days: number,
): Promise<readonly string[]> {
  const rows = await transaction
    .selectFrom('member')
    .select('id')
    .where('practice_id', '=', practiceId)
    .where('managed_accounts_until', '>', sql<Date>`now() - make_interval(days => ${days}::int)`)
    .execute()
  return rows.map(({ id }) => id)
}

/** Everybody else who counts as an admin. None: nobody but who asks can change their access. */
export async function otherAdmins(
  transaction: Transaction,
  practiceId: string,
  { snapshot, member, at }: Asker,
): Promise<readonly Member[]> {
  const former = await formerAdmins(transaction, practiceId, daysCounted)
  const all = [...adminsIn(snapshot.policy, at), ...former.flatMap((id) => snapshot.members.get(id) ?? [])]
  return [...new Set(all)].filter(({ id }) => id !== member.id)
}
