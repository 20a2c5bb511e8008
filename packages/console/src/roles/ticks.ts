import { practiceCatalog, unmetNeeds } from '@rolecall/core'

/** A permission that was selected because another needs it. */
export interface AddedTick {
  readonly permission: string
  readonly because: string
}

/** Selects a permission and the smallest permissions it needs. */
export function tick(
  held: ReadonlySet<string>,
  permission: string,
): { readonly held: ReadonlySet<string>; readonly added: readonly AddedTick[] } {
  const next = new Set([...held, permission])
  const added: AddedTick[] = []
  for (;;) {
    // Needs that were unmet before are not this permission’s.
    const unmet = unmetNeeds(practiceCatalog, [...next]).find(
      (need) => need.permission === permission || added.some((one) => one.permission === need.permission),
    )
    const least = unmet && leastOf(unmet.metBy)
    if (unmet === undefined || least === undefined || next.has(least)) return { held: next, added }
    next.add(least)
    added.push({ permission: least, because: unmet.permission })
  }
}

/** The permissions of a role that need this one. */
export function needing(held: ReadonlySet<string>, permission: string): readonly string[] {
  const before = new Set(unmetNeeds(practiceCatalog, [...held]).map(({ permission: one }) => one))
  const after = unmetNeeds(
    practiceCatalog,
    [...held].filter((one) => one !== permission),
  ).map(({ permission: one }) => one)
  return [...new Set(after)].filter((one) => !before.has(one))
}

export function labelOf(permission: string): string {
  return practiceCatalog.permissions[permission]?.label ?? 'Unknown permission'
}

function leastOf(permissions: readonly string[]): string | undefined {
  const acts = (id: string): number =>
    practiceCatalog.permissions[id]?.covers.reduce((sum, cover) => sum + cover.acts.length, 0) ?? 0
  return [...permissions].sort((a, b) => acts(a) - acts(b))[0]
}
