import { randomUUID } from 'node:crypto'
import type { Grant } from '@rolecall/core'
import type { Door } from '../access/door.ts'
import { nameOf } from '../access/member-name.ts'
import { problem } from '../access/problem.ts'
import type { AuditDetail } from '../audit/entry.ts'
import type { Transaction } from '../database/connect.ts'
import { whyNotGive } from '../policy/change-rules.ts'
import { changeMember, changePolicyOf, isStale, staleMember } from '../team/change-member.ts'
import { heldRole } from '../team/held-role.ts'
import { dateOf, type SpanAsked, spanColumns, spanOf } from '../team/span-text.ts'
import { unknownPlaces } from '../team/unknown-places.ts'

export interface GrantAsked extends SpanAsked {
  readonly role: string
  readonly at?: readonly string[] | null | undefined
  readonly tagged?: readonly string[] | null | undefined
  readonly confirmed: boolean
}

/** Give a role to somebody. Each time is a grant of its own: one that is over stays over. */
export function grantRole(door: Door, id: string, asked: GrantAsked) {
  const { snapshot, practice, at } = door
  const grant: Grant = { id: randomUUID(), role: asked.role, ...scopeOf(asked), ...spanOf(asked) }
  return changePolicyOf(door, id, {
    kind: 'role',
    act: 'grant',
    records: [id, grant.id],
    detail: grantDetail(grant, asked.confirmed),
    access: asked,
    async work(transaction, target) {
      const role = snapshot.roles.get(asked.role)?.role
      if (role === undefined) return problem(422, `there is no role \`${asked.role}\`, name one of the roles`)
      if (target.status === 'archived') return problem(409, `${nameOf(target)} has left the practice`)
      if (grant.until !== undefined && grant.until <= at)
        return problem(422, '`until` is over already, name a day to come')
      const whyNotRole = whyNotGive(door, role, grant)
      if (whyNotRole !== undefined) return whyNotRole
      const unknown = await unknownPlaces(transaction, practice.id, grant)
      if (unknown !== undefined) return unknown
      await transaction
        .insertInto('role_grant')
        .values({
          practice_id: practice.id,
          id: grant.id,
          member_id: id,
          role_id: role.id,
          is_located: grant.at !== undefined,
          is_tagged: grant.tagged !== undefined,
          ...spanColumns(asked),
          given_by: door.member.id,
        })
        .execute()
      await writeScope(transaction, practice.id, grant)
      await changeMember(transaction, practice.id, id, {})
      const now = { at, timeZone: await door.timeZone() }
      return { status: 201, body: heldRole(snapshot, grant, now), records: [id, grant.id] } as const
    },
  })
}

export interface GrantEdit extends SpanAsked {
  readonly at?: readonly string[] | null | undefined
  readonly tagged?: readonly string[] | null | undefined
  readonly confirmed: boolean
  readonly version?: number | undefined
}

/** Change the dates or the scope of a grant. What is not named stays; null takes the bound away. */
export function editGrant(door: Door, id: string, grantId: string, asked: GrantEdit) {
  const { snapshot, practice, at } = door
  const before = snapshot.members.get(id)?.grants.find((one) => one.id === grantId)
  const after = before === undefined ? undefined : editedGrant(before, asked)
  return changePolicyOf(door, id, {
    kind: 'role',
    act: 'grant',
    records: [id, grantId],
    ...(after !== undefined && { detail: grantDetail(after, asked.confirmed) }),
    access: asked,
    async work(transaction) {
      if (before === undefined || after === undefined) return unknownGrant(grantId)
      if (await isStale(transaction, practice.id, id, asked.version)) return staleMember()
      if (before.until !== undefined && before.until <= at)
        return problem(409, 'this is over, give the role again to begin anew')
      const role = snapshot.roles.get(before.role)?.role
      if (role === undefined) return problem(409, 'its role is not there any more, take it away')
      const whyNotRole = whyNotGive(door, role, before) ?? whyNotGive(door, role, after)
      if (whyNotRole !== undefined) return whyNotRole
      const unknown = await unknownPlaces(transaction, practice.id, after)
      if (unknown !== undefined) return unknown
      await updateGrant(transaction, practice.id, after, asked)
      await writeScope(transaction, practice.id, after)
      await changeMember(transaction, practice.id, id, {})
      const now = { at, timeZone: await door.timeZone() }
      return { status: 200, body: heldRole(snapshot, after, now), records: [id, grantId] } as const
    },
  })
}

/** Take a role from somebody. Whoever gives it or not, an admin of its scope may take it away. */
export function revokeGrant(door: Door, id: string, grantId: string, confirmed: boolean) {
  const { snapshot, practice } = door
  const grant = snapshot.members.get(id)?.grants.find((one) => one.id === grantId)
  return changePolicyOf(door, id, {
    kind: 'role',
    act: 'revoke',
    records: [id, grantId],
    ...(grant !== undefined && { detail: grantDetail(grant, confirmed) }),
    access: { confirmed },
    async work(transaction) {
      if (grant === undefined) return unknownGrant(grantId)
      const role = snapshot.roles.get(grant.role)?.role
      const anyRole = { id: grant.role, label: grant.role, fits: [], permissions: [] }
      const { grantableBy: _, ...free } = role ?? { ...anyRole, grantableBy: [] }
      const whyNot = whyNotGive(door, free, grant)
      if (whyNot !== undefined) return whyNot
      await transaction
        .deleteFrom('role_grant')
        .where('practice_id', '=', practice.id)
        .where('id', '=', grantId)
        .execute()
      await changeMember(transaction, practice.id, id, {})
      return { status: 204, records: [id, grantId] } as const
    },
  })
}

function unknownGrant(id: string) {
  return problem(404, `they hold nothing called \`${id}\``)
}

interface ScopeAsked {
  readonly at?: readonly string[] | null | undefined
  readonly tagged?: readonly string[] | null | undefined
}

function scopeOf({ at, tagged }: ScopeAsked) {
  return {
    ...(at != null && { at: [...new Set(at)] }),
    ...(tagged != null && { tagged: [...new Set(tagged)] }),
  }
}

function editedGrant({ id, role, ...before }: Grant, asked: GrantEdit): Grant {
  const span = spanOf(asked)
  const from = asked.from === undefined ? before.from : span.from
  const until = asked.until === undefined ? before.until : span.until
  return {
    id,
    role,
    ...scopeOf({
      at: asked.at === undefined ? before.at : asked.at,
      tagged: asked.tagged === undefined ? before.tagged : asked.tagged,
    }),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
  }
}

async function updateGrant(
  transaction: Transaction,
  practiceId: string,
  { id, at, tagged }: Grant,
  { from, until }: SpanAsked,
): Promise<void> {
  await transaction
    .updateTable('role_grant')
    .set({
      is_located: at !== undefined,
      is_tagged: tagged !== undefined,
      ...(from !== undefined && { starts_at: dateOf(from) }),
      ...(until !== undefined && { ends_at: dateOf(until) }),
    })
    .where('practice_id', '=', practiceId)
    .where('id', '=', id)
    .execute()
}

async function writeScope(transaction: Transaction, practiceId: string, grant: Grant): Promise<void> {
  for (const table of ['grant_location', 'grant_tag'] as const)
    await transaction
      .deleteFrom(table)
      .where('practice_id', '=', practiceId)
      .where('grant_id', '=', grant.id)
      .execute()
  const key = { practice_id: practiceId, grant_id: grant.id }
  const locations = (grant.at ?? []).map((location_id) => ({ ...key, location_id }))
  const tags = (grant.tagged ?? []).map((tag_id) => ({ ...key, tag_id }))
  if (locations.length > 0) await transaction.insertInto('grant_location').values(locations).execute()
  if (tags.length > 0) await transaction.insertInto('grant_tag').values(tags).execute()
}

function grantDetail({ role, at, tagged, from, until }: Grant, confirmed: boolean): AuditDetail {
  return {
    role,
    ...(at !== undefined && { at }),
    ...(tagged !== undefined && { tagged }),
    ...(from !== undefined && { from: new Date(from).toISOString() }),
    ...(until !== undefined && { until: new Date(until).toISOString() }),
    ...(confirmed && { confirmed }),
  }
}
