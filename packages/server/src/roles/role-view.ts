import type { RoleView } from '@rolecall/contract'
import { type Instant, practiceCatalog, type Role, type Snapshot, unmetNeeds } from '@rolecall/core'
import type { Transaction } from '../database/connect.ts'
import { spanText, whenOf } from '../team/span-text.ts'

/** What is known about a role beside what access turns on. */
export interface RoleRow {
  readonly id: string
  readonly version: number
  readonly copied_from: string | null
}

export async function roleRows(
  transaction: Transaction,
  practiceId: string,
): Promise<ReadonlyMap<string, RoleRow>> {
  const rows = await transaction
    .selectFrom('role')
    .select(['id', 'version', 'copied_from'])
    .where('practice_id', '=', practiceId)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

export function roleView(snapshot: Snapshot, role: Role, row: RoleRow | undefined, at: Instant): RoleView {
  const { id, label, permissions, fits, grantableBy, tagLimit, hidePrices } = role
  const copyOf = row?.copied_from ?? null
  return {
    id,
    label,
    permissions: [...permissions],
    fits: [...fits],
    grantableBy: grantableBy === undefined ? null : [...grantableBy],
    tagLimit:
      tagLimit === undefined
        ? null
        : { match: tagLimit.match, tags: [...tagLimit.tags], ...spanText(tagLimit) },
    hidePrices: hidePrices === undefined ? null : spanText(hidePrices),
    version: row?.version ?? 1,
    holders: holdersOf(snapshot, id, at, 'now'),
    holdersLater: holdersOf(snapshot, id, at, 'later'),
    copyOf,
    beyond: beyondOf(copyOf ?? id, permissions),
    unknown: permissions.filter((permission) => !Object.hasOwn(practiceCatalog.permissions, permission)),
    warnings: warningsOf(permissions),
  }
}

/** How many people hold a role now, or will later. */
export function holdersOf(snapshot: Snapshot, id: string, at: Instant, when: 'now' | 'later'): number {
  return snapshot.policy.members.filter(({ grants }) =>
    grants.some((grant) => grant.role === id && whenOf(grant, at) === when),
  ).length
}

/** What a role lists beyond its column of the published matrix; for one that has none, beyond the matrix's rows. */
function beyondOf(original: string, permissions: readonly string[]): string[] {
  const ready = practiceCatalog.roles[original]
  const column = new Set(ready?.permissions.filter((permission) => !ready.beyond.includes(permission)))
  return permissions.filter((permission) =>
    ready === undefined
      ? practiceCatalog.permissions[permission]?.published === false
      : !column.has(permission) || practiceCatalog.permissions[permission]?.published === false,
  )
}

/** What of a set of permissions is of little use, and what would make it of use. */
export function warningsOf(permissions: readonly string[]): RoleView['warnings'] {
  const label = (permission: string) => practiceCatalog.permissions[permission]?.label ?? permission
  return unmetNeeds(practiceCatalog, permissions).map(({ permission, needs, metBy }) => ({
    permission,
    metBy: [...metBy],
    sentence: `*${label(permission)}* is of little use without a way to ${needs.acts.join(' and ')} ${
      practiceCatalog.kinds[needs.kind]?.noun ?? needs.kind
    }, add ${metBy.map((one) => `*${label(one)}*`).join(' or ')}`,
  }))
}
