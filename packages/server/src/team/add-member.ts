import { randomUUID } from 'node:crypto'
import { memberKinds, practiceCatalog } from '@rolecall/core'
import type { Door } from '../access/door.ts'
import { problem } from '../access/problem.ts'
import type { Introductions } from '../demo/demo-people.ts'
import { changePolicy } from '../policy/change-policy.ts'
import { readChanged } from './read-member.ts'

export interface NewMember {
  readonly kind: string
  readonly name: string
  readonly jobTitle?: string | null | undefined
  readonly email?: string | null | undefined
}

/**
 * Add somebody without any role. A practitioner is active at once, since they can be booked without an account; a
 * program waits for its key, and everybody else for accepting an invitation.
 */
export function addMember(door: Door, asked: NewMember, introductions: Introductions | undefined) {
  const id = randomUUID()
  const kind = memberKinds.find((one) => one === asked.kind)
  return changePolicy(door, {
    kind: 'member',
    act: 'create',
    records: [id],
    detail: {
      memberKind: asked.kind,
      jobTitle: asked.jobTitle ?? null,
      name: asked.name.trim(),
      ...(asked.email != null && { email: asked.email }),
    },
    async work(transaction) {
      if (kind === undefined)
        return problem(
          422,
          `there is no kind of member \`${asked.kind}\`, use one of ${memberKinds.join(', ')}`,
        )
      if (isUnknownTitle(asked.jobTitle)) return unknownTitle(asked.jobTitle)
      const practice_id = door.practice.id
      await transaction
        .insertInto('member')
        .values({
          practice_id,
          id,
          name: asked.name.trim(),
          kind,
          status: kind === 'practitioner' || kind === 'integration' ? 'active' : 'invited',
          has_account: false,
          job_title: asked.jobTitle ?? null,
          email: asked.email ?? null,
        })
        .execute()
      const { shares_patients } = await transaction
        .selectFrom('practice_settings')
        .select('shares_patients')
        .where('practice_id', '=', practice_id)
        .executeTakeFirstOrThrow()
      if (shares_patients && (kind === 'practitioner' || kind === 'administrative'))
        await transaction
          .insertInto('team_access')
          .values({ practice_id, member_id: id, level: 'edit' })
          .execute()
      const body = await readChanged(transaction, door, id, introductions)
      return { status: 201, body, records: [id] } as const
    },
  })
}

export function isUnknownTitle(title: string | null | undefined): title is string {
  return title != null && !Object.hasOwn(practiceCatalog.jobTitles, title)
}

export function unknownTitle(title: string) {
  const titles = Object.keys(practiceCatalog.jobTitles).join(', ')
  return problem(422, `there is no job title \`${title}\`, use one of ${titles}`)
}
