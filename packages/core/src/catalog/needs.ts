import type { Catalog, Covers } from './catalog.ts'

/** A permission of a role that is of little use, because nothing in the role covers what it needs. */
export interface UnmetNeed {
  readonly permission: string
  readonly needs: Covers
  /** Permissions any one of which would do. */
  readonly metBy: readonly string[]
}

/**
 * What a set of permissions lacks to be of use. Any permission that covers the needed acts meets a need:
 * `patients.manage` meets the need to view patients. Decisions never ask this; the editor of a role does.
 */
export function unmetNeeds(catalog: Catalog, permissions: readonly string[]): readonly UnmetNeed[] {
  const known = permissions.filter((id) => Object.hasOwn(catalog.permissions, id))
  return known.flatMap((permission) =>
    (catalog.permissions[permission]?.needs ?? [])
      .filter((needs) => !known.some((id) => meetsNeed(catalog, id, needs)))
      .map((needs) => ({ permission, needs, metBy: meeting(catalog, needs) })),
  )
}

function meeting(catalog: Catalog, needs: Covers): readonly string[] {
  return Object.keys(catalog.permissions).filter((id) => meetsNeed(catalog, id, needs))
}

/** A condition on the need is met by the same condition, or by none; one's own by any. */
function meetsNeed(catalog: Catalog, id: string, needs: Covers): boolean {
  const covers = catalog.permissions[id]?.covers ?? []
  return needs.acts.every((act) =>
    covers.some(
      ({ kind, acts, when }) => kind === needs.kind && acts.includes(act) && suits(when, needs.when),
    ),
  )
}

function suits(given: Covers['when'], needed: Covers['when']): boolean {
  if (given === undefined || needed === undefined || given === 'own') return true
  return JSON.stringify(given) === JSON.stringify(needed)
}
