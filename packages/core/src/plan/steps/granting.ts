/**
 * What carries an act: grants and shares in force whose permissions list it, ownership, or that it is one's own.
 */
import type { Catalog, Cell, When } from '../../catalog/catalog.ts'
import type { Share, TagLimit } from '../../policy/policy.ts'
import type { Whens } from '../../policy/snapshot.ts'
import { all, always, any, type Condition, ownedBy, stateIs } from '../condition.ts'
import type { HeldGrant, Standing } from '../subject.ts'
import { mine, ownTask } from './own-task.ts'
import { scopePasses } from './scope.ts'

/** A grant or share that lists a permission for the act, and what it asks of the record. */
export interface Carrying {
  readonly id: string
  /** State and scope. */
  readonly scoped: Condition
  /** State alone: what is left under a broken glass. */
  readonly unscoped: Condition
  readonly tagLimit?: TagLimit | undefined
  readonly grant?: HeldGrant
  readonly share?: Share
}

/** Everything that carries an act for a member. Nothing: no role or share of theirs lists it. */
export function carryingOf(standing: Standing, cell: Cell): readonly Carrying[] {
  const { snapshot, member } = standing
  if (member === undefined) return []
  if (cell.row.team === 'self' && cell.covers.length === 0)
    return [{ id: 'own', scoped: always, unscoped: always }]
  const found: Carrying[] = []
  if (member.owner && snapshot.ownership.has(cell))
    found.push({ id: 'ownership', scoped: always, unscoped: always })
  for (const held of standing.grants) {
    const whens = held.role.covers.get(cell)
    if (whens === undefined) continue
    const unscoped = whenPasses(standing, cell, whens)
    const scoped = isAdminWide(held, cell, snapshot.catalog)
      ? unscoped
      : all([unscoped, any([ownTask(standing, cell), scopePasses(held, cell)])])
    found.push({ id: held.grant.id, scoped, unscoped, tagLimit: held.tagLimit, grant: held })
  }
  for (const share of standing.shares)
    if (shareLists(standing, share, cell))
      found.push({ id: share.id, scoped: always, unscoped: always, share })
  return found
}

/** A scoped admin still reaches every member and role: the scope narrows what they may give. */
function isAdminWide({ role }: HeldGrant, { row, covers }: Cell, { adminPermission }: Catalog): boolean {
  if (!row.adminWide || adminPermission === undefined || !role.permissions.has(adminPermission)) return false
  return covers.some(({ permission }) => permission === adminPermission)
}

/** Whether a share, live or not, lists an act. */
export function shareLists({ snapshot: { catalog } }: Standing, share: Share, cell: Cell): boolean {
  const ticked = share.permissions.filter((permission) => catalog.share.offered.includes(permission))
  const listed = [...catalog.share.always, ...ticked]
  return cell.covers.some((cover) => listed.includes(cover.permission))
}

function whenPasses(standing: Standing, cell: Cell, whens: Whens): Condition {
  return whens.length === 0 ? always : any(whens.map((when) => oneWhenPasses(standing, cell, when)))
}

/** What a narrowed permission asks of the record. */
export function oneWhenPasses({ who, member }: Standing, { rule }: Cell, when: When): Condition {
  if (when === 'mine') return mine(who.member, rule)
  if (when !== 'own') return stateIs(when)
  if (member?.kind !== 'assistant') return ownedBy([who.member])
  // Acting for nobody it counts as matching, so that the refusal is `acting` and not a missing permission.
  return who.actingFor === undefined ? always : ownedBy([who.actingFor])
}
