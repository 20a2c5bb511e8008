import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Door } from '../access/door.ts'
import { nameOf } from '../access/member-name.ts'
import { problem } from '../access/problem.ts'
import type { OpenDetail } from '../audit/entry.ts'
import { invitationMail } from '../delivery/mails.ts'
import { postMail } from '../delivery/outbox.ts'
import { isOwn } from '../policy/change-rules.ts'
import { offerHash } from '../signin/why-not-confirmed.ts'
import { withdrawInvitations } from '../signin/withdraw-invitations.ts'
import { changeMember, changePolicyOf } from './change-member.ts'

/** Invite somebody to sign in, by mail. What was sent before opens nothing any more. */
export function inviteMember(door: Door, id: string, email: string | undefined) {
  const detail: OpenDetail = {}
  return changePolicyOf(door, id, {
    kind: 'member',
    act: 'invite',
    records: [id],
    detail,
    async work(transaction, target) {
      const { practice } = door
      if (isOwn(door, target)) return problem(403, 'nobody invites themselves, ask another admin')
      const name = nameOf(target)
      if (target.kind === 'integration') return problem(409, `${name} is a program and uses a key`)
      if (target.account) return problem(409, `${name} can sign in already`)
      if (target.status === 'archived' || target.status === 'locked')
        return problem(409, `${name} is ${target.status}, which comes before an invitation`)
      const row = await transaction
        .selectFrom('member')
        .select('email')
        .where('practice_id', '=', practice.id)
        .where('id', '=', id)
        .executeTakeFirst()
      const recipient = email ?? row?.email ?? undefined
      if (recipient === undefined) return problem(422, `no address of ${name} is known, give their \`email\``)
      Object.assign(
        detail,
        { email: recipient },
        row?.email != null && row.email !== recipient && { emailWas: row.email },
        await withdrawInvitations(transaction, practice.id, id),
      )
      const invitation = await transaction
        .insertInto('invitation')
        .values({
          practice_id: practice.id,
          // Opened by no link: the one that does is made when the mail leaves, and takes its place.
          token_hash: randomBytes(32),
          member_id: id,
          email: recipient,
          invited_by: door.member.id,
          invited_for: door.actingFor ?? null,
          offer_hash: offerHash(door, target),
          ends_at: sql<Date>`now() + interval '7 days'`,
        })
        .returning(['id', 'ends_at'])
        .executeTakeFirstOrThrow()
      await changeMember(transaction, practice.id, id, { email: recipient })
      await postMail(transaction, {
        ...invitationMail({ email: recipient, name }, practice.name),
        link: { invitation: { practice: practice.id, id: invitation.id } },
      })
      return {
        status: 202,
        body: { email: recipient, until: invitation.ends_at.toISOString() },
        records: [id],
      } as const
    },
  })
}
