import { memberKinds, practiceCatalog, type Role } from '@rolecall/core'
import { problem } from '../access/problem.ts'
import type { Transaction } from '../database/connect.ts'
import { dateOf, type SpanAsked, spanOf } from '../team/span-text.ts'
import { unknownPlaces } from '../team/unknown-places.ts'

/** What an edit of a role names. What it does not name stays. */
export interface RoleAsked {
  readonly label?: string | undefined
  readonly permissions?: readonly string[] | undefined
  readonly fits?: readonly string[] | undefined
  readonly grantableBy?: readonly string[] | null | undefined
  readonly tagLimit?:
    | (SpanAsked & { readonly match: 'any' | 'all'; readonly tags: readonly string[] })
    | null
    | undefined
  readonly hidePrices?: SpanAsked | null | undefined
}

/** An ending that says what of it nobody knows. Undefined: all is known. Permissions it already had are let be. */
export async function unknownInRole(
  transaction: Transaction,
  practiceId: string,
  { permissions = [], fits = [], tagLimit }: RoleAsked,
  before: readonly string[] = [],
) {
  const unknown = permissions.filter(
    (one) => !Object.hasOwn(practiceCatalog.permissions, one) && !before.includes(one),
  )
  const [permission] = unknown
  if (permission !== undefined)
    return problem(422, `there is no permission \`${permission}\`, use one of the catalogue`)
  const unfit = fits.find((kind) => !memberKinds.some((one) => one === kind) || kind === 'collaborator')
  if (unfit !== undefined) return problem(422, `a role cannot fit \`${unfit}\`, name kinds of staff`)
  return unknownPlaces(transaction, practiceId, { tagged: tagLimit?.tags })
}

/** A role as it becomes by an edit. */
export function editedRole(role: Role, { label, permissions, fits, ...asked }: RoleAsked): Role {
  const { grantableBy, tagLimit, hidePrices, ...kept } = role
  const granters = asked.grantableBy === undefined ? grantableBy : (asked.grantableBy ?? undefined)
  const limit =
    asked.tagLimit === undefined
      ? tagLimit
      : asked.tagLimit === null
        ? undefined
        : { match: asked.tagLimit.match, tags: [...new Set(asked.tagLimit.tags)], ...spanOf(asked.tagLimit) }
  const hidden =
    asked.hidePrices === undefined
      ? hidePrices
      : asked.hidePrices === null
        ? undefined
        : spanOf(asked.hidePrices)
  return {
    ...kept,
    ...(label !== undefined && { label: label.trim() }),
    ...(permissions !== undefined && { permissions: [...new Set(permissions)] }),
    ...(fits !== undefined && { fits: [...new Set(fits)] as Role['fits'] }),
    ...(granters !== undefined && { grantableBy: [...new Set(granters)] }),
    ...(limit !== undefined && { tagLimit: limit }),
    ...(hidden !== undefined && { hidePrices: hidden }),
  }
}

/** A role as its table holds it, its tags aside. */
export function roleColumns({ label, fits, permissions, grantableBy, tagLimit, hidePrices }: Role) {
  return {
    label,
    fits: [...fits],
    permissions: [...permissions],
    granters: grantableBy === undefined ? null : [...grantableBy],
    tag_limit: tagLimit?.match ?? null,
    tag_limit_starts_at: instantDate(tagLimit?.from),
    tag_limit_ends_at: instantDate(tagLimit?.until),
    hides_prices: hidePrices !== undefined,
    hides_prices_starts_at: instantDate(hidePrices?.from),
    hides_prices_ends_at: instantDate(hidePrices?.until),
  }
}

function instantDate(instant: number | undefined): Date | null {
  return instant === undefined ? null : dateOf(new Date(instant).toISOString())
}

/** The tags of a role's limit, written anew. */
export async function writeRoleTags(
  transaction: Transaction,
  practiceId: string,
  { id, tagLimit }: Role,
): Promise<void> {
  await transaction
    .deleteFrom('role_tag')
    .where('practice_id', '=', practiceId)
    .where('role_id', '=', id)
    .execute()
  const rows = [...new Set(tagLimit?.tags)].map((tag_id) => ({
    practice_id: practiceId,
    role_id: id,
    tag_id,
  }))
  if (rows.length > 0) await transaction.insertInto('role_tag').values(rows).execute()
}
